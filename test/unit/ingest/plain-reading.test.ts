import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { withDatabase, type Database, type Row } from "../../../src/engine/database.ts";
import { sqlDirectory } from "../../../src/lib/paths.ts";
import { exampleOf, landingView, plainLandingView } from "../../../src/pipeline/ingest/landing-view.ts";
import type { ReadableFile } from "../../../src/pipeline/ingest/prepare.ts";
import { plainReading } from "../../../src/pipeline/source.ts";
import { event, fileOf } from "./plant-floor.ts";

interface Bench {
  /** The verdicts and rows of a file with these lines; undefined where DuckDB refuses to read it. */
  readonly plain: (lines: readonly string[]) => Promise<readonly Row[] | undefined>;
  readonly byLine: (lines: readonly string[]) => Promise<readonly Row[]>;
}

async function withBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "indkpi-plain-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const sql = await readFile(join(sqlDirectory(), "bronze", "telemetry.sql"), "utf8");
  const reading = plainReading(sql);
  if (reading === undefined) throw new Error("telemetry has no plain reading");
  const example = join(directory, "example");
  await writeFile(example, exampleOf(reading.fields));
  await withDatabase({ spillDirectory: join(directory, "spill"), threads: 4 }, async (database) => {
    await database.run("create schema landing");
    const read = async (lines: readonly string[], view: (file: ReadableFile) => string, select: string) => {
      const path = join(directory, "lines.ndjson");
      await writeFile(path, fileOf(lines));
      const file = { path, name: "lines.ndjson", source: "telemetry", bytes: 0, modifiedMs: 0 };
      await database.run(view({ file, readPath: path, refused: [] }));
      return await sortedRows(database, select);
    };
    const source = "telemetry";
    await work({
      plain: (lines) =>
        read(
          lines,
          (file) => plainLandingView([file], { source, fields: reading.fields, example }),
          reading.sql,
        ).catch(() => undefined),
      byLine: (lines) => read(lines, (file) => landingView([file], { source, isNumbered: false }), sql),
    });
  });
}

function sortedRows(database: Database, select: string): Promise<Row[]> {
  return database.rows(
    `select * exclude (reject_text) from (${select}) where reject_reason is distinct from 'blank' order by all`,
  );
}

const full = {
  event_id: "E-1",
  seq: 7,
  product_id: 'P "quoted" \\ ü 日本',
  order_id: "",
  operator_id: "O:1",
  state: "RUNNING",
  reason_code: "R1",
  good: 3,
  scrap: 0,
  rework: 1,
  cycle_s: 12.345,
  unit_id: "U",
  total_count: 123456789012,
  scrap_count: 0,
  temperature_c: -3.5,
  vibration_mm_s: 1e-7,
  power_kw: 12345678.9,
  energy_kwh: 0.1,
  health_index: 1,
  characteristic: "c",
  measured: 1.25,
  lower_limit: -1,
  upper_limit: 2,
  verdict: "good",
  at: "2026-01-05T08:00:00+02:00",
};

test("a plain reading gives the same rows as reading line by line", async () => {
  await withBench(async ({ plain, byLine }) => {
    const lines = [
      event(),
      event(full),
      ...Object.entries(full).map(([name, value]) => event({ [name]: value })),
      "",
      "   ",
      event({ machine_id: 5, product_id: 5.1, order_id: true, operator_id: { a: [1, 2] } }),
      event({ good: "5", power_kw: "6.5" }),
      `  { "ts" : "2026-01-05T06:00:00.1Z" , "machine_id":"\\u004d1","event_type":"heartbeat","seq":1e3 }  `,
    ];
    const rows = await plain(lines);
    expect(rows).toHaveLength(lines.length - 2);
    expect(rows).toEqual(await byLine(lines));
  });
});

test("what only a reading line by line can keep makes the plain one give up", async () => {
  await withBench(async ({ plain }) => {
    const twice = `${event().slice(0, -1)},"machine_id":"M2"}`;
    for (const line of [
      event({ colour: "red" }),
      event({ colour: null }),
      event({ TS: "2026-01-05T06:00:00Z" }),
      event({ "": 1 }),
      event({ good: "five" }),
      event({ good: {} }),
      twice,
      "{",
      "[1]",
      `${event()}${event()}`,
    ]) {
      expect(await plain([event(), line, event()]), line).toBeUndefined();
    }
  });
});

test("a plain reading refuses what the other refuses", async () => {
  await withBench(async ({ plain, byLine }) => {
    for (const line of [
      "null",
      event({ ts: "2026-01-05T06:00:00" }),
      event({ ts: "2026-1-5T06:00:00Z" }),
      event({ ts: "2100-01-01T00:00:00Z" }),
      event({ machine_id: " " }),
      event({ event_type: "cycle" }),
      event({ seq: 0.5 }),
      event({ good: -1 }),
      event({ good: 1e10 }),
      event({ scrap: 0.25 }),
      event({ rework: -0.5 }),
      event({ total_count: 1e16 }),
      event({ scrap_count: -1 }),
      event({ cycle_s: -1 }),
      event({ power_kw: 1 }).replace("1}", "1e999}"),
      event({ event_type: "state" }),
      event({ event_type: "count", total_count: 1 }),
      event({ event_type: "counter", good: 1 }),
      event({ at: "2026-01-05T06:00" }),
      event({ verdict: "" }),
    ]) {
      const [row] = (await plain([line])) ?? [];
      expect(row?.["reject_reason"], line).not.toBeNull();
      expect(row?.["reject_reason"], line).toBeDefined();
      const [careful] = await byLine([line]);
      // Only a line by itself can be told from an object.
      if (line !== "null") expect(row?.["reject_reason"]).toBe(careful?.["reject_reason"]);
    }
  });
});

test("a source that is written in another way has no plain reading", () => {
  expect(plainReading("select line_text from landing.x")).toBeUndefined();
  expect(plainReading(`select try(json_transform(line_text, '{"a": "BIGINT"}')) as f`)).toBeUndefined();
  expect(plainReading("select try(json_transform(line_text, 'no json')) as f")).toBeUndefined();
  expect(plainReading(`select try(json_transform(line_text, '{"a": "DOUBLE"}')) as f`)).toEqual({
    sql: "select fields as f",
    fields: { a: "DOUBLE" },
  });
});
