import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { commandWithSources } from "../helpers/own-models.ts";
import { ask, build, mergeReference, settled, site, writePlant } from "../helpers/plant.ts";

/** Third-party data that is not ours to commit: beside the checkout where it exists. */
const dataDirectory = join(import.meta.dirname, "../../../shared/data");
const read = (path: string): unknown => JSON.parse(readFileSync(join(dataDirectory, path), "utf8"));
const linesOf = (path: string) => readFileSync(join(dataDirectory, path), "utf8").trim().split("\n");

const Figures = z.record(z.string(), z.number());
const Flux = z.object({
  cases: z.array(
    z.looseObject({
      name: z.string(),
      window: z.tuple([z.string(), z.string()]),
      plannedSeconds: z.number(),
      events: z.array(z.looseObject({})).default([]),
      stateEvents: z.array(z.looseObject({})).default([]),
      partEvents: z.array(z.looseObject({})).default([]),
      published: Figures,
    }),
  ),
});
const Nist = z.object({
  devices: z.record(
    z.string(),
    z.looseObject({
      seconds_by_status_between_first_and_last: Figures,
      feed_hold_count: z.number(),
      part_count_increase: z.number(),
      availability_in_program: z.number(),
    }),
  ),
  parts: z.record(z.string(), z.looseObject({ active_s: z.number() })),
  quality: z.record(z.string(), z.looseObject({ inspected: z.number(), pass: z.number() })),
});
const Inspection = z.record(z.string(), z.array(z.looseObject({ id: z.string() })));
const Sme = z.object({
  assets: z.record(
    z.string(),
    z.looseObject({
      held_s: Figures,
      no_data_s: z.number(),
      items: z.number(),
      alarm_episodes: z.number(),
      mttr_alarm_s_held: z.number().nullable(),
      availability_automatic_over_data: z.number(),
      energy_kwh_held: z.number(),
      by_product: z.record(z.string(), z.looseObject({ items: z.number() })),
    }),
  ),
});
const Okuma = z.object({
  part_count_increase: z.number(),
  execution_s: z.record(z.string(), z.number()),
});
const Ladder = z.object({
  runs: z.record(
    z.string(),
    z.looseObject({ execution_s: z.record(z.string(), z.number()), apply_label_steps: z.number() }),
  ),
});
const answer = (row: unknown) => z.record(z.string(), z.unknown()).parse(row);

async function warehouseWith(...sources: readonly string[]) {
  const directory = await temporaryWarehouse();
  return { warehouse: join(directory, "warehouse"), run: await commandWithSources(directory, sources) };
}

