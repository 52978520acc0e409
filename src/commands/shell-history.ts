import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { userStateDirectory } from "../lib/settings.ts";

export interface History {
  /** The latest first, as node:readline takes them. */
  readonly lines: readonly string[];
  readonly add: (line: string) => void;
}

const keptLines = 1000;

/** What was typed into shells before. Kept line by line, so that several shells can add to it; a shell works without. */
export function openHistory(isKept: boolean): History {
  const directory = userStateDirectory();
  const path = join(directory, "history");
  let lines: readonly string[] = [];
  if (isKept) {
    try {
      lines = readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .slice(-keptLines)
        .toReversed();
    } catch {
      // There is none yet.
    }
  }
  return {
    lines,
    add: (line) => {
      if (!isKept || line.trim() === "") return;
      try {
        mkdirSync(directory, { recursive: true });
        appendFileSync(path, `${line}\n`, { mode: 0o600 });
      } catch {
        // A home that cannot be written is no reason to refuse a query.
      }
    },
  };
}
