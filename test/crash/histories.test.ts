import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { builtFiles, writePlant, type Reference } from "../helpers/plant.ts";
import { randomDays } from "../helpers/random-days.ts";
import { wholePackage, type PackageCommand } from "./killable-package.ts";

/** After four minutes no history is begun, nor is what failed made smaller. */
const limits = { seed: 20261025, numRuns: 6, interruptAfterTimeLimit: 240_000 };

/** What lies in the warehouse for the builds to read. */
interface Model {
  readonly files: Map<string, readonly string[]>;
  reference: Reference;
  waiting: readonly string[];
}

interface Real {
  readonly warehouse: string;
  readonly model: string;
  readonly run: PackageCommand;
}

type Step = fc.AsyncCommand<Model, Real>;

const quiet = ["--no-progress", "--quiet"];

/** A share of the lines that have not come yet. */
const arrive = fc.integer({ min: 1, max: 100 }).map((percent): Step => ({
  check: ({ waiting }) => waiting.length > 0,
  run: async (model, { warehouse }) => {
    const count = Math.ceil((model.waiting.length * percent) / 100);
    const name = `lines-${model.files.size}.ndjson`;
    model.files.set(name, model.waiting.slice(0, count));
    model.waiting = model.waiting.slice(count);
    await writePlant(warehouse, {}, { [name]: model.files.get(name) ?? [] });
  },
  toString: () => `${percent} % of the lines arrive`,
}));

/** Lines of two files once more, in one file and backwards. */
const resend = fc.tuple(fc.nat(), fc.nat()).map((picks): Step => ({
  check: () => true,
  run: async ({ files }, { warehouse }) => {
    const known = [...files.values()];
    const lines = picks.flatMap((pick) => known[pick % known.length] ?? []).toReversed();
    const name = `again-${files.size}.ndjson`;
    files.set(name, lines);
    await writePlant(warehouse, {}, { [name]: lines });
  },
  toString: () => "lines are sent again",
}));

/** Another standard for all times, the past included. */
const correct = fc.integer({ min: 20, max: 90 }).map((idealCycleS): Step => ({
  check: () => true,
  run: async (model, { warehouse }) => {
    const { standards = [], ...others } = model.reference;
    model.reference = {
      ...others,
      standards: standards.map((row) => ({ ...row, ideal_cycle_s: idealCycleS })),
    };
    await writePlant(warehouse, model.reference, {});
  },
  toString: () => `the standard becomes ${idealCycleS} s`,
}));

/** A model that means something else, or again what it meant. */
const rewrite = fc.constantFrom("setup", "other_stop", "minor_stop").map((bucket): Step => ({
  check: () => true,
  run: async (_, { model }) => {
    const text = await readFile(model, "utf8");
    const changed = text.replace(/(when state = 'SETUP' then )'\w+'/, `$1'${bucket}'`);
    expect(changed).toContain(`when state = 'SETUP' then '${bucket}'`);
    await writeFile(model, changed);
  },
  toString: () => `set-up counts as ${bucket}`,
}));

/** A build that ends, if it comes so far, before its n-th change of the disk. */
const kill = fc.integer({ min: 1, max: 600 }).map((at): Step => ({
  check: () => true,
  run: async (_, { warehouse, run }) => {
    const { code, stderr } = await run(["build", "--warehouse", warehouse, ...quiet], {
      KILL_AT: String(at),
    });
    expect([0, null], stderr).toContain(code);
  },
  toString: () => `a build is killed at ${at}`,
}));

const rebuild = fc.constant<Step>({
  check: () => true,
  run: async (_, { warehouse, run }) => await mustBuild(run, warehouse),
  toString: () => "a build",
});

test("after any history the files are those of a build from nothing", async ({ onTestFinished }) => {
  const copy = join(await temporaryWarehouse(onTestFinished), "package");
  const run = await wholePackage(copy);
  const model = join(copy, "sql/silver/ledger.sql");
  const histories = fc.commands([arrive, arrive, resend, correct, rewrite, kill, kill, rebuild], {
    size: "max",
    maxCommands: 9,
  });
  await fc.assert(
    fc.asyncProperty(randomDays, histories, async ({ reference, events }, history) => {
      const cleanUps: (() => Promise<void>)[] = [];
      const keep = (cleanUp: () => Promise<void>) => void cleanUps.push(cleanUp);
      try {
        const warehouse = await temporaryWarehouse(keep);
        const [first = "", ...waiting] = events.map((event) => JSON.stringify(event));
        const told: Model = { files: new Map([["first.ndjson", [first]]]), reference, waiting };
        await writePlant(warehouse, reference, { "first.ndjson": [first] });
        await fc.asyncModelRun(() => ({ model: told, real: { warehouse, model, run } }), history);
        await mustBuild(run, warehouse);
        const anew = await temporaryWarehouse(keep);
        await writePlant(anew, told.reference, Object.fromEntries(told.files));
        await mustBuild(run, anew);
        expect(builtFiles(warehouse)).toEqual(builtFiles(anew));
      } finally {
        await Promise.all(cleanUps.map((cleanUp) => cleanUp()));
      }
    }),
    limits,
  );
});

async function mustBuild(run: PackageCommand, warehouse: string): Promise<void> {
  const { code, stderr } = await run(["build", "--warehouse", warehouse, ...quiet]);
  expect(code, stderr).toBe(0);
}
