import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { runCli } from "../helpers/cli.ts";
import { copyOfBuilt, plantWarehouse } from "./plant-warehouse.ts";

function explain(warehouse: string, ...args: readonly string[]) {
  return runCli(["explain", "--warehouse", warehouse, ...args]);
}

const ofS1 = ["--machine", "S1", "--shift", "2026-01-05/early"];

test("the OEE of a shift comes with its figures, stops, standard and lines", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const { code, stdout, stderr } = await explain(warehouse, "oee", ...ofS1);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.replace(/Made by\n(?: {2}.*\n)+/, "Made by ...\n")).toMatchInlineSnapshot(`
    "OEE of S1, 2026-01-05 early: 90.0 %
    Machine S1, 2026-01-05 06:00 to 2026-01-05 14:00, UTC

    Formula
      OEE          = availability x performance x quality
                   = 90.0 % x 100.0 % x 100.0 % = 90.0 %
      availability = (running + minor stop) / planned production
                   = (25,920.0 s + 0.0 s) / 28,800.0 s = 90.0 %
      performance  = standard time of all pieces / (running + minor stop)
                   = 25,920.0 s / (25,920.0 s + 0.0 s) = 100.0 %
      quality      = standard time of good pieces / of all pieces
                   = 25,920.0 s / 25,920.0 s = 100.0 %
      OEE          = standard time of good pieces / planned production
                   = 25,920.0 s / 28,800.0 s = 0.9

    Where the time went
      = calendar time                 8:00:00  ████████████████████████████████████████
      = scheduled time                8:00:00  ████████████████████████████████████████
      = planned production time       8:00:00  ████████████████████████████████████████
      - breakdown                     0:48:00                                      ▒▒▒▒
      = operating time                7:12:00  ████████████████████████████████████
      = net operating time            7:12:00  ████████████████████████████████████
      = fully productive time         7:12:00  ████████████████████████████████████

    Stops
      breakdown: 1 in 0:48:00
        13:12:00 to 14:00:00      0:48:00  failure  [landing/events.ndjson:6]

    Pieces and the standards they are worth
      product  total  good  scrap  rework  standard                         worth
      Part P1    432   432      0       0  60 s a piece, always valid  25,920.0 s

    How far to trust it
      data coverage 100.0 %, 0.0 s of planned time without data: OEE lies between 90.0 % and 90.0 %

    Made by ...

    From the lines
      landing/events.ndjson: 3 lines, 2026-01-05 06:00:00 to 2026-01-05 13:12:00 UTC
        line 1: 2026-01-05 06:00:00 state RUNNING
        line 5: 2026-01-05 13:00:00 count
        line 6: 2026-01-05 13:12:00 state FAILURE
    "
  `);
  const { stdout: text } = await explain(warehouse, "oee", ...ofS1, "--json");
  const found: unknown = JSON.parse(text);
  expect(found).toMatchObject({
    shift: { oee: 0.9, availability: 0.9, performance: 1, quality: 1, coverage: 1 },
    stops: [
      {
        bucket: "breakdown",
        duration_s: 2880,
        started_at: "2026-01-05T13:12:00Z",
        ended_at: "2026-01-05T14:00:00Z",
      },
    ],
    pieces: [
      {
        product_id: "P1",
        total_qty: 432,
        good_qty: 432,
        ideal_cycle_s: 60,
        valid_from: null,
        ideal_run_s: 25_920,
      },
    ],
    models: expect.arrayContaining([
      { relation: "gold.fact_oee", file: "sql/gold/fact_oee.sql", version: 1 },
    ]),
    sources: [
      {
        file: "events.ndjson",
        count: 3,
        lines: [{ line: 1 }, { line: 5 }, { line: 6 }],
      },
    ],
  });
});

test("KPIs of the catalogue are explained by the shift, the order, or by what is missing", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  // S2 ran 4 h 48 min of 8 h: 17,280 s, and made 432 pieces of which 48 are scrap.
  const ofS2 = ["--machine", "S2", "--shift", "2026-01-05/early"];
  const formula = async (kpi: string, ...of: readonly string[]) => {
    const { code, stdout } = await explain(warehouse, kpi, ...of);
    expect(code).toBe(0);
    return stdout.slice(stdout.indexOf("Formula\n"), stdout.indexOf("\n\nWhere the time"));
  };
  expect(await formula("availability", ...ofS2)).toBe(
    [
      "Formula",
      "  APT / PBT",
      "= 17,280.0 s / 28,800.0 s",
      "= 17,280 / 28,800",
      "= 0.6",
      "    APT              17,280.0 s  actual production time: running",
      "    PBT              28,800.0 s  planned busy time",
    ].join("\n"),
  );
  expect(await formula("scrap_ratio", ...ofS2)).toContain("= 48 pieces / 432 pieces\n");
  expect(await formula("effectiveness", ...ofS2)).toContain(
    "= 17,280.0 s / 17,280.0 s\n= 17,280 / 17,280\n= 1\n",
  );
  expect(await formula("mttr", ...ofS1)).toContain("sum(TTR) / FE");
  expect(await formula("worker_efficiency", ...ofS1)).toContain(
    "cannot be known from this data: it takes attendance",
  );
  expect(await formula("cpk", ...ofS1)).toContain("there is nothing to compute it from");
});

