import { readdirSync } from "node:fs";

/** What stands in a folder; nothing where there is none, or nobody may look. */
export function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
