import { UsageError } from "../lib/errors.ts";
import type { DirtLevelName } from "./dirt-level-name.ts";

/** What to simulate. */
export interface SimulationOptions {
  readonly seed: number;
  /** First day, `YYYY-MM-DD` at the site. */
  readonly startDate: string;
  readonly days: number;
  /** Null for what the scenario says; so is machinesPerLine. */
  readonly lineCount: number | null;
  readonly machinesPerLine: number | null;
  /** What goes wrong on the way; nothing by default. */
  readonly dirt?: DirtLevelName;
}

/** Checks what the types cannot; throws a UsageError that names every fault at once. */
export function checkSimulationOptions(options: SimulationOptions): SimulationOptions {
  const { seed, startDate, days, lineCount, machinesPerLine } = options;
  const faults = [
    ...(Number.isSafeInteger(seed) ? [] : [`seed ${seed} is not a whole number`]),
    ...(isDate(startDate) ? [] : [`start ${startDate} is not a date YYYY-MM-DD`]),
    ...wholeAtLeastOne("days", days),
    ...wholeAtLeastOne("lines", lineCount ?? 1),
    ...wholeAtLeastOne("machines-per-line", machinesPerLine ?? 1),
  ];
  if (faults.length > 0) throw new UsageError(`cannot simulate: ${faults.join("; ")}`);
  return options;
}

function wholeAtLeastOne(name: string, value: number): string[] {
  return Number.isSafeInteger(value) && value >= 1 ? [] : [`${name} ${value} is not a whole number above 0`];
}

function isDate(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text)
  );
}