describe.skipIf(!existsSync(dataDirectory))("published data, each as a source by SQL alone", () => {
  test("flux_oee: availability 0.375, performance 2/3, quality 236/240, OEE 0.245833 exactly", async () => {
    const { warehouse, run } = await warehouseWith("flux_oee");
    const { cases } = Flux.parse(read("flux_oee/expected.json"));
    await writePlant(
      warehouse,
      site("flux", {
        shifts: ["day 00:00-08:00"],
        machines: cases.map(({ name }) => name),
        idealCycleS: 30,
      }),
      {
        "flux_oee/cases.ndjson": cases.flatMap(({ name, window, plannedSeconds, ...told }) =>
          [...told.events, ...told.stateEvents, ...told.partEvents].map((event) => ({
            ...event,
            name,
            windowStart: window[0],
            windowEnd: window[1],
            plannedSeconds,
          })),
        ),
      },
    );
    await build(warehouse, run);
    const [rows = []] = await ask(
      warehouse,
      ["select machine_id, running_s, availability, performance, quality, oee from gold.oee_by_machine"],
      run,
    );
    const expected = cases.map(({ name, published: { runSeconds, ...ratios } }) => ({
      machine_id: name,
      running_s: runSeconds,
      ...ratios,
    }));
    expect(settled(rows)).toEqual(settled(expected));
  });

  test("nist_mtc_batch: seconds by state, of each part, pieces counted and inspected", async () => {
    const { warehouse, run } = await warehouseWith("nist_mtc", "nist_qif");
    const { devices, parts, quality } = Nist.parse(read("nist_mtc_batch/expected.json"));
    const inspected = Inspection.parse(read("nist_mtc_batch/inspection.json"));
    await writePlant(
      warehouse,
      mergeReference([
        ...Object.keys(devices).map((id) =>
          site(id, { shifts: [], idealCycleS: null, machine: { silence_s: 10_000_000, minor_stop_s: 0 } }),
        ),
        // Between programs, and between files, nothing was planned.
        { reasons: [{ reason_code: "PROGRAM_COMPLETED", bucket: "planned_stop" }] },
      ]),
      {
        "nist_mtc/events_core.ndjson": linesOf("nist_mtc_batch/events_core.ndjson"),
        "nist_qif/inspection.ndjson": Object.entries(inspected).flatMap(([type, units]) =>
          units.map((unit) => ({ ...unit, type })),
        ),
      },
    );
    await build(warehouse, run);
    const [machines = [], losses = [], products = []] = await ask(
      warehouse,
      [
        "select machine_id, running_s, availability, total_qty from gold.oee_by_machine where machine_id like 'Hurco%'",
        `select machine_id, reason_code, sum(loss_ms) / 1000 as loss_s, sum(stop_count) as stop_count
          from gold.fact_loss where reason_code is not null group by machine_id, reason_code`,
        "select product_id, running_s, total_qty, good_qty from gold.oee_by_product where product_id is not null",
      ],
      run,
    );
    for (const [id, device] of Object.entries(devices)) {
      const of = (status: string) =>
        answer(losses.find((row) => row["machine_id"] === id && row["reason_code"] === status));
      const machine = answer(machines.find((row) => row["machine_id"] === id));
      expect(machine["total_qty"]).toBe(device.part_count_increase);
      expect(machine["availability"]).toBeCloseTo(device.availability_in_program, 6);
      expect(of("FEED_HOLD")["stop_count"]).toBe(device.feed_hold_count);
      for (const [status, seconds] of Object.entries(device.seconds_by_status_between_first_and_last)) {
        // Boundaries are floored to the millisecond; the counter's last reading comes 31 ms after the last status.
        const found = status === "ACTIVE" ? machine["running_s"] : of(status)["loss_s"];
        expect.soft(Math.abs(Number(found) - seconds), `${id} ${status}`).toBeLessThan(0.05);
      }
    }
    for (const [part, { active_s }] of Object.entries(parts)) {
      const found = answer(products.find((row) => row["product_id"] === part));
      expect.soft(Math.abs(Number(found["running_s"]) - active_s), part).toBeLessThan(0.02);
    }
    expect(products.filter(({ product_id }) => String(product_id).includes("-"))).toHaveLength(60);
    for (const type of ["Box", "Cover", "Plate"]) {
      const { inspected: total_qty, pass: good_qty } = z
        .object({ inspected: z.number(), pass: z.number() })
        .parse(quality[type]);
      expect(products.find((row) => row["product_id"] === type)).toMatchObject({ total_qty, good_qty });
    }
  });

  test("sme_company_a: seconds held by status, items by product, kWh of held power, alarms", async () => {
    const { warehouse, run } = await warehouseWith("sme_company");
    const { assets } = Sme.parse(read("sme_company_a/expected.json"));
    await writePlant(
      warehouse,
      // The recording begins at midnight of this zone.
      mergeReference(
        Object.keys(assets).map((id) => site(id, { zone: "Europe/Rome", shifts: [], idealCycleS: null })),
      ),
      { "sme_company/samples.ndjson": linesOf("sme_company_a/samples.ndjson") },
    );
    await build(warehouse, run);
    const [machines = [], products = []] = await ask(
      warehouse,
      [
        `select m.machine_id, running_s, setup_s, breakdown_s, no_data_s, total_qty, availability, failure_count, mttr_s,
          energy_kwh from gold.oee_by_machine as m`,
        "select product_id, total_qty from gold.oee_by_product where product_id is not null",
      ],
      run,
    );
    // Asset 2 was first heard a quarter of an hour after the day began.
    const unheard: Readonly<Record<string, number>> = { "2": 900 };
    for (const [id, asset] of Object.entries(assets)) {
      const found = answer(machines.find((row) => row["machine_id"] === id));
      expect.soft(found, id).toMatchObject({
        running_s: asset.held_s["automatic"],
        setup_s: asset.held_s["manual"],
        breakdown_s: asset.held_s["alarm"] ?? 0,
        no_data_s: asset.no_data_s + (unheard[id] ?? 0),
        total_qty: asset.items,
        failure_count: asset.alarm_episodes,
      });
      expect.soft(found["availability"]).toBeCloseTo(asset.availability_automatic_over_data, 6);
      expect.soft(found["energy_kwh"]).toBeCloseTo(asset.energy_kwh_held, 3);
      if (asset.mttr_alarm_s_held !== null)
        expect.soft(found["mttr_s"]).toBeCloseTo(asset.mttr_alarm_s_held, 3);
      for (const [product, { items }] of Object.entries(asset.by_product)) {
        expect.soft(products.find((row) => row["product_id"] === product)?.["total_qty"]).toBe(items);
      }
    }
  });

  test("okuma_shdr: four recordings out of order, seconds by execution, five parts over two resets to 0", async () => {
    const { warehouse, run } = await warehouseWith("okuma");
    const { part_count_increase, execution_s } = Okuma.parse(read("okuma_shdr/expected.json"));
    await writePlant(
      warehouse,
      site("okuma", { shifts: [], idealCycleS: null, machine: { minor_stop_s: 1 } }),
      { "okuma/observations.ndjson": linesOf("okuma_shdr/observations.ndjson") },
    );
    await build(warehouse, run);
    const [machines = [], losses = []] = await ask(
      warehouse,
      [
        "select running_s, total_qty from gold.oee_by_machine",
        "select reason_code, sum(loss_ms) / 1000 as loss_s from gold.fact_loss group by reason_code",
      ],
      run,
    );
    const machine = answer(machines[0]);
    expect(machine["total_qty"]).toBe(part_count_increase);
    for (const [execution, seconds] of Object.entries(execution_s)) {
      const loss = losses.find((row) => row["reason_code"] === execution);
      const found = execution === "ACTIVE" ? machine["running_s"] : answer(loss)["loss_s"];
      // Boundaries are floored to the millisecond.
      expect.soft(Math.abs(Number(found) - seconds), execution).toBeLessThan(0.01);
    }
  });

  test("ladder99_print_apply: eight recordings of messages, seconds by execution, the 37 labels of run 7", async () => {
    const { warehouse, run } = await warehouseWith("ladder99");
    const { runs } = Ladder.parse(read("ladder99_print_apply/expected.json"));
    await writePlant(
      warehouse,
      mergeReference(
        Object.keys(runs).map((no) =>
          site(`run${no}`, { shifts: [], idealCycleS: null, machine: { minor_stop_s: 0.001 } }),
        ),
      ),
      { "ladder99/messages.ndjson": linesOf("ladder99_print_apply/messages.ndjson") },
    );
    await build(warehouse, run);
    const [machines = [], states = []] = await ask(
      warehouse,
      [
        "select machine_id, total_qty from gold.oee_by_machine",
        "select machine_id, state, sum(duration_s) as held_s from gold.state_timeline group by machine_id, state",
      ],
      run,
    );
    const named: Readonly<Record<string, string>> = {
      ACTIVE: "RUNNING",
      PROGRAM_STOPPED: "STOPPED",
      WAIT: "IDLE",
    };
    expect(machines.find((row) => row["machine_id"] === "run7")?.["total_qty"]).toBe(37);
    for (const [no, { execution_s, apply_label_steps }] of Object.entries(runs)) {
      const id = `run${no}`;
      expect
        .soft(machines.find((row) => row["machine_id"] === id)?.["total_qty"], id)
        .toBe(apply_label_steps);
      for (const [execution, seconds] of Object.entries(execution_s)) {
        const held = states.find((row) => row["machine_id"] === id && row["state"] === named[execution]);
        // Boundaries are floored to the millisecond.
        expect
          .soft(Math.abs(Number(held?.["held_s"] ?? 0) - seconds), `${id} ${execution}`)
          .toBeLessThan(0.02);
      }
    }
  });
});
