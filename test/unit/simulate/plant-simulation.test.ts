import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { UsageError } from "../../../src/lib/errors.ts";
import { simulateReference, simulateTelemetry } from "../../../src/simulate/plant-simulation.ts";
import {
  PLANT_DEFAULTS,
  byMachine,
  linesOf,
  ONE_DAY,
  parseLines,
  simulatedEvents,
  simulatedFiles,
  simulatedText,
  textOf,
} from "./telemetry.ts";

describe("the same run", () => {
  test("gives the same bytes, another seed gives others", () => {
    const once = simulatedText(ONE_DAY);
    expect(simulatedText(ONE_DAY)).toBe(once);
    expect(simulatedText({ ...ONE_DAY, seed: 43 })).not.toBe(once);
    expect([...simulateReference(ONE_DAY, PLANT_DEFAULTS)]).toEqual([
      ...simulateReference(ONE_DAY, PLANT_DEFAULTS),
    ]);
    expect([...simulateReference({ ...ONE_DAY, seed: 43 }, PLANT_DEFAULTS)]).not.toEqual([
      ...simulateReference(ONE_DAY, PLANT_DEFAULTS),
    ]);
  });

  test("does not change unnoticed from one version to the next", () => {
    const digest = createHash("sha256").update(simulatedText(ONE_DAY)).digest("hex").slice(0, 16);
    expect(digest).toMatchInlineSnapshot(`"5b15a5ef58b58ab5"`);
  });

  test("does not depend on what else was simulated in between", () => {
    const first = simulatedText(ONE_DAY);
    simulateReference({ ...ONE_DAY, seed: 7 }, PLANT_DEFAULTS);
    simulateTelemetry({ ...ONE_DAY, seed: 7 }, PLANT_DEFAULTS).next();
    expect(simulatedText(ONE_DAY)).toBe(first);
  });

  test("of more days begins with the lines of fewer, but for their closing samples", () => {
    const short = simulatedText({ ...ONE_DAY, days: 2 }).split("\n");
    const long = simulatedText({ ...ONE_DAY, days: 3 }).split("\n");
    const closing = 3 + 1;
    expect(long.slice(0, short.length - closing)).toEqual(short.slice(0, -closing));
  });
});

/** What chance decided about each cycle of a machine. */
function cyclesOf(text: string, machineId: string): unknown[] {
  return parseLines(text)
    .filter((event) => event.machine_id === machineId && event.event_type === "count")
    .map((event) => event.cycle_s);
}

describe("a change", () => {
  const base = simulatedText(ONE_DAY);

  test("of one machine's parameters leaves the other lines as they were, and in its own line every cycle", () => {
    const twoLines = { ...ONE_DAY, lineCount: 2 };
    const failure = { meanOperatingH: 0.5, shape: 1, healthEffect: 0 };
    const before = simulatedText(twoLines);
    const changed = simulatedText(twoLines, { ...PLANT_DEFAULTS, machines: { ROBOT_01: { failure } } });
    expect(linesOf(changed, "ROBOT_01")).not.toEqual(linesOf(before, "ROBOT_01"));
    for (const machineId of ["PRESS_02", "ROBOT_02", "CNC_02"]) {
      expect(linesOf(changed, machineId)).toEqual(linesOf(before, machineId));
    }
    for (const machineId of ["PRESS_01", "ROBOT_01", "CNC_01"]) {
      const cycles = cyclesOf(changed, machineId);
      expect(cycles).toEqual(cyclesOf(before, machineId).slice(0, cycles.length));
    }
  });

  test("of the repair time changes no cycle", () => {
    const failure = { meanOperatingH: 2, shape: 1, healthEffect: 0 };
    const cyclesWith = (repair: { meanMin: number; cv: number }): unknown[] =>
      simulatedEvents(ONE_DAY, { ...PLANT_DEFAULTS, machines: { ROBOT_01: { failure, repair } } })
        .filter((event) => event.machine_id === "ROBOT_01" && event.event_type === "count")
        .map((event) => event.cycle_s);
    const quick = cyclesWith({ meanMin: 5, cv: 0.5 });
    const slow = cyclesWith({ meanMin: 60, cv: 0.5 });
    expect(slow.length).toBeLessThan(quick.length - 50);
    expect(slow).toEqual(quick.slice(0, slow.length));
  });

  test("of the number of lines leaves the first line's machines as they were", () => {
    const twoLines = simulatedText({ ...ONE_DAY, lineCount: 2 });
    for (const machineId of ["PRESS_01", "ROBOT_01", "CNC_01"]) {
      expect(linesOf(twoLines, machineId)).toEqual(linesOf(base, machineId));
    }
    expect(linesOf(twoLines, "PRESS_02").length).toBeGreaterThan(1000);
  });
});

