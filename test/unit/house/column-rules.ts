import type { Column } from "../../../src/engine/select.ts";
import type { Model } from "../../../src/pipeline/model.ts";

const portableTypes = new Set(["BIGINT", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP", "BOOLEAN"]);

/** What a name promises, first match wins. */
const typeByName: readonly (readonly [name: RegExp, type: string])[] = [
  // Local times of the day, as in the plant's files.
  [/^(?:starts|ends)_at$/, "VARCHAR"],
  [/_mm_s$/, "DOUBLE"],
  [/_(?:ms|us|qty|j|count|no)$/, "BIGINT"],
  [/_at$/, "TIMESTAMP"],
  [/_(?:date|week|month)$/, "DATE"],
  [/^(?:is|has|gives)_/, "BOOLEAN"],
  [/_(?:id|code|type|zone|name)$/, "VARCHAR"],
  [/_(?:kwh|kw|c|ratio|points)$/, "DOUBLE"],
];

const unitSuffix = /_(?:ms|us|s|min|h|j|kwh|kw|w|c|bar|mm|mm_s|kg|rpm|qty|count|no|ratio|points)$/;

/** Numbers that are no physical quantity: indices, ranks, parameters of distributions, and ratios with a name of their own. */
const withoutUnit = new Set(
  words(`seq identity unit_hash mark_hash reading first_reading second_reading penultimate_reading last_reading previous_reading
    second_previous_reading next_reading second_next_reading weight health_index kpi_no numerator denominator value
    n mean stddev within_stddev cm cmk cp cpk measured lower_limit upper_limit
    degrees_of_freedom quantile_05 quantile_95
    availability performance quality oee teep ooe oee_low oee_high resource_oee oee_gap target reached
    coverage reason_coverage first_pass_yield rolled_throughput_yield kwh_per_good_unit`),
);

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** What is wrong with the columns that a model gives out, one sentence each. */
export function columnFaults(
  { relation, kind, grain }: Pick<Model, "relation" | "kind" | "grain">,
  columns: readonly Column[],
): string[] {
  if (kind === "source") return [];
  const names = columns.map(({ name }) => name);
  const faults = grain
    .filter((key) => !names.includes(key.name))
    .map((key) => `the grain names ${key.name}, which is no column`);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) faults.push(`two columns ${name}`);
    if (!/^[a-z][a-z0-9_]*$/.test(name)) faults.push(`the name ${name}`);
  }
  for (const { name, type } of columns) {
    if (!portableTypes.has(type)) faults.push(`${name} is ${type}`);
    const promised = typeByName.find(([pattern]) => pattern.test(name))?.[1];
    if (promised !== undefined && type !== promised)
      faults.push(`${name} is ${type}, its name says ${promised}`);
    const isSeconds = name.endsWith("_s") && !name.endsWith("_mm_s");
    if (isSeconds && relation.startsWith("gold.") && kind === "view" && type !== "DOUBLE") {
      faults.push(`${name} is ${type}, its name says DOUBLE`);
    }
    const isNumber = type === "BIGINT" || type === "DOUBLE";
    if (isNumber && !unitSuffix.test(name) && !withoutUnit.has(name)) faults.push(`${name} has no unit`);
  }
  return faults;
}
