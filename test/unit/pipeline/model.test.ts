import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { parseModel } from "../../../src/pipeline/model.ts";
import { loadProject } from "../../../src/pipeline/project.ts";

const header = `-- One row per machine:
-- what it did.
--! grain: machine_id, product_id?
--! kind: table
--! version: 3
`;
const parse = (sql: string, relation = "gold.x"): ReturnType<typeof parseModel> =>
  parseModel(relation, "sql/gold/x.sql", sql);

test("a header says what a row is, what identifies it, and how it is kept", () => {
  const sql = `${header}select 1\n-- not of the header\n`;
  expect(parse(sql)).toStrictEqual({
    relation: "gold.x",
    file: "sql/gold/x.sql",
    sql,
    description: "One row per machine: what it did.",
    kind: "table",
    grain: [
      { name: "machine_id", isNullable: false },
      { name: "product_id", isNullable: true },
    ],
    version: 3,
    partition: undefined,
    windows: new Map(),
    key: undefined,
    collect: undefined,
  });
});

test("a model may have no grain, and may gather others", () => {
  const sql = header
    .replace("machine_id, product_id?", "none")
    .replace("version", "collect: silver.all_events = silver.events_*\n--! version");
  expect(parse(sql)).toMatchObject({
    grain: [],
    collect: { relation: "silver.all_events", prefix: "silver.events_" },
  });
});

test("a table may be split by a date, with windows into its inputs", () => {
  const sql = header.replace(
    "version",
    "partition: utc_date\n--! window: silver.runs -1..2, silver.heard all\n--! keys: unit_hash\n--! version",
  );
  expect(parse(sql)).toMatchObject({
    partition: "utc_date",
    windows: new Map<string, unknown>([
      ["silver.runs", { fromDays: -1, toDays: 2 }],
      ["silver.heard", "all"],
    ]),
    key: "unit_hash",
  });
});

test("a header from windows reads the same", () => {
  expect(parse(header.replaceAll("\n", "\r\n"))).toMatchObject({
    kind: "table",
    version: 3,
    description: "One row per machine: what it did.",
  });
});

const faults: readonly (readonly [what: string, sql: string, message: string])[] = [
  [
    "an unknown line",
    header.replace("version", "sorted"),
    'sql/gold/x.sql:5: unknown header line "--! sorted: 3"',
  ],
  [
    "a line that is none",
    header.replace("version: 3", "version 3"),
    'sql/gold/x.sql:5: unknown header line "--! version 3"',
  ],
  ["a line twice", header.replace("version: 3", "kind: view"), "sql/gold/x.sql:5: a second `--! kind:`"],
  ["no kind", header.replace("--! kind: table\n", ""), "sql/gold/x.sql:1: the header has no `--! kind:`"],
  ["an unknown kind", header.replace("table", "macro"), "sql/gold/x.sql:1: the header has no `--! kind:`"],
  [
    "a source outside bronze",
    header.replace("table", "source"),
    "sql/gold/x.sql:1: gold.x cannot be of kind source",
  ],
  [
    "no version",
    header.replace("--! version: 3\n", ""),
    "sql/gold/x.sql:1: the header has no `--! version:`",
  ],
  ["version 0", header.replace("3", "0"), "sql/gold/x.sql:1: the header has no `--! version:`"],
  ["a version in part", header.replace("3", "1.5"), "sql/gold/x.sql:1: the header has no `--! version:`"],
  [
    "no grain",
    header.replace("--! grain: machine_id, product_id?\n", ""),
    "sql/gold/x.sql:1: the header has no `--! grain:`",
  ],
  [
    "an empty grain",
    header.replace("machine_id, product_id?", ""),
    "sql/gold/x.sql:1: the header has no `--! grain:`",
  ],
  [
    "a grain with a hole",
    header.replace("product_id?", ""),
    "sql/gold/x.sql:1: the header has no `--! grain:`",
  ],
  [
    "a collection without a pattern",
    header.replace("version", "collect: silver.all_events\n--! version"),
    "sql/gold/x.sql:1: `--! collect:` cannot be read",
  ],
  [
    "a window that ends before it begins",
    header.replace("version", "window: silver.runs 2..-1\n--! version"),
    "sql/gold/x.sql:1: `--! window:` cannot be read",
  ],
  [
    "two windows into one input",
    header.replace("version", "window: silver.runs -1..0, silver.runs all\n--! version"),
    "sql/gold/x.sql:1: `--! window:` cannot be read",
  ],
  [
    "a view split by date",
    header.replace("table", "view").replace("version", "partition: utc_date\n--! version"),
    "sql/gold/x.sql:1: `--! partition:` cannot be read",
  ],
  [
    "keys without a date to split by",
    header.replace("version", "keys: unit_hash\n--! version"),
    "sql/gold/x.sql:1: `--! keys:` needs `--! partition:`",
  ],
  ["a line too late", `\n${header}`, "sql/gold/x.sql:1: the header has no `--! kind:`"],
];

test.each(faults)("%s is refused", (_, sql, message) => {
  expect(() => parse(sql)).toThrow(message);
});

test("a table in bronze is refused", () => {
  expect(() => parse(header, "bronze.x")).toThrow("bronze.x cannot be of kind table");
});

test("a project is every file below sql/, named by its place", async () => {
  const folder = mkdtempSync(join(tmpdir(), "indkpi-project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, content: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  write("bronze/telemetry.sql", header.replace("table", "source"));
  write("silver/b.sql", header);
  write("silver/a.sql", header);
  write("silver/notes.md", "not a model");
  write("gold/a.sql", header);
  write("checks/adds_up.sql", "-- It adds\n-- up.\nselect 1\n-- why so\n");
  write("checks/looks_odd.sql", "-- Odd.\n--! severity: warn\nselect 1\n");
  write("dialects/duckdb.sql", "create macro f(x) as x;\n");
  const project = await loadProject(folder);
  expect([...project.models].map(([relation, { file }]) => [relation, file])).toStrictEqual([
    ["bronze.telemetry", "sql/bronze/telemetry.sql"],
    ["silver.a", "sql/silver/a.sql"],
    ["silver.b", "sql/silver/b.sql"],
    ["gold.a", "sql/gold/a.sql"],
  ]);
  expect(project.checks).toMatchObject([
    { name: "adds_up", file: "sql/checks/adds_up.sql", severity: "error", description: "It adds up." },
    { name: "looks_odd", file: "sql/checks/looks_odd.sql", severity: "warn", description: "Odd." },
  ]);
  expect(project.dialect).toBe("create macro f(x) as x;\n");
});