describe("files", () => {
  test("are cut at the UTC hour and hold nothing of another hour", () => {
    const files = simulatedFiles(ONE_DAY);
    expect([...files.keys()].slice(0, 2)).toEqual(["2026-01-04T23.ndjson", "2026-01-05T00.ndjson"]);
    expect(files.size).toBe(25);
    for (const [path, text] of files) {
      expect(text.endsWith("}\n")).toBe(true);
      const hours = new Set(parseLines(text).map(({ ts }) => `${ts.slice(0, 13)}.ndjson`));
      expect([...hours]).toEqual([path]);
    }
  });

  test("hold one line of the plant after the other, each in order of time", () => {
    const lineOf = (machineId: string): string => machineId.slice(-2);
    for (const text of simulatedFiles({ ...ONE_DAY, lineCount: 2 }).values()) {
      const events = parseLines(text);
      const order = events.map((event) => `${lineOf(event.machine_id)} ${event.ts}`);
      expect(order).toEqual(order.toSorted());
    }
  });

  test("come in chunks that count their events and tell how far the simulation is", () => {
    const chunks = [...simulateTelemetry(ONE_DAY, PLANT_DEFAULTS)];
    for (const { bytes, eventCount } of chunks) expect(textOf(bytes).split("\n").length - 1).toBe(eventCount);
    const reached = chunks.map(({ simulatedUntil }) => simulatedUntil);
    expect(reached).toEqual(reached.toSorted());
    expect(reached.at(-1)).toBe("2026-01-05T23:00:00.000Z");
  });

  test("come in the very same chunks where others simulate the other lines", () => {
    const plant = { ...ONE_DAY, lineCount: 5, machinesPerLine: 2, dirt: "heavy" } as const;
    const chunksOf = (index: number, count: number): string[] =>
      [...simulateTelemetry(plant, PLANT_DEFAULTS, { index, count })].map(({ bytes, ...rest }) =>
        JSON.stringify([rest, createHash("sha256").update(bytes).digest("hex")]),
      );
    const whole = chunksOf(0, 1);
    expect(whole.length).toBe(5 * 25);
    for (const index of [0, 1]) {
      const own = chunksOf(index, 2);
      expect(own).toEqual(whole.filter((_, place) => (place % 5) % 2 === index));
    }
  });

  test("of a big plant are handed over in pieces of bounded size, seq and order intact", () => {
    const big = { ...ONE_DAY, lineCount: 60, machinesPerLine: 3 };
    const lastTs = new Map<string, string>();
    let chunkCount = 0;
    for (const { bytes, path } of simulateTelemetry(big, PLANT_DEFAULTS)) {
      const text = textOf(bytes);
      chunkCount += 1;
      expect(text.length).toBeLessThan(1_300_000);
      if (path > "2026-01-05T06.ndjson") break;
      for (const [machineId, events] of byMachine(parseLines(text))) {
        expect((events[0]?.ts ?? "") > (lastTs.get(machineId) ?? "")).toBe(true);
        lastTs.set(machineId, events.at(-1)?.ts ?? "");
      }
    }
    expect(chunkCount).toBeGreaterThan(10);
  });
});

describe("options", () => {
  test("that are impossible are all refused at once", () => {
    const wrong = { seed: 1.5, startDate: "2026-02-30", days: 0, lineCount: 0, machinesPerLine: -1 };
    expect(() => simulateReference(wrong, PLANT_DEFAULTS)).toThrow(UsageError);
    expect(() => [...simulateTelemetry(wrong, PLANT_DEFAULTS)]).toThrowErrorMatchingInlineSnapshot(
      `[UserError: cannot simulate: seed 1.5 is not a whole number; start 2026-02-30 is not a date YYYY-MM-DD; days 0 is not a whole number above 0; lines 0 is not a whole number above 0; machines-per-line -1 is not a whole number above 0]`,
    );
  });

  test("of one machine a line give presses only", () => {
    const events = simulatedEvents({ ...ONE_DAY, lineCount: 2, machinesPerLine: 1 });
    expect([...new Set(events.map(({ machine_id }) => machine_id))]).toEqual(["PRESS_01", "PRESS_02"]);
  });

  test("of five machines a line go on with the same types, numbered through", () => {
    const machines = simulateReference({ ...ONE_DAY, machinesPerLine: 5, lineCount: 2 }, PLANT_DEFAULTS).get(
      "machines.csv",
    );
    const machineIds = machines
      ?.split("\n")
      .slice(1, -1)
      .map((row) => row.split(",")[0]);
    expect(machineIds?.slice(0, 5)).toEqual(["PRESS_01", "ROBOT_01", "CNC_01", "PRESS_02", "ROBOT_02"]);
    expect(machineIds?.slice(5)).toEqual(["PRESS_03", "ROBOT_03", "CNC_02", "PRESS_04", "ROBOT_04"]);
  });

  test("of a weekend give machines that stay OFF and make nothing", () => {
    const events = simulatedEvents({ ...ONE_DAY, startDate: "2026-01-10", days: 2 });
    const states = events.filter(({ event_type }) => event_type === "state");
    expect(states.map((event) => event.state)).toEqual(["OFF", "OFF", "OFF"]);
    expect(events.some(({ event_type }) => event_type === "count")).toBe(false);
  });
});
