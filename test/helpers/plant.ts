import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { runCli } from "./cli.ts";

type Cell = string | number;
type Fields = Readonly<Record<string, string | number | null>>;
/** Rows of the reference tables; an absent or empty cell is null. */
export type Reference = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;
type Row = Readonly<Record<string, unknown>>;

/** A small plant on a site of its own, one question about it, and the answer by hand. */
export interface Proof {
  readonly name: string;
  readonly reference?: Reference;
  /** Objects, or lines that are not meant to be one. */
  readonly events?: readonly (Fields | string)[];
  readonly sql: string;
  /** In any order. */
  readonly rows: readonly Row[];
}

interface SiteOptions {
  readonly zone?: string;
  /** As in `early 06:00-14:00` or `early 06:00-14:00 Mon-Fri`. None: one day of 24 hours. */
  readonly shifts?: readonly string[];
  /** As in `early 12:00-12:30`. */
  readonly breaks?: readonly string[];
  readonly machines?: readonly string[];
  /** The standard of every machine for any product; null for none. */
  readonly idealCycleS?: number | null;
  /** More columns of the line and of its machines. */
  readonly line?: Readonly<Record<string, Cell>>;
  readonly machine?: Readonly<Record<string, Cell>>;
  /** Rows of other tables. */
  readonly more?: Reference;
}

/** The reference rows of one site with one line, its machines and its calendar, all named after the site. */
export function site(id: string, options: SiteOptions = {}): Reference {
  const { zone = "UTC", shifts = ["early 06:00-14:00"], breaks = [], machines = [id], more = {} } = options;
  const { idealCycleS = 60, line = {}, machine = {} } = options;
  const spans = (texts: readonly string[]) =>
    texts.map((text) => {
      const [name = "", times = "", weekdays = "Mon-Sun"] = text.split(" ");
      const [starts_at = "", ends_at = ""] = times.split("-");
      return { name, weekdays, starts_at, ends_at };
    });
  const calendar = shifts.length > 0 ? { calendar_id: id } : {};
  return mergeReference([
    {
      sites: [{ site_id: id, time_zone: zone }],
      lines: [{ line_id: id, site_id: id, ...calendar, ...line }],
      machines: machines.map((machine_id) => ({ machine_id, line_id: id, ...machine })),
      standards:
        idealCycleS === null
          ? []
          : machines.map((machine_id) => ({ machine_id, ideal_cycle_s: idealCycleS })),
      shifts: spans(shifts).map(({ name, ...span }) => ({ calendar_id: id, shift_id: name, ...span })),
      breaks: spans(breaks).map(({ name, starts_at, ends_at }) => ({
        calendar_id: id,
        shift_id: name,
        name: "break",
        starts_at,
        ends_at,
      })),
    },
    more,
  ]);
}

/** A row of planned_stops.csv, between two clock times in UTC. */
export function plannedStop(machine_id: string, from: string, until: string, date = "2026-01-05") {
  const at = (time: string) => `${date}T${time}:00Z`;
  return { machine_id, started_at: at(from), ended_at: at(until) };
}

/**
 * What a machine says: `at("06:00", "RUNNING")` a state, `at("07:00", { good: 5 })` a count, `at("08:00")` a heartbeat.
 * The fields tell the event type. A time without a date is of that date, in UTC.
 */
export function speaker(machineId: string, date = "2026-01-05") {
  return (time: string, said: string | Fields = {}, more: Fields = {}): Fields => {
    const fields = { ...(typeof said === "string" ? { state: said } : said), ...more };
    const ts = time.includes("T") ? time : `${date}T${time.length === 5 ? `${time}:00` : time}Z`;
    return { ts, machine_id: machineId, event_type: eventTypeOf(fields), ...fields };
  };
}

function eventTypeOf(fields: Fields): string {
  const has = (...names: readonly string[]) => names.some((name) => name in fields);
  if (has("state")) return "state";
  if (has("good", "scrap", "rework")) return "count";
  if (has("total_count", "scrap_count")) return "counter";
  if (has("verdict", "measured")) return "inspection";
  if (has("at")) return "reason";
  return has("power_kw", "energy_kwh", "health_index") ? "sample" : "heartbeat";
}

export function mergeReference(parts: readonly Reference[]): Reference {
  const merged: Record<string, Readonly<Record<string, Cell>>[]> = {};
  for (const part of parts) {
    for (const [table, rows] of Object.entries(part)) merged[table] = [...(merged[table] ?? []), ...rows];
  }
  return merged;
}

/** Writes the reference files and one landing file a name; an object becomes a line of JSON. */
export async function writePlant(
  warehouse: string,
  reference: Reference,
  files: Readonly<Record<string, readonly (object | string)[]>>,
): Promise<void> {
  await mkdir(join(warehouse, "reference"), { recursive: true });
  for (const [table, rows] of Object.entries(reference)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    if (rows.length === 0) continue;
    const lines = [columns.join(","), ...rows.map((row) => columns.map((name) => row[name] ?? "").join(","))];
    await writeFile(join(warehouse, "reference", `${table}.csv`), `${lines.join("\n")}\n`);
  }
  for (const [name, events] of Object.entries(files)) {
    const path = join(warehouse, "landing", name);
    await mkdir(join(path, ".."), { recursive: true });
    const lines = events.map((event) => (typeof event === "string" ? event : JSON.stringify(event)));
    await writeFile(path, `${lines.join("\n")}\n`);
  }
}

/** Brings all layers up to date; the command's own errors are the reason of a failure. */
export async function build(warehouse: string, run: typeof runCli = runCli): Promise<void> {
  const { code, stderr } = await run(["build", "--warehouse", warehouse, "--no-progress", "--quiet"]);
  if (code !== 0) throw new Error(`build: exit ${code}\n${stderr}`);
}

