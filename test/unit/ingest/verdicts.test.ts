import { expect, test } from "vitest";

import { event, fileOf, plantFloor } from "./plant-floor.ts";

const count = (fields: Readonly<Record<string, unknown>>): string =>
  event({ event_type: "count", ...fields });
const raw = (members: string): string => `${event().slice(0, -1)},${members}}`;
const number = "a field that must be a number is not one";

const refused: readonly (readonly [line: string, reason: string])[] = [
  ["{", "line: not valid JSON"],
  ["not json", "line: not valid JSON"],
  [`${event()} x`, "line: not valid JSON"],
  [`${event()}${event()}`, "line: not valid JSON"],
  [event().slice(0, -1), "line: not valid JSON"],
  ["[1]", "line: not a JSON object"],
  ["5", "line: not a JSON object"],
  ['"text"', "line: not a JSON object"],
  ["null", "line: not a JSON object"],
  ["{}", "ts: missing"],
  [event({ ts: undefined }), "ts: missing"],
  [event({ ts: null }), "ts: missing"],
  [event({ ts: "" }), "ts: not a date and time in ISO 8601"],
  [event({ ts: "yesterday" }), "ts: not a date and time in ISO 8601"],
  [event({ ts: 1767592800 }), "ts: not a date and time in ISO 8601"],
  [event({ ts: "2026-02-30T06:00:00Z" }), "ts: not a date and time in ISO 8601"],
  [event({ ts: "2026-01-05T25:00:00Z" }), "ts: not a date and time in ISO 8601"],
  [event({ ts: "2026-01-05T06:00:00" }), "ts: no time zone (want Z or an offset)"],
  [event({ ts: "2026-01-05T06:00:00.123456" }), "ts: no time zone (want Z or an offset)"],
  [event({ ts: "2026-01-05" }), "ts: no time zone (want Z or an offset)"],
  [event({ ts: "2026-01-05T06:00:00+25:00" }), "ts: no time zone (want Z or an offset)"],
  [event({ ts: "2000-12-31T23:59:59.999999Z" }), "ts: outside 2001 to 2099"],
  [event({ ts: "2100-01-01T00:00:00Z" }), "ts: outside 2001 to 2099"],
  [event({ ts: "2100-01-01T00:30:00+00:00" }), "ts: outside 2001 to 2099"],
  [event({ machine_id: undefined }), "machine_id: missing"],
  [event({ machine_id: "" }), "machine_id: missing"],
  [event({ machine_id: "   " }), "machine_id: missing"],
  [event({ machine_id: null }), "machine_id: missing"],
  [event({ event_type: undefined }), "event_type: missing"],
  [event({ event_type: "cycle" }), "event_type: unknown"],
  [event({ event_type: "STATE" }), "event_type: unknown"],
  [event({ power_kw: "abc" }), number],
  [event({ energy_kwh: {} }), number],
  [event({ cycle_s: [1] }), number],
  [event({ seq: "one" }), number],
  [raw('"temperature_c":NaN'), "a number is beyond range"],
  [raw('"power_kw":1e400'), "a number is beyond range"],
  [raw('"energy_kwh":-Infinity'), "a number is beyond range"],
  [event({ power_kw: -1_000_001 }), "a number is beyond range"],
  [event({ measured: 1e13 }), "a number is beyond range"],
  [event({ seq: 1.5 }), "seq: not a whole number within 2^53"],
  [raw('"seq":9007199254740993'), "seq: not a whole number within 2^53"],
  [count({ good: 1.5 }), "good: not a whole number from 0 to 1e9"],
  [count({ good: -1 }), "good: not a whole number from 0 to 1e9"],
  [count({ good: 1_000_000_001 }), "good: not a whole number from 0 to 1e9"],
  [count({ good: 1, scrap: 0.1 }), "scrap: not a whole number from 0 to 1e9"],
  [count({ scrap: -2 }), "scrap: not a whole number from 0 to 1e9"],
  [count({ rework: 2e9 }), "rework: not a whole number from 0 to 1e9"],
  [raw('"good":NaN'), "good: not a whole number from 0 to 1e9"],
  [event({ event_type: "counter", total_count: 1.5 }), "total_count: not a whole number from 0 to 1e12"],
  [event({ event_type: "counter", total_count: 1e12 + 1 }), "total_count: not a whole number from 0 to 1e12"],
  [event({ event_type: "counter", scrap_count: -1 }), "scrap_count: not a whole number from 0 to 1e12"],
  [count({ good: 1, cycle_s: -0.1 }), "cycle_s: below 0"],
  [event({ event_type: "state" }), "state: missing"],
  [event({ event_type: "state", state: "running" }), "state: unknown"],
  [event({ event_type: "count" }), "count: none of good, scrap, rework"],
  [event({ event_type: "counter" }), "counter: neither total_count nor scrap_count"],
  [event({ event_type: "reason", at: "2026-01-05T06:00:00" }), "at: not ISO 8601 with Z or offset"],
  [event({ event_type: "reason", at: "2026-01-05T06:00:00-19" }), "at: not ISO 8601 with Z or offset"],
  [event({ event_type: "reason", at: "later" }), "at: not ISO 8601 with Z or offset"],
  [event({ event_type: "inspection", verdict: "bad" }), "verdict: not good, scrap or rework"],
];

