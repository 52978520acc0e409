import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";

import type { Database } from "../../engine/database.ts";
import { sqlError } from "../../engine/sql-error.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { formatNumberOf } from "../../lib/quantities.ts";
import { writeBatchRecord } from "../batch-records.ts";
import type { LandedFile, Manifest } from "../manifest.ts";
import type { Model } from "../model.ts";
import { releaseCutLines } from "./cut-lines.ts";
import { resumableFor, stageWithoutGrowth } from "./growing.ts";
import type { LandingFault, LandingFile } from "./landing.ts";
import { prepareNew } from "./prepare-new.ts";
import { presumePlain, type PreparedFile, type ReadableFile } from "./prepare.ts";
import { publishBatch } from "./publish-batch.ts";
import type { Reading } from "./reading.ts";
import { stageBatch, type StageOptions } from "./stage.ts";

type Source = Manifest["sources"][string];

interface Arrival {
  readonly source: string;
  readonly model: Model;
  readonly files: readonly LandingFile[];
  readonly known: Source;
  readonly paths: WarehousePaths;
  readonly effects: WorkEffects;
}

interface Taken {
  readonly source: Source;
  readonly faults: readonly LandingFault[];
}

/** Takes in the files of one batch whose content is new. Gives what is then known of the source. */
export async function takeIn(database: Database, arrival: Arrival): Promise<Taken> {
  const { source, model, files: arrived, known, paths, effects } = arrival;
  const id = batchId(arrival);
  const scratch = join(paths.staging, "landing");
  const faults: LandingFault[] = [];
  const landed: LandedFile[] = [];
  const seen = new Set(known.batches.flatMap((batch) => batch.contentIds));
  const batch: Omit<StageOptions, "files" | "mayBePlain"> = {
    id,
    source,
    model,
    scratch,
    directory: join(paths.staging, `bronze-${source}-${id}`),
    ingestedAt: new Date(effects.now()).toISOString(),
    effects,
  };
  const stage = (files: readonly ReadableFile[], mayBePlain: boolean): Promise<Reading> =>
    stageBatch(database, { ...batch, files, mayBePlain }).catch((failure: unknown) => {
      throw sqlError(failure, model);
    });
  try {
    const resumable = resumableFor(arrived, known, paths);
    const { presumed, doubtful } = presume(arrival, resumable);
    const prepare = { source, scratch, seen, known: resumable, landed, faults, effects };
    const fresh = await prepareNew(database, doubtful, prepare);
    const staged = await stageWhilePreparing(fresh, presumed, stage, () =>
      prepareNew(
        database,
        presumed.map(({ file }) => file),
        { ...prepare, effects: { ...effects, hasProgress: false } },
      ),
    ).then((early) => stageWithoutGrowth(early, scratch, stage));
    const next = { ...known, landed: [...withoutPaths(known.landed, landed), ...landed] };
    if (staged === undefined) return { source: next, faults };

    const published = await publishBatch(database, { ...batch, files: staged, paths, mayBePlain: false });
    const refused =
      published.quarantined > 0 ? `, ${formatNumberOf(published.quarantined, "line")} quarantined` : "";
    effects.note(
      `bronze.${source}: ${formatNumberOf(published.rows, "row")} from ${formatNumberOf(staged.length, "file")}${refused}`,
    );
    const batches = await releaseCutLines(database, { source, paths, batches: known.batches, files: staged });
    const record = { source, place: batches.length, batch: published, landed };
    await writeBatchRecord(database, paths, record);
    return { source: { ...next, batches: [...batches, published] }, faults };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** By what came when, not by content: that is known only once all is read, and by then most is written. */
function batchId({ known, files }: Arrival): string {
  const names = files.map(({ name, bytes, modifiedMs }) => [name, bytes, modifiedMs]);
  return createHash("sha256")
    .update(JSON.stringify([known.batches.length, names]))
    .digest("hex")
    .slice(0, 16);
}

/** Files that are most likely plain and new, and those that must be read before one can tell. */
function presume(
  { files, known }: Arrival,
  resumable: readonly LandedFile[],
): {
  presumed: readonly ReadableFile[];
  doubtful: readonly LandingFile[];
} {
  const sizes = new Map<number, number>();
  for (const { bytes } of [...known.landed, ...files]) sizes.set(bytes, (sizes.get(bytes) ?? 0) + 1);
  const presumed: ReadableFile[] = [];
  const doubtful: LandingFile[] = [];
  for (const file of files) {
    const mayHaveGrown = resumable.some(({ bytes }) => bytes < file.bytes);
    const isNew = sizes.get(file.bytes) === 1 && !mayHaveGrown;
    const readable = isNew ? presumePlain(file) : undefined;
    if (readable === undefined) doubtful.push(file);
    else presumed.push(readable);
  }
  return { presumed, doubtful };
}

/**
 * Stages a batch while its presumably plain files are still being hashed and checked, for that takes one thread a fifth
 * of the time; where one turns out to be different, the batch is staged again. Undefined where no file is new.
 */
async function stageWhilePreparing(
  fresh: readonly PreparedFile[],
  presumed: readonly ReadableFile[],
  stage: (files: readonly ReadableFile[], mayBePlain: boolean) => Promise<Reading>,
  prepare: () => Promise<readonly PreparedFile[]>,
): Promise<readonly PreparedFile[] | undefined> {
  const hasNull = fresh.some(({ holdsNull }) => holdsNull);
  if (presumed.length === 0) {
    if (fresh.length === 0) return undefined;
    await stage(fresh, !hasNull);
    return fresh;
  }
  const [early, prepared] = await Promise.allSettled([stage([...fresh, ...presumed], !hasNull), prepare()]);
  if (prepared.status === "rejected") throw prepared.reason;
  const files = [...fresh, ...prepared.value];
  if (files.length === 0) return undefined;
  const isAsPresumed =
    prepared.value.length === presumed.length &&
    prepared.value.every(({ file, readPath }) => readPath === file.path);
  const mayBePlain = !files.some(({ holdsNull }) => holdsNull);
  if (isAsPresumed && early.status === "rejected") throw early.reason;
  const isSound = isAsPresumed && early.status === "fulfilled" && (mayBePlain || !early.value.isPlain);
  if (!isSound) await stage(files, mayBePlain);
  return files;
}

function withoutPaths(landed: readonly LandedFile[], replaced: readonly LandedFile[]): LandedFile[] {
  const names = new Set(replaced.map(({ path }) => path));
  return landed.filter(({ path }) => !names.has(path));
}
