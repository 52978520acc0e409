import { describe, expect, test } from "vitest";

import { breakLine } from "../../../src/simulate/broken-line.ts";
import type { DirtLevelName } from "../../../src/simulate/dirt-level-name.ts";
import { createDirtyCounter } from "../../../src/simulate/dirty-counter.ts";
import { createHeldLines } from "../../../src/simulate/held-lines.ts";
import { simulateTelemetry } from "../../../src/simulate/plant-simulation.ts";
import type { TruthDirt, TruthHour } from "../../../src/simulate/truth-rows.ts";
import { faultsOf } from "./canonical-line.ts";
import { PLANT_DEFAULTS, textOf } from "./telemetry.ts";

interface Run {
  readonly lines: string[];
  readonly dirt: TruthDirt[];
  readonly hours: TruthHour[];
}

function run(dirt: DirtLevelName, seed = 42): Run {
  const found: Run = { lines: [], dirt: [], hours: [] };
  const options = { seed, startDate: "2026-01-05", days: 2, lineCount: 1, machinesPerLine: 3, dirt };
  for (const { bytes, truth } of simulateTelemetry(options, PLANT_DEFAULTS)) {
    found.lines.push(...textOf(bytes).split("\n").slice(0, -1));
    found.dirt.push(...truth.dirt);
    found.hours.push(...truth.hours);
  }
  return found;
}

const clean = run("none");
const heavy = run("heavy");
const textField = (line: string, name: string): string =>
  new RegExp(`"${name}":"([^"]*)"`).exec(line)?.[1] ?? "";
const count = (kind: string): number => heavy.dirt.filter((dirt) => dirt.kind === kind).length;

describe("dirt", () => {
  test("is none by default, and never touches what really happened", () => {
    expect(clean.dirt).toEqual([]);
    expect(heavy.hours).toEqual(clean.hours);
    expect(run("light").hours).toEqual(clean.hours);
  });

  test("is the same for the same seed", () => {
    expect(run("heavy")).toEqual(heavy);
  });

  test("is recorded line by line: every broken, foreign and repeated line, and as many lost as are missing", () => {
    const broken = heavy.lines.filter((line) => faultsOf(line).length > 0);
    expect(broken.length).toBe(count("malformed"));
    expect(broken.length).toBeGreaterThan(20);
    const strangers = heavy.lines.filter((line) => line.includes("GHOST_"));
    expect(strangers.length).toBe(count("unknown_machine"));
    const sound = heavy.lines.filter((line) => faultsOf(line).length === 0);
    expect(sound.length - new Set(sound).size).toBe(count("duplicate"));
    expect(count("missing")).toBeGreaterThan(0);
    expect(new Set(sound).size - strangers.length).toBeLessThan(clean.lines.length);
  });

  test("loses the measurements of pieces whose count is lost: they would be booked on another machine", () => {
    const unitsOf = (lines: readonly string[], eventType: string): Set<string> => {
      const own = lines.filter((line) => line.includes(`"event_type":"${eventType}"`));
      return new Set(own.map((line) => `${textField(line, "machine_id")} ${textField(line, "unit_id")}`));
    };
    const sound = heavy.lines.filter((line) => faultsOf(line).length === 0);
    const measured = unitsOf(sound, "inspection");
    const counted = unitsOf(sound, "count");
    expect(measured.size).toBe(unitsOf(clean.lines, "inspection").size - count("unmeasured"));
    expect(count("unmeasured")).toBeGreaterThan(0);
    expect([...measured].filter((unit) => !counted.has(unit))).toEqual([]);
  });

  test("delays lines, so that they no longer come in order", () => {
    const times = heavy.lines.map((line) => line.slice(7, 31));
    expect(times).not.toEqual(times.toSorted());
    expect(count("late")).toBeGreaterThan(100);
  });

  test("that may change figures says from when to when", () => {
    for (const { kind, fromMs, untilMs } of heavy.dirt) {
      const isHarmful = ["missing", "clock_skew", "unknown_machine"].includes(kind);
      expect({ kind, isHarmful: untilMs !== null }).toEqual({ kind, isHarmful });
      if (untilMs !== null) expect(untilMs).toBeGreaterThan(fromMs);
    }
  });
});

test("a line is broken in every way so that no reader may accept it", () => {
  const line = clean.lines.find((text) => text.includes('"count"')) ?? "";
  expect(faultsOf(line)).toEqual([]);
  const kinds = [0, 0.3, 0.6, 0.9].map((chance) => {
    const broken = breakLine(`${line}\n`, chance);
    expect(faultsOf(broken.text.slice(0, -1)).length).toBeGreaterThan(0);
    return broken.kind;
  });
  expect(kinds).toEqual(["truncated", "no time zone", "impossible time", "no machine"]);
});

test("a counter rolls over after 65,535 and counts from 0 after a reset", () => {
  const counter = createDirtyCounter(3);
  const read = (total: number): unknown[] => {
    const { rest, isRollover } = counter.read(`,"total_count":${total},"scrap_count":7}`);
    return [rest, isRollover];
  };
  expect(read(1000)).toEqual([',"total_count":65533,"scrap_count":7}', false]);
  expect(read(1004)).toEqual([',"total_count":1,"scrap_count":7}', true]);
  expect(counter.reset()).toBe("like a glitch");
  expect(read(1009)).toEqual([',"total_count":5,"scrap_count":0}', false]);
});

test.each([
  // Neither low nor a tenth below a usual modulus; the bounds of 256 are 230.4 and 255.
  [500, 20, "like a reset"],
  [230, 20, "like a reset"],
  [231, 20, "like a rollover"],
  [255, 20, "like a rollover"],
  [256, 20, "like a reset"],
  [950, 20, "like a rollover"],
  [5000, 240, "like a rollover"],
  [99, 20, "like a glitch"],
  [5000, 3, "like a glitch"],
])("a reset from %i pieces and %i scrapped is seen %s", (total, scrap, looks) => {
  const counter = createDirtyCounter(0);
  const read = (totalCount: number, scrapCount: number): unknown =>
    counter.read(`,"total_count":${totalCount},"scrap_count":${scrapCount}}`);
  // The first reading stands at the rollover, so the next shows what was made since.
  read(1000, 0);
  read(1000 + total, scrap);
  expect(counter.reset()).toBe(looks);
});

test("held lines come when they are due, those of one instant in the order in which they were held", () => {
  const held = createHeldLines();
  for (const [text, dueMs] of [
    ["c", 9],
    ["a", 5],
    ["b", 5],
  ] as const) {
    held.hold(text, dueMs);
  }
  const written: string[] = [];
  held.release(4, (text) => written.push(text));
  expect(written).toEqual([]);
  held.release(5, (text) => written.push(text));
  expect(written).toEqual(["a", "b"]);
  held.release(Infinity, (text) => written.push(text));
  expect(written).toEqual(["a", "b", "c"]);
});
