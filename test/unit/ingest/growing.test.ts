import { appendFile, rename } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { plantFloor } from "./plant-floor.ts";

const event = (id: string): string =>
  JSON.stringify({
    ts: "2026-01-05T06:00:00.000Z",
    machine_id: "M1",
    event_type: "heartbeat",
    event_id: id,
  });

/** The files of the quarantine are named by their batches, in no order of time. */
const byLine = (refused: readonly { line: number; text: string }[]) =>
  refused.map(({ line, text }) => [line, text]).toSorted(([a], [b]) => Number(a) - Number(b));

const ids = "select event_id from bronze order by event_id";

test("of a file that grows only the new lines are taken in", async () => {
  const { landing, deliver, ingest, rows, bronzeFiles } = await plantFloor();
  await deliver("now.ndjson", `${event("a")}\n${event("b")}\n`);
  await ingest();
  await appendFile(join(landing, "now.ndjson"), `${event("c")}\n`);
  await ingest();
  expect(await rows(ids)).toStrictEqual([{ event_id: "a" }, { event_id: "b" }, { event_id: "c" }]);
  const files = await bronzeFiles();
  await ingest();
  expect(await bronzeFiles()).toStrictEqual(files);
});

test("a line that was read in its middle counts once it is whole, and leaves the quarantine", async () => {
  const { landing, deliver, ingest, rows, quarantined } = await plantFloor();
  const [begin, end] = [event("b").slice(0, 20), event("b").slice(20)];
  await deliver("now.ndjson", `not JSON\n${event("a")}\n${begin}`);
  await ingest();
  expect(await rows(ids)).toStrictEqual([{ event_id: "a" }]);
  expect(byLine(await quarantined())).toStrictEqual([
    [1, "not JSON"],
    [3, begin],
  ]);
  await appendFile(join(landing, "now.ndjson"), `${end}\nnot JSON either\n`);
  await ingest();
  expect(await rows(ids)).toStrictEqual([{ event_id: "a" }, { event_id: "b" }]);
  expect(byLine(await quarantined())).toStrictEqual([
    [1, "not JSON"],
    [4, "not JSON either"],
  ]);
});

test("a last line without its line feed counts at once, and not again when the line feed comes", async () => {
  const { landing, deliver, ingest, rows, quarantined } = await plantFloor();
  await deliver("now.ndjson", event("a"));
  await ingest();
  await appendFile(join(landing, "now.ndjson"), `\n${event("b")}`);
  await ingest();
  await appendFile(join(landing, "now.ndjson"), "\n");
  await ingest();
  await appendFile(join(landing, "now.ndjson"), "broken\n");
  await ingest();
  expect(await rows(ids)).toStrictEqual([{ event_id: "a" }, { event_id: "b" }]);
  expect((await quarantined()).map(({ line }) => line)).toStrictEqual([3]);
});

test("a file that grew and was renamed, as logs are, is not taken in again", async () => {
  const { landing, deliver, ingest, rows } = await plantFloor();
  await deliver("now.ndjson", `${event("a")}\n`);
  await ingest();
  await appendFile(join(landing, "now.ndjson"), `${event("b")}\n`);
  await rename(join(landing, "now.ndjson"), join(landing, "06.ndjson"));
  await deliver("now.ndjson", `${event("c")}\n`);
  await ingest();
  expect(await rows(ids)).toStrictEqual([{ event_id: "a" }, { event_id: "b" }, { event_id: "c" }]);
});

test("a file that is longer but begins otherwise is a new one", async () => {
  const { deliver, ingest, rows } = await plantFloor();
  await deliver("now.ndjson", `${event("a")}\n`);
  await ingest();
  await deliver("now.ndjson", `${event("x")}\n${event("y")}\n`);
  await ingest();
  expect(await rows(ids)).toStrictEqual([{ event_id: "a" }, { event_id: "x" }, { event_id: "y" }]);
});

test("lines that are no text are told by their place in the whole file", async () => {
  const { landing, deliver, ingest, quarantined } = await plantFloor();
  await deliver("now.ndjson", `${event("a")}\r\n${event("b")}\r\n`);
  await ingest();
  await appendFile(
    join(landing, "now.ndjson"),
    Buffer.concat([Buffer.from(`${event("c")}\r\n`), Buffer.from([0xff, 0xfe, 10])]),
  );
  await ingest();
  expect((await quarantined()).map(({ line, reason }) => [line, reason])).toStrictEqual([
    [4, "line: not UTF-8"],
  ]);
});
