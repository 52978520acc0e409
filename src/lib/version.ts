import { readFileSync } from "node:fs";
import { join } from "node:path";

import { packageRoot } from "./paths.ts";

/** The version of this package, from its package.json. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest)
    return String(manifest.version);
  return "unknown";
}