const accepted: readonly string[] = [
  event(),
  event({ ts: "2026-01-05T08:00:00+02:00" }),
  event({ ts: "2026-01-05T06:00:00.123456Z" }),
  event({ ts: "2026-01-05 06:00:00Z" }),
  event({ ts: "2001-01-01T00:00:00Z" }),
  event({ ts: "2099-12-31T23:59:59.999999Z" }),
  event({ machine_id: "!" }),
  event({ machine_id: " M1" }),
  event({ seq: -3 }),
  event({ seq: 9007199254740991 }),
  event({ power_kw: -5.25 }),
  event({ power_kw: null }),
  event({ product_id: null }),
  event({ state: "whatever" }),
  event({ colour: "red" }),
  event({ event_type: "state", state: "UNKNOWN" }),
  count({ good: 0 }),
  count({ good: 1_000_000_000, scrap: 1_000_000_000, rework: 1_000_000_000 }),
  event({ event_type: "counter", scrap_count: 0 }),
  event({ event_type: "reason", at: "2026-01-05T06:00:00-05:00" }),
  event({ event_type: "inspection", verdict: "rework" }),
  // Each number has a bound of its own; together they may be beyond it.
  event({ measured: 1e12, lower_limit: -1e12, upper_limit: 1e12 }),
  count({ good: 1e9, scrap: 1e9, rework: 1e9 }),
];

test("every line that breaks the contract is refused for its first fault, with its number and text", async () => {
  const floor = await plantFloor();
  await floor.deliver("dirty.ndjson", fileOf(refused.map(([line]) => line)));
  await floor.ingest();
  expect(await floor.quarantined()).toEqual(
    refused.map(([text, reason], index) => ({ file: "dirty.ndjson", line: index + 1, reason, text })),
  );
  expect(await floor.rows("select * from bronze")).toEqual([]);
});

test("a line that keeps the contract becomes a row, at its very edges too", async () => {
  const floor = await plantFloor();
  await floor.deliver("clean.ndjson", fileOf(accepted));
  await floor.ingest();
  expect(await floor.quarantined()).toEqual([]);
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: accepted.length }]);
});

test("among good lines each bad one is told by its number, and the good ones stay", async () => {
  const floor = await plantFloor();
  const lines = refused.flatMap(([line]) => [event({ event_id: line }), line]);
  await floor.deliver("mixed.ndjson", fileOf(lines));
  await floor.ingest();
  const found = await floor.quarantined();
  expect(found.map(({ line, reason }) => [line, reason])).toEqual(
    refused.map(([, reason], index) => [index * 2 + 2, reason]),
  );
  const [kept] = await floor.rows("select count(*) as n, count(distinct event_id) as ids from bronze");
  expect(kept).toEqual({ n: refused.length, ids: refused.length });
});

test("a plainly read file is judged as strictly as one that is read line by line", async () => {
  // One line a file: a single bad line, among lines of which nothing else asks for the careful reading.
  const floor = await plantFloor();
  for (const [index, [line]] of refused.entries()) {
    await floor.deliver(`${String(index).padStart(3, "0")}.ndjson`, fileOf([event({ seq: index }), line]));
  }
  await floor.ingest();
  const found = await floor.quarantined();
  expect(found.map(({ line, reason }) => [line, reason])).toEqual(refused.map(([, reason]) => [2, reason]));
});
