import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";

import { engineVersion, withDatabase, type Database } from "../engine/database.ts";
import type { WorkEffects } from "../lib/effects.ts";
import { formatCount } from "../lib/quantities.ts";
import { sqlDirectory, type WarehousePaths } from "../lib/paths.ts";
import { bindReference } from "./reference-relations.ts";
import { prepareSession } from "./bind.ts";
import { bronzeCopies, type BronzeCopies } from "./bronze-copies.ts";
import { checkTypes, planGraph, type Graph } from "./graph.ts";
import { withLock } from "./lock.ts";
import { countBronzeFiles, manifestFromFiles } from "./batch-records.ts";
import { emptyManifest, soundManifest, writeManifest, type Manifest } from "./manifest.ts";
import { recover } from "./publish.ts";
import { recallParsed, rememberParsed } from "./parsed.ts";
import type { PlanInputs } from "./plan.ts";
import { loadProject, type Project } from "./project.ts";
import { readReference } from "./reference/read.ts";
import { sweepRemains } from "./sweep.ts";
import { lookAhead, type FaultsOf } from "./table-files.ts";

/** Sessions that build at the same time, that of the verb first; the others are opened when they are first asked for. */
export type Lanes = readonly (() => Promise<Database>)[];

/** Everything a pipeline verb works with. */
export interface Session {
  readonly database: Database;
  readonly lanes: Lanes;
  readonly project: Project;
  readonly graph: Graph;
  /** Whether the models had to be parsed, as nobody had parsed these before. */
  readonly isParsedAnew: boolean;
  readonly inputs: PlanInputs;
  readonly copies: BronzeCopies;
  readonly paths: WarehousePaths;
  readonly effects: WorkEffects;
}

/** Node runs so many statements at a time. Planning one takes one processor, and so does half of running one on little data. */
const maxLanes = 4;

interface SessionOptions {
  readonly paths: WarehousePaths;
  readonly effects: WorkEffects;
  readonly limits?: WritingLimits;
}

/** What a writer is allowed. */
export interface WritingLimits {
  /** How long it may wait for another writer to end. */
  readonly waitMs: number;
  /** Most memory of DuckDB, as in `1GB`; beyond that it spills to disk. */
  readonly memoryLimit: string | undefined;
}

/**
 * Opens a session over a warehouse: models parsed, ordered and type-checked, reference files read and checked and bound.
 * Throws before any data is touched where SQL or reference files are at fault.
 */
export async function withSession<T>(
  { paths, effects, limits }: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const project = await loadProject(sqlDirectory());
  const reference = await readReference(paths.reference);
  const { memoryLimit } = limits ?? {};
  const options = { spillDirectory: paths.spill, signal: effects.signal, memoryLimit };
  return await withDatabase(options, async (database) => {
    await prepareSession(database, project.dialect);
    // The models are written in the order in which they should be joined. Left to itself DuckDB joins by the machine
    // first, for all their keys begin with it, and one day of samples becomes a billion rows. It holds for all lanes.
    await database.run("set disabled_optimizers = 'top_n_window_elimination,join_order'");
    const known = recallParsed(paths, project);
    const graph = await planGraph(database, project, known);
    if (known === undefined) {
      await checkTypes(database, graph);
      await dropEmpty(database);
    }
    await bindReference(database, reference);
    const inputs = { engineVersion, referenceIds: reference.contentIds };
    const openLane = async (): Promise<Database> => {
      const lane = await database.fork();
      await prepareSession(lane, project.dialect);
      await bindReference(lane, reference);
      return lane;
    };
    // Who bounds memory has it spent on one table at a time.
    // One more than processors, for a lane also waits for the disk and for this thread.
    const laneCount = memoryLimit === undefined ? Math.min(availableParallelism() + 1, maxLanes) : 1;
    const others = Array.from({ length: laneCount - 1 }, () => once(openLane));
    const lanes = [() => Promise.resolve(database), ...others];
    return await work({
      database,
      lanes,
      project,
      graph,
      isParsedAnew: known === undefined,
      inputs,
      copies: bronzeCopies(),
      paths,
      effects,
    });
  });
}

