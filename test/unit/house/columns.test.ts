import { expect, test } from "vitest";

import { sqlDirectory } from "../../../src/lib/paths.ts";
import { prepareSession } from "../../../src/pipeline/bind.ts";
import { checkTypes, planGraph } from "../../../src/pipeline/graph.ts";
import { loadProject } from "../../../src/pipeline/project.ts";
import { inMemory } from "../engine/in-memory.ts";
import { columnFaults } from "./column-rules.ts";

test("every model gives out plain types, units in its names, and the columns of its grain", async () => {
  const project = await loadProject(sqlDirectory());
  const columns = await inMemory(async (database) => {
    await prepareSession(database, project.dialect);
    return await checkTypes(database, await planGraph(database, project));
  });
  expect(columns.size).toBe(project.models.size);
  const faults = [...project.models.values()].flatMap((model) =>
    columnFaults(model, columns.get(model.relation) ?? []).map((fault) => `${model.file}: ${fault}`),
  );
  expect(faults).toStrictEqual([]);
});

const view = { relation: "gold.x", kind: "view", grain: [] } as const;

test.each([
  [
    { name: "total_qty", type: "HUGEINT" },
    ["total_qty is HUGEINT", "total_qty is HUGEINT, its name says BIGINT"],
  ],
  [{ name: "oee", type: "DECIMAL(9,3)" }, ["oee is DECIMAL(9,3)"]],
  [{ name: "note", type: "VARCHAR[]" }, ["note is VARCHAR[]"]],
  [{ name: "note", type: "STRUCT(a INTEGER)" }, ["note is STRUCT(a INTEGER)"]],
  [{ name: "seq", type: "INTEGER" }, ["seq is INTEGER"]],
  [{ name: "running_ms", type: "DOUBLE" }, ["running_ms is DOUBLE, its name says BIGINT"]],
  [{ name: "ideal_run_us", type: "DOUBLE" }, ["ideal_run_us is DOUBLE, its name says BIGINT"]],
  [{ name: "energy_j", type: "DOUBLE" }, ["energy_j is DOUBLE, its name says BIGINT"]],
  [{ name: "stop_count", type: "DOUBLE" }, ["stop_count is DOUBLE, its name says BIGINT"]],
  [{ name: "running_s", type: "BIGINT" }, ["running_s is BIGINT, its name says DOUBLE"]],
  [{ name: "vibration_mm_s", type: "BIGINT" }, ["vibration_mm_s is BIGINT, its name says DOUBLE"]],
  [{ name: "energy_kwh", type: "BIGINT" }, ["energy_kwh is BIGINT, its name says DOUBLE"]],
  [{ name: "started_at", type: "DATE" }, ["started_at is DATE, its name says TIMESTAMP"]],
  [
    { name: "started_at", type: "TIMESTAMP WITH TIME ZONE" },
    [
      "started_at is TIMESTAMP WITH TIME ZONE",
      "started_at is TIMESTAMP WITH TIME ZONE, its name says TIMESTAMP",
    ],
  ],
  [{ name: "production_date", type: "VARCHAR" }, ["production_date is VARCHAR, its name says DATE"]],
  [{ name: "is_open", type: "BIGINT" }, ["is_open is BIGINT, its name says BOOLEAN", "is_open has no unit"]],
  [
    { name: "machine_id", type: "BIGINT" },
    ["machine_id is BIGINT, its name says VARCHAR", "machine_id has no unit"],
  ],
  [{ name: "duration", type: "DOUBLE" }, ["duration has no unit"]],
  [{ name: "energy", type: "BIGINT" }, ["energy has no unit"]],
  [{ name: "Total", type: "VARCHAR" }, ["the name Total"]],
])("%j is refused", (column, faults) => {
  expect(columnFaults(view, [column])).toStrictEqual(faults);
});

test.each([
  { name: "total_qty", type: "BIGINT" },
  { name: "running_s", type: "DOUBLE" },
  { name: "oee", type: "DOUBLE" },
  { name: "energy_kwh", type: "DOUBLE" },
  { name: "started_at", type: "TIMESTAMP" },
  { name: "starts_at", type: "VARCHAR" },
  { name: "production_week", type: "DATE" },
  { name: "has_constraint", type: "BOOLEAN" },
  { name: "note", type: "VARCHAR" },
])("%j is fine", (column) => {
  expect(columnFaults(view, [column])).toStrictEqual([]);
});

test("a grain of columns that are not there, and a column twice, are refused; bronze may hold what it likes", () => {
  const grain = [
    { name: "machine_id", isNullable: false },
    { name: "shift_id", isNullable: true },
  ];
  const columns = [
    { name: "machine_id", type: "VARCHAR" },
    { name: "machine_id", type: "VARCHAR" },
  ];
  expect(columnFaults({ ...view, grain }, columns)).toStrictEqual([
    "the grain names shift_id, which is no column",
    "two columns machine_id",
  ]);
  expect(
    columnFaults({ relation: "bronze.x", kind: "source", grain: [] }, [{ name: "f", type: "JSON" }]),
  ).toStrictEqual([]);
});