const Answers = z.array(z.object({ question_no: z.number(), answer: z.string() }));
const Answer = z.record(z.string(), z.unknown());

/** Asks all questions by one command: the rows of each. */
export async function ask(
  warehouse: string,
  questions: readonly string[],
  run: typeof runCli = runCli,
): Promise<readonly (readonly Row[])[]> {
  const parts = questions.map(
    (sql, index) =>
      `select ${index} as question_no, cast(to_json(asked) as varchar) as answer from (${sql}) as asked`,
  );
  const args = ["query", "--warehouse", warehouse, "--format", "json"];
  const { code, stdout, stderr } = await run([...args, parts.join("\nunion all\n")]);
  if (code !== 0) throw new Error(`query: exit ${code}\n${stderr}`);
  const answers = Answers.parse(JSON.parse(stdout));
  return questions.map((_, index) =>
    answers
      .filter(({ question_no }) => question_no === index)
      .map(({ answer }) => Answer.parse(JSON.parse(answer))),
  );
}

/** Numbers to ten digits, rows in the order of their text: what two answers must have in common. */
export function settled(rows: readonly Row[]): readonly Row[] {
  const settle = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(10)) : value);
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, settle(value)])))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A digest of the bytes of every Gold file by its path. */
export function goldFiles(warehouse: string): Readonly<Record<string, string>> {
  return layerFiles(warehouse, "gold");
}

/** A digest of the bytes of every file of Silver and Gold by its path. */
export function builtFiles(warehouse: string): Readonly<Record<string, string>> {
  return { ...layerFiles(warehouse, "silver"), ...layerFiles(warehouse, "gold") };
}

function layerFiles(warehouse: string, layer: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(warehouse, layer), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [relative(warehouse, path), createHash("sha256").update(readFileSync(path)).digest("hex")];
      }),
  );
}

const buckets =
  "running_ms unscheduled_ms planned_stop_ms no_data_ms setup_ms breakdown_ms starved_ms blocked_ms minor_stop_ms other_stop_ms";
const sums = [
  ..."calendar_s unscheduled_s planned_stop_s no_data_s planned_production_s running_s setup_s".split(" "),
  ..."breakdown_s starved_s blocked_s minor_stop_s other_stop_s ideal_run_s ideal_good_s".split(" "),
  ..."total_qty good_qty scrap_qty rework_qty failure_count energy_kwh".split(" "),
].map((name) => `round(sum(${name}) * 1e6)`);
const sumOf = (view: string, id: string) =>
  `select ${id} as id, [${sums.join(", ")}] as sums from gold.${view}`;

/** Questions that every warehouse answers with no rows: nothing is lost or counted twice however time is cut. */
export const invariants: Readonly<Record<string, string>> = {
  "every millisecond lies in exactly one bucket": `select * from gold.fact_oee
    where calendar_ms != ${buckets.replaceAll(" ", " + ")}`,
  "P13 hours sum to shifts, days, weeks, months and all, machines to sites and to the plant": `
    select id from (
      ${["hour", "shift", "day", "week", "month"]
        .map((period) => `${sumOf(`oee_by_machine_${period}`, "machine_id")} group by machine_id`)
        .join(" union all ")}
      union all ${sumOf("oee_by_machine", "machine_id")} group by machine_id
      ${["hour", "shift", "day", "week", "month"]
        .map((period) => `union all ${sumOf(`oee_by_${period}`, "'plant'")}`)
        .join(" ")}
      union all ${sumOf("oee_by_machine", "'plant'")} union all ${sumOf("oee_overall", "'plant'")}
    ) group by id having count(distinct sums) != 1`,
  "OEE lies between its bounds where performance is at most 1": `select machine_id, oee_low, oee, oee_high
    from gold.oee_by_machine_hour where performance <= 1
    and (oee_low > oee + 1e-12 or oee > oee_high + 1e-12)`,
};

/** One test a proof: all plants go into one warehouse, which is built once and asked once. */
export function prove(
  title: string,
  proofs: readonly Proof[],
  more: (warehouse: () => string) => void = () => undefined,
): void {
  describe(title, () => {
    let warehouse = "";
    let answers: readonly (readonly Row[] | Error)[] = [];
    const always = Object.entries(invariants);
    const questions = [...proofs.map(({ sql }) => sql), ...always.map(([, sql]) => sql)];
    const answerTo = (index: number) => {
      const answer = answers[index];
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error("not asked");
      return settled(answer);
    };

    beforeAll(async () => {
      warehouse = await mkdtemp(join(tmpdir(), "indkpi-"));
      await writePlant(warehouse, mergeReference(proofs.map(({ reference = {} }) => reference)), {
        "events.ndjson": proofs.flatMap(({ events = [] }) => events),
      });
      await build(warehouse);
      answers = await ask(warehouse, questions).catch(() => askEach(warehouse, questions));
    }, 180_000);
    afterAll(() => rm(warehouse, { recursive: true, force: true }));

    for (const [index, { name, rows }] of proofs.entries()) {
      test(name, () => expect(answerTo(index)).toStrictEqual(settled(rows)));
    }
    for (const [index, [name]] of always.entries()) {
      test(name, () => expect(answerTo(proofs.length + index)).toEqual([]));
    }
    more(() => warehouse);
  });
}

/** Where one question is wrong, the others still get their answers. */
async function askEach(
  warehouse: string,
  questions: readonly string[],
): Promise<readonly (readonly Row[] | Error)[]> {
  const answers: (readonly Row[] | Error)[] = [];
  for (const question of questions) {
    answers.push(
      await ask(warehouse, [question]).then(
        ([rows = []]) => rows,
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      ),
    );
  }
  return answers;
}
