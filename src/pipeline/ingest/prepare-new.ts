import type { Database } from "../../engine/database.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import { hasCode } from "../../lib/errors.ts";
import { startProgress } from "../../lib/progress.ts";
import type { LandedFile } from "../manifest.ts";
import { checkZstd } from "./check-zstd.ts";
import { reason, type LandingFault, type LandingFile } from "./landing.ts";
import { prepareFile, type PreparedFile } from "./prepare.ts";
import { packingOf } from "./unpack.ts";

interface PrepareOptions {
  readonly source: string;
  /** For unpacked and cleaned copies. */
  readonly scratch: string;
  /** Contents that are in Bronze or on their way; those of new files are added. */
  readonly seen: Set<string>;
  /** What a file may be more of. */
  readonly known: readonly LandedFile[];
  /** Takes what was read, and what could not be. */
  readonly landed: LandedFile[];
  readonly faults: LandingFault[];
  readonly effects: WorkEffects;
}

/** Reads files to their end; gives those whose content was not seen before. */
export async function prepareNew(
  database: Database,
  files: readonly LandingFile[],
  { source, scratch, seen, known, landed, faults, effects }: PrepareOptions,
): Promise<readonly PreparedFile[]> {
  const fresh: PreparedFile[] = [];
  const progress = startProgress({
    label: `reading landing/${source}`,
    total: files.length,
    unit: "files",
    effects,
  });
  try {
    for (const file of files) {
      effects.signal.throwIfAborted();
      try {
        const prepared = await prepareFile(file, scratch, known);
        if (packingOf(file.name) === "zstd") await checkZstd(database, file.path);
        const { name: path, bytes, modifiedMs } = file;
        const { contentId, headId, completeBytes, isTailTaken, grownFrom } = prepared;
        const earlierIds = grownFrom === undefined ? [] : [...grownFrom.earlierIds, grownFrom.contentId];
        landed.push({ path, bytes, modifiedMs, contentId, headId, completeBytes, isTailTaken, earlierIds });
        if (seen.has(prepared.contentId)) continue;
        seen.add(prepared.contentId);
        fresh.push(prepared);
      } catch (failure) {
        if (isDiskFull(failure)) throw failure;
        faults.push({ name: file.name, message: reason(failure) });
      } finally {
        progress.advance(1);
      }
    }
  } finally {
    progress.finish();
  }
  return fresh;
}

function isDiskFull(failure: unknown): boolean {
  return hasCode(failure, "ENOSPC");
}