/** A warehouse as a writer finds it. */
export interface Standing {
  readonly manifest: Manifest;
  /** The look at the files of its tables, which goes on beside other work. */
  readonly faultsOf: Promise<FaultsOf>;
}

/** The same as the only writer, with what is built already. */
export async function withWritingSession<T>(
  options: SessionOptions,
  work: (session: Session, standing: Standing) => Promise<T>,
): Promise<T> {
  return await asOnlyWriter(options, (found) =>
    withSession(options, async (session) => await work(session, await writersStanding(session, found))),
  );
}

/** Work of an open session as the only writer, for who keeps a session and writes now and then. */
export async function writeInSession<T>(
  session: Session,
  limits: WritingLimits,
  work: (standing: Standing) => Promise<T>,
): Promise<T> {
  const { paths, effects } = session;
  return await asOnlyWriter(
    { paths, effects, limits },
    async (found) => await work(await writersStanding(session, found)),
  );
}

async function writersStanding(session: Session, found: Promise<Found>): Promise<Standing> {
  const { paths, project, graph, isParsedAnew } = session;
  if (isParsedAnew) rememberParsed(paths, project, graph);
  const { manifest, faultsOf } = await found;
  return { manifest: manifest ?? (await manifestAnew(session)), faultsOf };
}

/** What is found of a warehouse before anything is opened. */
interface Found {
  readonly manifest: Manifest | undefined;
  readonly faultsOf: Promise<FaultsOf>;
}

/**
 * Holds the lock while `work` is done, and hands it the manifest if there is a sound one, read while the session opens.
 * What a killed writer left half done is swept away first.
 */
async function asOnlyWriter<T>(
  { paths, effects, limits }: SessionOptions,
  work: (found: Promise<Found>) => Promise<T>,
): Promise<T> {
  const lock = {
    startedAt: new Date(effects.now()).toISOString(),
    waitMs: limits?.waitMs ?? 0,
    onWait: (message: string) => effects.note(`${message}; waiting for it to end`),
    signal: effects.signal,
  };
  return await withLock(paths, lock, async () => {
    sweepRemains(paths);
    const found = findStanding(paths, effects);
    // Who works hears of failures; here it only counts that nothing goes on once the lock is given back.
    const looked = found.then(({ faultsOf }) => faultsOf).catch(() => {});
    try {
      return await work(found);
    } finally {
      await looked;
      rmSync(paths.staging, { recursive: true, force: true });
    }
  });
}

async function findStanding(paths: WarehousePaths, effects: WorkEffects): Promise<Found> {
  // After whoever opens a session has set DuckDB to work.
  await setImmediate();
  const manifest = soundManifest(paths);
  const mended = manifest === undefined ? 0 : recover(paths);
  if (mended > 0) {
    effects.note(
      `an earlier run was cut short while it published; ${formatCount(mended)} files are put right`,
    );
  }
  return { manifest, faultsOf: lookAhead(paths, manifest ?? emptyManifest) };
}

/** What is known of a warehouse that lost its manifest, or never had one. */
async function manifestAnew({ database, paths, effects }: Session): Promise<Manifest> {
  const found = await manifestFromFiles(database, paths);
  if (found === undefined) {
    const files = countBronzeFiles(paths);
    if (files > 0) {
      effects.warn(
        `${formatCount(files)} files in bronze/ are not read, for history/batches says nothing of them; put history/ back from where bronze/ came, or their telemetry into landing/`,
      );
    }
    return emptyManifest;
  }
  const count = Object.values(found.sources).reduce((sum, { batches }) => sum + batches.length, 0);
  effects.warn(
    `the manifest was lost or damaged; it is made anew from ${formatCount(count)} batches of Bronze, and all else from them`,
  );
  writeManifest(paths, found);
  return found;
}

/** What a function gives, which is called once, when it is first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function dropEmpty(database: Database): Promise<void> {
  for (const schema of ["landing", "reference", "history", "bronze", "silver", "gold"]) {
    await database.run(`drop schema ${schema} cascade; create schema ${schema}`);
  }
}
