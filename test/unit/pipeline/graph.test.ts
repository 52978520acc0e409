import { expect, test } from "vitest";

import { prepareSession } from "../../../src/pipeline/bind.ts";
import { checkTypes, directInputs, planGraph, withPrerequisites } from "../../../src/pipeline/graph.ts";
import { inMemory } from "../engine/in-memory.ts";
import { tinyGraph, tinyProject, withTinyGraph, type TinyModels } from "./tiny-project.ts";

const source = "select line_text, source_file, line_number from landing.telemetry";

const faults: readonly (readonly [
  what: string,
  models: TinyModels,
  message: string,
  code: string,
  hint: string,
])[] = [
  [
    "an input that does not exist, with what is near",
    { "silver.events": "select 1 as a", "gold.x": "select * from silver.event" },
    "sql/gold/x.sql: reads silver.event, which does not exist",
    "MODEL_INPUT",
    "did you mean silver.events?",
  ],
  [
    "a reference table that does not exist",
    { "silver.x": "select * from reference.machine" },
    "sql/silver/x.sql: reads reference.machine, which does not exist",
    "MODEL_INPUT",
    "did you mean reference.machines?",
  ],
  [
    "an input without a layer",
    { "silver.x": "select * from completely_different" },
    "sql/silver/x.sql: reads completely_different, which does not exist",
    "MODEL_INPUT",
    "name a relation as layer.name",
  ],
  [
    "the landing files of a source that is not there",
    { "bronze.other": "select * from landing.telemetry" },
    "sql/bronze/other.sql: reads landing.telemetry, which does not exist",
    "MODEL_INPUT",
    "name a relation as layer.name",
  ],
  [
    "gold that reads bronze",
    { "bronze.telemetry": source, "gold.x": "select * from bronze.telemetry" },
    "sql/gold/x.sql: a gold model may not read bronze.telemetry",
    "MODEL_LAYER",
    "gold reads silver, gold, reference, history",
  ],
  [
    "silver that reads gold",
    { "gold.y": "select 1 as a", "silver.x": "select * from gold.y" },
    "sql/silver/x.sql: a silver model may not read gold.y",
    "MODEL_LAYER",
    "silver reads bronze, silver, reference",
  ],
  [
    "silver that reads raw lines",
    { "bronze.telemetry": source, "silver.x": "select * from landing.telemetry" },
    "sql/silver/x.sql: a silver model may not read landing.telemetry",
    "MODEL_LAYER",
    "silver reads bronze, silver, reference",
  ],
  [
    "bronze that reads anything else than raw lines",
    { "bronze.telemetry": "select * from reference.machines" },
    "sql/bronze/telemetry.sql: a bronze model may not read reference.machines",
    "MODEL_LAYER",
    "bronze reads landing",
  ],
  [
    "a model that reads itself",
    { "silver.a": "select * from silver.a" },
    "the models read each other in a circle: silver.a -> silver.a",
    "MODEL_CYCLE",
    "split out what both of them need",
  ],
  [
    "a circle of three, without the way that led there",
    {
      "silver.a": "select * from silver.b",
      "silver.b": "select * from silver.c",
      "silver.c": "select * from silver.d",
      "silver.d": "select * from silver.b",
    },
    "the models read each other in a circle: silver.b -> silver.c -> silver.d -> silver.b",
    "MODEL_CYCLE",
    "split out what both of them need",
  ],
  [
    "a circle through a collection",
    {
      "silver.all_of_it": {
        sql: "select * from silver.source_events",
        collect: "silver.source_events = silver.events_*",
      },
      "silver.events_a": "select * from silver.all_of_it",
    },
    "the models read each other in a circle: silver.all_of_it -> silver.source_events -> silver.events_a -> silver.all_of_it",
    "MODEL_CYCLE",
    "split out what both of them need",
  ],
];

test.each(faults)("%s is refused", async (_, models, message, code, hint) => {
  await expect(tinyGraph(models)).rejects.toMatchObject({ message, code, hint });
});

