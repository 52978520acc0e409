import type { z } from "zod";

import { UsageError } from "../lib/errors.ts";
import { nearestName } from "../lib/nearest-name.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { plantParameters } from "./plant-parameters.ts";
import automotive from "./scenarios/automotive.json" with { type: "json" };
import demo from "./scenarios/demo.json" with { type: "json" };
import large from "./scenarios/large.json" with { type: "json" };

/** The scenarios that come along, as written. */
const SHIPPED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["demo", demo],
  ["automotive", automotive],
  ["large", large],
]);

export const SCENARIO_NAMES = [...SHIPPED.keys()];

/** The parameters of a scenario that comes along. Throws a UsageError for a name there is not. */
export function shippedScenario(name: string): PlantParameters {
  const spec = SHIPPED.get(name);
  if (spec !== undefined) return parseScenario(spec, `scenario ${name}`);
  const nearest = nearestName(name, SCENARIO_NAMES);
  throw new UsageError(
    `there is no scenario ${name}`,
    nearest === undefined
      ? `choose one of ${SCENARIO_NAMES.join(", ")}, or give a file *.json`
      : `did you mean ${nearest}?`,
  );
}

/**
 * Checks a scenario: parameters as in `scenarios/demo.json`, or only what is different from the scenario that `base` names.
 * Every parameter must have a source. Throws a UsageError that names every fault at once; `name` is shown in it.
 */
export function parseScenario(spec: unknown, name: string): PlantParameters {
  const result = plantParameters.safeParse(withBase(spec));
  const faults = result.success ? sourceFaults(result.data) : result.error.issues.map(describeIssue);
  if (result.success && faults.length === 0) return result.data;
  throw new UsageError(
    `${name}: ${faults.join("; ")}`,
    "see src/simulate/scenarios/demo.json for all parameters",
  );
}

function withBase(spec: unknown): unknown {
  if (!isRecord(spec) || spec["base"] === undefined) return spec;
  const { base, ...changes } = spec;
  const start = typeof base === "string" ? SHIPPED.get(base) : undefined;
  return start === undefined ? spec : mergeDeep(withBase(start), changes);
}

/** Objects are merged, everything else is replaced. */
function mergeDeep(start: unknown, changes: unknown): unknown {
  if (!isRecord(start) || !isRecord(changes)) return changes;
  const merged = { ...start };
  for (const [key, value] of Object.entries(changes)) merged[key] = mergeDeep(start[key], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What needs no source: names. */
const NAMES = new Set([
  "name",
  "description",
  "idPrefix",
  "timeZone",
  "calendarId",
  "defaultLineCount",
  "defaultMachinesPerLine",
  "machineTypes",
  "machines",
  "sources",
]);

function sourceFaults(plant: PlantParameters): string[] {
  const parts: readonly (readonly [string, object, Record<string, string> | undefined])[] = [
    ["", plant, plant.sources],
    ...Object.entries(plant.machineTypes).map(
      ([type, parameters]) => [`machineTypes.${type}.`, parameters, parameters.sources] as const,
    ),
  ];
  return parts.flatMap(([path, parameters, sources = {}]) =>
    Object.keys(parameters)
      .filter((key) => !NAMES.has(key) && sources[key] === undefined)
      .map((key) => `${path}${key} has no source (write assumption if it is one)`),
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.length === 0 ? "it" : issue.path.join(".")}: ${issue.message}`;
}
