import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

import { hasCode } from "../../lib/errors.ts";

/** A telemetry file as it lies in `landing/`. */
export interface LandingFile {
  readonly path: string;
  /** Relative to `landing/`, with `/`. */
  readonly name: string;
  readonly source: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

export interface LandingFault {
  readonly name: string;
  readonly message: string;
}

export interface Landing {
  readonly files: readonly LandingFile[];
  /** What could not be read; the rest goes on without it. */
  readonly faults: readonly LandingFault[];
}

const telemetryName = /\.(json|ndjson|jsonl)(\.gz|\.zst)?$/i;

/** Finds the telemetry files of every source: in `landing/` itself those of `telemetry`, else the folder names it. */
export function findLandingFiles(landing: string): Landing {
  const files: LandingFile[] = [];
  const faults: LandingFault[] = [];
  const visit = (directory: string): void => {
    for (const entry of list(directory)) {
      const path = join(directory, entry.name);
      const name = relative(landing, path).split(sep).join("/");
      if (entry.name.startsWith(".")) continue;
      try {
        const stat = statSync(path);
        if (stat.isDirectory()) {
          if (!entry.isSymbolicLink()) visit(path);
        } else if (stat.isFile() && telemetryName.test(entry.name)) {
          const [folder = "", ...rest] = name.split("/");
          const source = rest.length === 0 ? "telemetry" : folder;
          files.push({ path, name, source, bytes: stat.size, modifiedMs: Math.floor(stat.mtimeMs) });
        }
      } catch (failure) {
        faults.push({ name, message: reason(failure) });
      }
    }
  };
  const list = (directory: string) => {
    try {
      return readdirSync(directory, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    } catch (failure) {
      const name = relative(landing, directory);
      if (name !== "" || !isMissing(failure))
        faults.push({ name: name === "" ? "." : name, message: reason(failure) });
      return [];
    }
  };
  visit(landing);
  return { files, faults };
}

function isMissing(failure: unknown): boolean {
  return hasCode(failure, "ENOENT");
}

/** `EACCES` and its like in words. */
export function reason(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const code = "code" in failure ? String(failure.code) : "";
  const words: Readonly<Record<string, string>> = {
    EACCES: "no permission to read it",
    EPERM: "no permission to read it",
    ENOENT: "it is gone, or a link to nothing",
    ELOOP: "a link to itself",
    EIO: "the disk failed to read it",
    ENOSPC: "the disk is full",
  };
  return words[code] ?? failure.message;
}