test("SQL that does not parse is shown in its file, header lines counted", async () => {
  await expect(tinyGraph({ "silver.x": "select 1 as\nfrom 2" })).rejects.toMatchObject({
    code: "SQL_REFUSED",
    message: 'sql/silver/x.sql:6:6: syntax error at or near "2"\n  6 | from 2\n           ^',
  });
  await expect(tinyGraph({ "silver.x": "select 1; select 2" })).rejects.toThrow(
    "sql/silver/x.sql: expected exactly one SELECT statement",
  );
  await expect(tinyGraph({ "silver.x": "create table a as select 1" })).rejects.toMatchObject({
    code: "SQL_REFUSED",
  });
});

const diamond: TinyModels = {
  "gold.top": "select * from silver.left join silver.right on true",
  "silver.left": "with base as (select * from silver.base) select * from base",
  "silver.right": { kind: "view", sql: "select a as b from silver.base" },
  "silver.base": "select 1 as a from silver.events",
  "silver.events": {
    sql: "select * from silver.source_events",
    collect: "silver.source_events = silver.events_*",
  },
  "silver.events_b": "select line_text from bronze.telemetry",
  "silver.events_a": "select cast(1 as varchar) as line_text from reference.machines",
  "bronze.telemetry": source,
  "gold.alone": "select 1 as a",
};

test("each model comes after what it reads, and a prerequisite brings its own", async () => {
  const graph = await tinyGraph(diamond);
  const order = [...graph.nodes.keys()];
  expect(order.toSorted()).toStrictEqual(Object.keys(diamond).toSorted());
  for (const [relation, { inputs }] of graph.nodes) {
    const before = order.slice(0, order.indexOf(relation));
    for (const input of inputs.flatMap((name) => graph.collections.get(name) ?? [name])) {
      if (graph.nodes.has(input)) expect(before).toContain(input);
    }
  }
  expect(graph.collections.get("silver.source_events")).toStrictEqual(["silver.events_a", "silver.events_b"]);
  expect(directInputs(graph, "silver.source_events")).toStrictEqual(["silver.events_a", "silver.events_b"]);
  expect(directInputs(graph, "gold.top")).toStrictEqual(["silver.left", "silver.right"]);
  expect(directInputs(graph, "reference.machines")).toStrictEqual([]);
  expect(withPrerequisites(graph, ["gold.alone"])).toStrictEqual(["gold.alone"]);
  expect(withPrerequisites(graph, ["gold.top"]).toSorted()).toStrictEqual(
    Object.keys(diamond)
      .filter((relation) => relation !== "gold.alone")
      .toSorted(),
  );
  expect(withPrerequisites(graph, ["gold.top"]).at(-1)).toBe("gold.top");
});

test("types are checked without data, through views, collections and bronze", async () => {
  await withTinyGraph(diamond, async (graph, database) => {
    const columns = await checkTypes(database, graph);
    expect(columns.get("silver.right")).toStrictEqual([{ name: "b", type: "INTEGER" }]);
    expect(columns.get("silver.events")).toStrictEqual([{ name: "line_text", type: "VARCHAR" }]);
    // What serves the reading of lines goes, provenance comes.
    expect(columns.get("bronze.telemetry")?.map(({ name }) => name)).toStrictEqual([
      "line_text",
      "_source_file",
      "_batch_id",
      "_ingested_at",
      "event_date",
    ]);
  });
});

test("a column that its input lacks is shown in its place", async () => {
  const models = { "silver.a": "select 1 as a", "silver.b": "select\n    a,\n    nope\nfrom silver.a" };
  await withTinyGraph(models, async (graph, database) => {
    await expect(checkTypes(database, graph)).rejects.toThrow(
      /^sql\/silver\/b\.sql:7:5: Binder Error: .*"nope"/,
    );
  });
});

test("models that are known already are not parsed again", async () => {
  const project = tinyProject({ "silver.a": "select 1 as a", "gold.b": "select a from silver.a" });
  await inMemory(async (database) => {
    await prepareSession(database, "");
    const { nodes } = await planGraph(database, project);
    const known = Object.fromEntries(nodes);
    const silent = { ...database, rows: () => Promise.reject(new Error("asked the parser")) };
    await expect(planGraph(silent, project)).rejects.toThrow("asked the parser");
    expect([...(await planGraph(silent, project, known)).nodes]).toStrictEqual([...nodes]);
  });
});
