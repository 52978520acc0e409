import { readdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";

import { ExitCode, UsageError } from "../lib/errors.ts";
import { startProgress } from "../lib/progress.ts";
import { formatCount, formatDuration, formatNumberOf, formatRate } from "../lib/quantities.ts";
import type { DirtLevelName } from "../simulate/dirt-level-name.ts";
import type { PlantParameters } from "../simulate/plant-parameters.ts";
import { simulateReference } from "../simulate/plant-simulation.ts";
import { parseScenario, shippedScenario } from "../simulate/scenario.ts";
import type { CommandContext } from "./command.ts";
import { openTruthFiles } from "./simulate-truth.ts";
import { simulateInWorkers } from "./simulate-workers.ts";
import { publicationNote, withStagedFiles } from "./staged-files.ts";

export interface SimulateOptions {
  readonly seed: number;
  /** `YYYY-MM-DD`. */
  readonly startDate: string;
  readonly days: number;
  /** Null for what the scenario says; so is machinesPerLine. */
  readonly lineCount: number | null;
  readonly machinesPerLine: number | null;
  /** The name of a scenario, or the path of a JSON file. */
  readonly scenario: string;
  readonly dirt: DirtLevelName;
  /** Telemetry in gzip, as gateways with little band width send it. */
  readonly isCompressed: boolean;
  /** Threads that simulate; null for as many as the machine and the plant have use for. */
  readonly workerCount: number | null;
  /** Whether files that exist with another content are replaced. */
  readonly isForced: boolean;
}

const dayMs = 86_400_000;
/** Each thread takes some 100 MB. */
const maxWorkers = 4;

/** Writes a simulated plant and its telemetry into the warehouse, once all of it is made. */
export async function simulate(options: SimulateOptions, context: CommandContext): Promise<ExitCode> {
  const { isForced, isCompressed, scenario, workerCount, ...simulation } = options;
  const { paths, signal, now, note, warn } = context;
  const parameters = await readScenario(scenario);
  const startedAt = now();
  const progress = startProgress({ label: "simulate", total: options.days, unit: "days", effects: context });
  const telemetryPaths = new Set<string>();
  let eventCount = 0;

  const publication = await withStagedFiles(paths, async (files) => {
    for (const [name, text] of simulateReference(simulation, parameters))
      await files.append(`reference/${name}`, text);
    const truth = openTruthFiles(files, paths, options.startDate);
    const lineCount = simulation.lineCount ?? parameters.defaultLineCount;
    const wanted = workerCount ?? Math.min(availableParallelism(), maxWorkers);
    // A chunk is written while the next is made.
    let writing = Promise.resolve();
    const job = { options: simulation, parameters, isCompressed };
    for await (const chunk of simulateInWorkers(job, Math.min(wanted, lineCount))) {
      await writing;
      signal.throwIfAborted();
      writing = files.append(`landing/${chunk.path}`, chunk.bytes);
      // It is awaited above; should the simulation fail before that, that is the fault to report.
      writing.catch(() => {});
      await truth.append(chunk.truth);
      telemetryPaths.add(chunk.path);
      eventCount += chunk.eventCount;
      const simulatedMs = new Date(chunk.simulatedUntil).getTime() - Date.parse(options.startDate);
      const daysDone = Math.min(options.days, Math.max(0, simulatedMs / dayMs));
      const rate = formatRate(eventCount, now() - startedAt, "events");
      progress.set(Math.round(daysDone * 10) / 10, `${formatCount(eventCount)} events, ${rate}`);
    }
    await writing;
    signal.throwIfAborted();
    await truth.finish();
    return files.publish({ isForced });
  }).finally(() => progress.finish());

  const elapsedMs = now() - startedAt;
  const rate = formatRate(eventCount, elapsedMs, "events");
  const span = formatNumberOf(options.days, "day");
  note(`simulated ${formatCount(eventCount)} events in ${span}: ${formatDuration(elapsedMs)}, ${rate}`);
  note(publicationNote(publication, paths.root));
  const otherCount = await countOthers(paths.landing, telemetryPaths);
  if (otherCount > 0) warn(`${paths.landing} also holds ${formatNumberOf(otherCount, "other file")}, kept`);
  return ExitCode.done;
}

async function readScenario(nameOrPath: string): Promise<PlantParameters> {
  if (!nameOrPath.endsWith(".json")) return shippedScenario(nameOrPath);
  try {
    return parseScenario(JSON.parse(await readFile(nameOrPath, "utf8")), nameOrPath);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${nameOrPath}: ${message}`, "give the path of a scenario in JSON");
  }
}

/** Telemetry of another plant, or of a longer simulation, that will be ingested with this one. */
async function countOthers(landing: string, own: ReadonlySet<string>): Promise<number> {
  const entries = await readdir(landing, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return paths.filter((path) => !own.has(relative(landing, path))).length;
}
