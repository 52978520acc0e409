import { describe, expect, test } from "vitest";

import { faultsOf } from "./canonical-line.ts";
import { byMachine, intervalsOf, parseLines, simulatedText, sumOf, totalMs } from "./telemetry.ts";

const week = simulatedText({ seed: 42, startDate: "2026-01-05", days: 7, lineCount: 1, machinesPerLine: 3 });
const events = parseLines(week);
const machines = byMachine(events);

describe("every line of a week", () => {
  test("obeys the canonical table", () => {
    const faults = week.split("\n").slice(0, -1).flatMap(faultsOf);
    expect(faults).toEqual([]);
  });

  test("is refused by the same table when it is bent", () => {
    const line = week.split("\n").find((text) => text.includes('"event_type":"count"')) ?? "";
    expect(faultsOf(line)).toEqual([]);
    expect(faultsOf(line.replace(/"good":\d/, '"good":1.5'))).toEqual(["good = 1.5"]);
    expect(faultsOf(line.replace(/Z"/, '"'))).toHaveLength(1);
    expect(faultsOf(line.slice(0, -5))).toEqual(["not JSON"]);
    expect(faultsOf(line.replace('"count"', '"sample"')).length).toBeGreaterThan(5);
  });

  test("has its own event_id on its machine", () => {
    for (const own of machines.values()) {
      expect(new Set(own.map((event) => event.event_id)).size).toBe(own.length);
    }
  });

  test("has a seq exactly where its machine has another line at the same ts, counting up from 0", () => {
    for (const own of machines.values()) {
      let index = 0;
      while (index < own.length) {
        const same = own.slice(index, index + 10).filter(({ ts }) => ts === own[index]?.ts);
        const seqs = same.map((event) => event.seq);
        expect(seqs).toEqual(same.length === 1 ? [undefined] : same.map((_, place) => place));
        index += same.length;
      }
    }
  });

  test("comes no earlier than the one before it", () => {
    for (const own of machines.values()) {
      const times = own.map(({ ts }) => ts);
      expect(times).toEqual(times.toSorted());
    }
  });
});

describe("every machine of a week", () => {
  test("starts at local midnight and is heard of at the very end", () => {
    for (const own of machines.values()) {
      expect(own[0]).toMatchObject({ ts: "2026-01-04T23:00:00.000Z", event_type: "state", state: "OFF" });
      expect(own.at(-1)).toMatchObject({ ts: "2026-01-11T23:00:00.000Z", event_type: "sample" });
    }
  });

  test("never reports the state and reason it is already in, nor a state of no length", () => {
    for (const own of machines.values()) {
      const intervals = intervalsOf(own);
      const keys = intervals.map(({ state, reasonCode }) => `${state} ${reasonCode}`);
      expect(keys.filter((key, index) => key === keys[index - 1])).toEqual([]);
      expect(intervals.filter(({ startMs, endMs }) => endMs <= startMs)).toEqual([]);
    }
  });

  test("has an energy meter that never falls and is the integral of its power", () => {
    for (const own of machines.values()) {
      const samples = own.filter(({ event_type }) => event_type === "sample");
      const meter = samples.map((event) => Number(event.energy_kwh));
      expect(meter.filter((reading, index) => reading < (meter[index - 1] ?? 0))).toEqual([]);
      const used = (meter.at(-1) ?? 0) - (meter[0] ?? 0);
      let estimate = 0;
      for (const [index, event] of samples.entries()) {
        const next = samples[index + 1];
        if (next === undefined) break;
        estimate += (Number(event.power_kw) * (Date.parse(next.ts) - Date.parse(event.ts))) / 3_600_000;
      }
      expect(Math.abs(used / estimate - 1)).toBeLessThan(0.03);
    }
  });

  test("samples every minute while on and every quarter of an hour while off", () => {
    for (const own of machines.values()) {
      const times = own.filter(({ event_type }) => event_type === "sample").map(({ ts }) => Date.parse(ts));
      const longest = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
      expect(longest).toBeLessThanOrEqual(16 * 60_000);
      expect(times.length).toBeGreaterThan(5 * 16 * 60);
    }
  });

  test("gives each piece one disposition and counts no unit twice", () => {
    for (const own of machines.values()) {
      const counts = own.filter(({ event_type }) => event_type === "count");
      expect(sumOf(counts, "good") + sumOf(counts, "scrap") + sumOf(counts, "rework")).toBe(counts.length);
      expect(new Set(counts.map((event) => event.unit_id)).size).toBe(counts.length);
      for (const event of counts) {
        expect(event.reason_code === undefined).toBe(event.good === 1);
      }
    }
  });

  test("runs for exactly as long as its cycles took", () => {
    for (const own of machines.values()) {
      expect(Math.round(sumOf(own, "cycle_s") * 1000)).toBe(totalMs(intervalsOf(own), "RUNNING"));
    }
  });

  test("loses health while it works and gets it back", () => {
    for (const own of machines.values()) {
      const health = own
        .filter(({ event_type }) => event_type === "sample")
        .map((event) => Number(event.health_index));
      const steps = health.slice(1).map((value, index) => value - (health[index] ?? 0));
      expect(steps.filter((step) => step < 0).length).toBeGreaterThan(100);
      expect(steps.filter((step) => step > 0.01).length).toBeGreaterThan(0);
    }
  });
});
