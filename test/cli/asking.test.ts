import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { sqlDirectory, warehousePaths } from "../../src/lib/paths.ts";
import { withLake } from "../../src/pipeline/lake.ts";
import { answerOf } from "../../src/pipeline/questions/answer.ts";
import { givenParameters } from "../../src/pipeline/questions/parameters.ts";
import { readQuestions } from "../../src/pipeline/questions/questions.ts";
import { runCli } from "../helpers/cli.ts";
import { copyOfBuilt } from "./plant-warehouse.ts";

const Rows = z.array(z.record(z.string(), z.unknown()));
const names = readdirSync(join(sqlDirectory(), "analytics")).map((file) => file.replace(/\.sql$/, ""));

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await runCli([...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return Rows.parse(JSON.parse(stdout));
}

test("every stored question is a question, listed with what it can be told", async () => {
  const listed = await json("ask");
  expect(names.length).toBeGreaterThanOrEqual(15);
  expect(listed.map(({ name }) => name)).toEqual(names.toSorted());
  for (const { question } of listed) expect.soft(question).toMatch(/^[A-Z].*\?$/);
  const { stdout } = await runCli(["ask", "--format", "table"]);
  expect(stdout).toContain(
    "worst_shifts        Which shifts were the worst, and what cost each of them most?\n",
  );
  expect(stdout).toContain("machine_id, rows=10\n");
});

test("every question has an answer, without being told anything", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  await withLake({ paths: warehousePaths(warehouse), signal: new AbortController().signal }, async (lake) => {
    for (const question of readQuestions()) {
      const { columns } = await answerOf(lake, question, givenParameters(question.sql, []));
      expect.soft(columns.length, question.name).toBeGreaterThan(2);
    }
  });
});

test.each(["oee_by_day", "worst_shifts"])("%s is answered by ask as by query --file", async (name) => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const asked = await runCli(["ask", name, "--format", "csv", "--warehouse", warehouse]);
  const file = join(sqlDirectory(), "analytics", `${name}.sql`);
  const queried = await runCli(["query", "--file", file, "--format", "csv", "--warehouse", warehouse]);
  expect(asked).toMatchObject({ code: 0, stderr: "" });
  expect(queried).toEqual(asked);
  expect(asked.stdout).toMatch(/^production_date,/);
});

test("a question takes its parameters, and refuses others", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const ask = (...args: readonly string[]) => json("ask", ...args, "--warehouse", warehouse);
  // S1: 432 x 60 s of 28,800 s; S2: 384 x 40 s of 28,800 s.
  expect(await ask("worst_shifts", "--param", "rows=1")).toMatchObject([
    { machine_id: "S2", shift_id: "early", oee: 0.5333333333333333 },
  ]);
  expect(await ask("worst_shifts", "--param", "machine_id=S1")).toMatchObject([
    { machine_id: "S1", oee: 0.9 },
  ]);
  expect(await ask("worst_shifts", "--param", "machine_id=S1' or true --")).toEqual([]);
  // S1 stood for 48 minutes in FAILURE.
  expect(
    await ask("top_losses", "--param", "machine_id=S1", "--param", "first_date=2026-01-05"),
  ).toMatchObject([{ bucket: "breakdown", loss_h: 0.8, stop_count: 1 }]);
  const refused = async (...args: readonly string[]) => {
    const { code, stderr } = await runCli(["ask", ...args, "--warehouse", warehouse]);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refused("worst_shift")).toBe(
    "error: there is no question worst_shift\nhint: did you mean worst_shifts?\n",
  );
  expect(await refused("worst_shifts", "--param", "row=1")).toBe(
    "error: there is no parameter row\nhint: did you mean rows?\n",
  );
  expect(await refused("worst_shifts", "--param", "rows=many")).toContain("rows takes a whole number");
  expect(await refused("top_losses", "--param", "first_date=2026-02-30")).toContain(
    "first_date takes a date",
  );
  expect(await refused("worst_shifts", "--param", "rows")).toContain("--param takes name=value");
});

test("the bridge adds up at every level, and says which machines there are", async () => {
  const warehouse = await copyOfBuilt("failure_across_days");
  const bridge = (...args: readonly string[]) => runCli(["bridge", "--warehouse", warehouse, ...args]);
  const days = ["--from", "2026-01-05", "--to", "2026-01-06"];
  const { code, stdout, stderr } = await bridge(...days, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const rows = z
    .array(
      z.object({
        level: z.string(),
        factor: z.string().nullable(),
        loss: z.string().nullable(),
        value_from: z.number().nullable(),
        value_to: z.number().nullable(),
        oee_change: z.number(),
      }),
    )
    .parse(JSON.parse(stdout));
  const [whole] = rows;
  const sum = (level: string) =>
    rows.filter((row) => row.level === level).reduce((total, row) => total + row.oee_change, 0);
  expect(whole?.level).toBe("oee");
  expect(whole?.oee_change).toBe((whole?.value_to ?? 0) - (whole?.value_from ?? 0));
  for (const level of ["factor", "loss", "reason"]) expect(sum(level)).toBe(whole?.oee_change);
  const text = await bridge(...days, "--format", "table");
  expect(text.stdout).toMatch(/^OEE .* 2026-01-05, .* 2026-01-06: [+-]?\d+\.\d points\n/);
  expect(await bridge(...days, "--machine", "M2")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("there is no machine M2"),
  });
  expect(await bridge("--from", "2026-01-05")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("bridge needs --to too"),
  });
  expect(await bridge("--from", "2026-01-06..2026-01-05", "--to", "2026-01-05")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("exchange them"),
  });
});

test("on simulated days of two machines the parts add up to the last digit", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  for (const args of [["simulate", "--days", "3", "--force"], ["build"]]) {
    expect(await runCli([...args, "--warehouse", warehouse, "--quiet"])).toMatchObject({ code: 0 });
  }
  const dates = ["2026-01-05", "2026-01-06", "2026-01-07"];
  const sides = dates.flatMap((date) =>
    ["CNC_01", "PRESS_01", "ROBOT_01"].map((machine) => ({ date, machine })),
  );
  const pairs = sides.flatMap((from, index) => {
    const to = sides[(index * 4 + 1) % sides.length];
    return to === undefined ? [] : [{ from, to }];
  });
  const parts = pairs.map(
    (
      { from, to },
      index,
    ) => `select ${index} as pair_no, sum(oee_change) as total, min(oee_from) as oee_from, min(oee_to) as oee_to
from gold.oee_bridge(date '${from.date}', date '${from.date}', date '${to.date}', date '${to.date}', from_machine := '${from.machine}', to_machine := '${to.machine}')`,
  );
  const sql = `select pair_no, total, oee_from, oee_to from (${parts.join("\nunion all\n")}) order by pair_no`;
  const [answers, days] = [
    await json("query", sql, "--warehouse", warehouse),
    await json(
      "query",
      "select machine_id, production_date, oee from gold.oee_by_machine_day",
      "--warehouse",
      warehouse,
    ),
  ];
  expect(answers).toHaveLength(9);
  for (const [index, { total, oee_from: oeeFrom, oee_to: oeeTo }] of answers.entries()) {
    expect.soft(total).toBe(Number(oeeTo) - Number(oeeFrom));
    const { from } = pairs[index] ?? {};
    const day = days.find(
      (row) => row["machine_id"] === from?.machine && row["production_date"] === from?.date,
    );
    expect.soft(Math.abs(Number(day?.["oee"]) - Number(oeeFrom))).toBeLessThan(2e-16);
  }
});