test("a name that is wrong is told, with those there are", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const refusal = async (...args: readonly string[]) => (await explain(warehouse, ...args)).stderr;
  expect(await refusal("oe", ...ofS1)).toBe("error: there is no KPI oe\nhint: did you mean oee?\n");
  expect(await refusal("oee", "--machine", "S9", "--shift", "2026-01-05/early")).toContain(
    "there is no machine S9",
  );
  expect(await refusal("oee", "--machine", "S1", "--shift", "2026-01-05/late")).toBe(
    "error: S1 has no shift 2026-01-05/late\nhint: there are 2026-01-05/early\n",
  );
  expect(await refusal("oee", "--machine", "S1")).toContain("explain needs --shift");
  expect(await refusal("oee", "--machine", "S1", "--shift", "2026-01-05")).toContain(
    "takes a date and a shift",
  );
});

test("a file that has gone or grown is told, and the figures stay", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const landed = join(warehouse, "landing", "events.ndjson");
  const text = await readFile(landed, "utf8");
  await writeFile(landed, `\n${text}`);
  const moved = await explain(warehouse, "oee", ...ofS1);
  expect(moved.stdout).toContain("line 2: 2026-01-05 06:00:00 state RUNNING");
  await writeFile(join(warehouse, "landing", "events.ndjson"), "");
  expect((await explain(warehouse, "oee", ...ofS1)).stdout).toContain("OEE of S1, 2026-01-05 early: 90.0 %");
});

test("hostile names come through query, export and explain as they are, and through a terminal harmless", async () => {
  const warehouse = await plantWarehouse("zero_production");
  const hostile = [
    `=cmd|' /C calc'!A0`,
    `O'Brien "x"; drop table t; --`,
    "two\nlines",
    "right\u202Eleft",
    "nul\u0000end",
  ];
  const reasons = hostile.map((name, index) => ({ code: `R${index}`, name }));
  const events = reasons.map(({ name }, index) => ({
    ts: `2026-01-05T0${6 + index}:30:00Z`,
    machine_id: "M1",
    event_type: "state",
    state: "STOPPED",
    reason_code: name,
  }));
  await appendFile(
    join(warehouse, "landing", "hostile.ndjson"),
    `${events.map((event) => JSON.stringify(event)).join("\n")}\n`,
  );
  const built = await runCli(["build", "--warehouse", warehouse, "--quiet"]);
  expect(built.code).toBe(0);
  const sql = "select distinct reason_code from gold.fact_loss where reason_code is not null order by 1";
  const { stdout } = await runCli(["query", "--warehouse", warehouse, "--json", sql]);
  const kept = z
    .array(z.object({ reason_code: z.string() }))
    .parse(JSON.parse(stdout))
    .map((row) => row.reason_code);
  expect(kept).toEqual(hostile.filter((name) => kept.includes(name)).toSorted());
  expect(kept.length).toBeGreaterThanOrEqual(4);
  const table = await runCli(["query", "--warehouse", warehouse, "--format", "table", sql]);
  for (const mark of ["\u0000", "\u202E"]) expect(table.stdout).not.toContain(mark);
  const machine = await runCli([
    "query",
    "--warehouse",
    warehouse,
    "--format",
    "csv",
    "select min(machine_id) as m, min(shift_id) as s, cast(min(production_date) as varchar) as d from gold.fact_oee",
  ]);
  const [id = "", shift = "", date = ""] = machine.stdout.split("\n")[1]?.split(",") ?? [];
  const explained = await explain(warehouse, "oee", "--machine", id, "--shift", `${date}/${shift}`, "--all");
  expect(explained.code).toBe(0);
  for (const mark of ["\u0000", "\u202E"]) expect(explained.stdout).not.toContain(mark);
  expect(explained.stdout).toContain("O'Brien");
  const out = join(warehouse, "out");
  await runCli(["export", "gold.fact_loss", "--warehouse", warehouse, "--out", out, "--quiet"]);
  const csv = await readFile(join(out, "fact_loss.csv"), "utf8");
  expect(csv).toContain(`'=cmd|`);
  expect(csv).toContain(`"O'Brien ""x""; drop table t; --"`);
  expect(csv).toContain('"two\nlines"');
});
