import type { SimulationOptions } from "../../../src/simulate/plant-simulation.ts";
import { simulateTelemetry } from "../../../src/simulate/plant-simulation.ts";
import type { PlantParameters } from "../../../src/simulate/plant-parameters.ts";
import { shippedScenario } from "../../../src/simulate/scenario.ts";

export const PLANT_DEFAULTS: PlantParameters = shippedScenario("demo");

/** One day of the smallest full line. */
export const ONE_DAY: SimulationOptions = {
  seed: 42,
  startDate: "2026-01-05",
  days: 1,
  lineCount: 1,
  machinesPerLine: 3,
};

/** A parsed line with the fields that the tests look at. */
export interface Event {
  readonly ts: string;
  readonly machine_id: string;
  readonly event_type: string;
  readonly event_id: string;
  readonly seq?: number;
  readonly product_id?: string;
  readonly order_id?: string;
  readonly operator_id?: string | null;
  readonly state?: string;
  readonly reason_code?: string;
  readonly good?: number;
  readonly scrap?: number;
  readonly rework?: number;
  readonly cycle_s?: number;
  readonly unit_id?: string;
  readonly power_kw?: number;
  readonly energy_kwh?: number;
  readonly health_index?: number;
  readonly total_count?: number;
  readonly scrap_count?: number;
  readonly at?: string;
  readonly measured?: number;
  readonly lower_limit?: number;
  readonly upper_limit?: number;
  readonly verdict?: string;
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

/** The landing folder after a run: path to text, in the order in which the files were begun. */
export function simulatedFiles(
  options: SimulationOptions,
  parameters: PlantParameters = PLANT_DEFAULTS,
): Map<string, string> {
  const pieces = new Map<string, string[]>();
  for (const { path, bytes } of simulateTelemetry(options, parameters)) {
    const text = textOf(bytes);
    const file = pieces.get(path);
    if (file === undefined) pieces.set(path, [text]);
    else file.push(text);
  }
  return new Map([...pieces].map(([path, texts]) => [path, texts.join("")]));
}

export function simulatedText(options: SimulationOptions, parameters?: PlantParameters): string {
  return [...simulatedFiles(options, parameters).values()].join("");
}

export function parseLines(text: string): Event[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): Event => JSON.parse(line));
}

export function simulatedEvents(options: SimulationOptions, parameters?: PlantParameters): Event[] {
  return parseLines(simulatedText(options, parameters));
}

export function byMachine(events: readonly Event[]): Map<string, Event[]> {
  const machines = new Map<string, Event[]>();
  for (const event of events) {
    const own = machines.get(event.machine_id);
    if (own === undefined) machines.set(event.machine_id, [event]);
    else own.push(event);
  }
  return machines;
}

/** The lines of one machine, as written. */
export function linesOf(text: string, machineId: string): string[] {
  return text.split("\n").filter((line) => line.includes(`"machine_id":"${machineId}"`));
}

export interface Interval {
  readonly state: string;
  readonly reasonCode: string | null;
  readonly startMs: number;
  readonly endMs: number;
}

/** The states of one machine as gap-free intervals up to its last event. */
export function intervalsOf(events: readonly Event[]): Interval[] {
  const states = events.filter(({ event_type }) => event_type === "state");
  const horizonMs = Date.parse(events.at(-1)?.ts ?? "");
  return states.map((event, index) => ({
    state: event.state ?? "",
    reasonCode: event.reason_code ?? null,
    startMs: Date.parse(event.ts),
    endMs: index + 1 < states.length ? Date.parse(states[index + 1]?.ts ?? "") : horizonMs,
  }));
}

export function totalMs(intervals: readonly Interval[], state: string): number {
  return intervals
    .filter((interval) => interval.state === state)
    .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

export function sumOf(events: readonly Event[], field: "good" | "scrap" | "rework" | "cycle_s"): number {
  return events.reduce((sum, event) => sum + (event[field] ?? 0), 0);
}
