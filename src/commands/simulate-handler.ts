import { setImmediate } from "node:timers/promises";

import { ExitCode } from "../lib/errors.ts";
import { startProgress } from "../lib/progress.ts";
import { formatCount, formatDuration, formatRate } from "../lib/quantities.ts";
import { simulateReference, simulateTelemetry } from "../simulate/plant-simulation.ts";
import type { CommandContext } from "./command.ts";
import { publicationNote, withStagedFiles } from "./staged-files.ts";

export interface SimulateOptions {
  readonly seed: number;
  /** `YYYY-MM-DD`. */
  readonly startDate: string;
  readonly days: number;
  readonly lineCount: number;
  readonly machinesPerLine: number;
  /** Whether files that exist with another content are replaced. */
  readonly isForced: boolean;
}

const dayMs = 86_400_000;

/** Writes a simulated plant and its telemetry into the warehouse: all files or none. */
export async function simulate(options: SimulateOptions, context: CommandContext): Promise<ExitCode> {
  const { isForced, ...simulation } = options;
  const { paths, signal, now, note } = context;
  const startedAt = now();
  const progress = startProgress({ label: "simulate", total: options.days, unit: "days", effects: context });
  let eventCount = 0;

  const publication = await withStagedFiles(paths, async (files) => {
    for (const [name, text] of simulateReference(simulation)) await files.add(`reference/${name}`, text);
    for (const file of simulateTelemetry(simulation)) {
      signal.throwIfAborted();
      await files.add(`landing/${file.path}`, file.text);
      eventCount += file.eventCount;
      const simulatedMs = new Date(file.simulatedUntil).getTime() - Date.parse(options.startDate);
      const daysDone = Math.min(options.days, Math.max(0, simulatedMs / dayMs));
      const rate = formatRate(eventCount, now() - startedAt, "events");
      progress.set(Math.round(daysDone * 10) / 10, `${formatCount(eventCount)} events, ${rate}`);
      // The simulation itself never waits; this lets Ctrl+C through.
      await setImmediate();
    }
    signal.throwIfAborted();
    return files.publish({ isForced });
  }).finally(() => progress.finish());

  const elapsedMs = now() - startedAt;
  const rate = formatRate(eventCount, elapsedMs, "events");
  const span = `${formatCount(options.days)} ${options.days === 1 ? "day" : "days"}`;
  note(`simulated ${formatCount(eventCount)} events in ${span}: ${formatDuration(elapsedMs)}, ${rate}`);
  note(publicationNote(publication, paths.root));
  return ExitCode.done;
}
