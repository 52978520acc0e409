import { truncate, rename, utimes } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { event, fileOf, plantFloor } from "./plant-floor.ts";

const ids = "select event_id, _source_file as file from bronze order by all";
const numbered = (count: number, prefix = "E"): readonly string[] =>
  Array.from({ length: count }, (_, index) => event({ event_id: `${prefix}${index}` }));

test("rows carry the file, the batch and the time of ingestion", async () => {
  const floor = await plantFloor();
  await floor.deliver("a.ndjson", fileOf(numbered(2)));
  await floor.ingest();
  const [row] = await floor.rows(
    "select count(distinct _batch_id) as batches, min(length(_batch_id)) as id_length, min(_source_file) as file, min(_ingested_at) as at, min(event_date) as day from bronze",
  );
  expect(row).toEqual({
    batches: 1,
    id_length: 16,
    file: "a.ndjson",
    at: "2026-01-31T00:00:00Z",
    day: "2026-01-05",
  });
});

test("the same file again, touched, renamed, copied, packed or sent twice at once adds nothing", async () => {
  const floor = await plantFloor();
  const content = fileOf(numbered(3));
  await floor.deliver("a.ndjson", content);
  await floor.deliver("b.ndjson", content);
  await floor.ingest();
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: 3 }]);

  await floor.ingest();
  await utimes(join(floor.landing, "a.ndjson"), 1_700_000_000, 1_700_000_000);
  await floor.ingest();
  await rename(join(floor.landing, "a.ndjson"), join(floor.landing, "c.jsonl"));
  await floor.ingest();
  await floor.deliver("telemetry/d.json", content);
  await floor.deliver("e.ndjson.gz", gzipSync(content));
  const { faults } = await floor.ingest();
  expect(faults).toEqual([]);
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: 3 }]);
  expect(await floor.bronzeFiles()).toHaveLength(1);
});

test("a new file beside known ones adds its rows, also under an old name", async () => {
  const floor = await plantFloor();
  await floor.deliver("a.ndjson", fileOf(numbered(2, "old")));
  await floor.ingest();
  await floor.deliver("a.ndjson", fileOf(numbered(3, "new")));
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual([
    "new0",
    "new1",
    "new2",
    "old0",
    "old1",
  ]);
});

test("a file of the size of a known one, but of other content, is new", async () => {
  const floor = await plantFloor();
  await floor.deliver("a.ndjson", fileOf(numbered(2, "x")));
  await floor.deliver("b.ndjson", fileOf(numbered(2, "y")));
  await floor.ingest();
  await floor.deliver("c.ndjson", fileOf(numbered(2, "z")));
  await floor.ingest();
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: 6 }]);
});

test("a file is one Parquet a UTC date", async () => {
  const floor = await plantFloor();
  const at = (ts: string): string => event({ ts });
  await floor.deliver(
    "a.ndjson",
    fileOf([at("2026-01-05T23:59:59.999Z"), at("2026-01-06T00:30:00+01:00"), at("2026-01-06T00:00:00Z")]),
  );
  await floor.ingest();
  expect(
    await floor.rows("select event_date as day, count(*) as n from bronze group by all order by 1"),
  ).toEqual([
    { day: "2026-01-05", n: 2 },
    { day: "2026-01-06", n: 1 },
  ]);
  expect(await floor.bronzeFiles()).toHaveLength(2);
});

test("blank lines, a BOM, CRLF, lone CR and a missing last line feed change nothing but line numbers", async () => {
  const floor = await plantFloor();
  const [first = "", second = "", third = ""] = numbered(3);
  await floor.deliver("blank.ndjson", `\n${first}\n   \n\n${second}\n`);
  await floor.deliver("bom.ndjson", `\uFEFF${event({ event_id: "bom" })}`);
  await floor.deliver("crlf.ndjson", `${third}\r\n\r\nbad\r\n${event({ event_id: "crlf" })}\r\n`);
  await floor.deliver("cr.ndjson", `${event({ event_id: "cr" })}\rbad\r`);
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual([
    "E0",
    "E1",
    "E2",
    "bom",
    "cr",
    "crlf",
  ]);
  expect((await floor.quarantined()).map(({ file, line }) => [file, line])).toEqual([
    ["cr.ndjson", 2],
    ["crlf.ndjson", 3],
  ]);
});

test("bytes that are no text go to the quarantine with their number; their neighbours stay", async () => {
  const floor = await plantFloor();
  const long = event({ unit_id: "x".repeat(2_000_000) });
  await floor.deliver(
    "odd.ndjson",
    Buffer.concat([
      Buffer.from(`${event({ event_id: "before" })}\n`),
      Buffer.from('{"ts":"\xff"}\n', "latin1"),
      Buffer.from('{"ts":"a\0b"}\n'),
      Buffer.from(`${long}\n`),
      Buffer.from(`bad\n${event({ event_id: "after" })}\n`),
    ]),
  );
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual(["after", "before"]);
  expect(
    (await floor.quarantined()).map(({ line, reason, text }) => [line, reason, text.slice(0, 12)]),
  ).toEqual([
    [2, "line: not UTF-8", '{"ts":"\uFFFD"}'],
    [3, "line: holds a NUL byte", '{"ts":"a\\u00'],
    [4, `line: ${long.length} bytes, longer than 2000000`, '{"ts":"2026-'],
    [5, "line: not valid JSON", "bad"],
  ]);
});

test("a JSON array is read by its elements, pretty or not", async () => {
  const floor = await plantFloor();
  const elements = [
    event({ event_id: "a" }),
    event({ event_id: "b", ts: "never" }),
    event({ event_id: "c" }),
  ];
  await floor.deliver("array.json", `[\n  ${elements.join(",\n  ").replaceAll(",", " ,\n")}\n]\n`);
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual(["a", "c"]);
  expect(await floor.quarantined()).toMatchObject([
    { file: "array.json", line: 2, reason: "ts: not a date and time in ISO 8601" },
  ]);
});

test("an empty array, an empty file and a file of blank lines are known and hold nothing", async () => {
  const floor = await plantFloor();
  await floor.deliver("empty.json", "[]");
  await floor.deliver("nothing.ndjson", "");
  await floor.deliver("blank.ndjson", "\n\n");
  const { manifest, faults } = await floor.ingest();
  expect(faults).toEqual([]);
  expect(manifest.sources["telemetry"]?.landed).toHaveLength(3);
  expect(await floor.rows("select 1 from bronze")).toEqual([]);
  expect(await floor.quarantined()).toEqual([]);
});

test("a broken array costs its own broken elements only, and no other file", async () => {
  const floor = await plantFloor();
  const [first = "", second = "", third = "", fourth = ""] = numbered(4);
  await floor.deliver("whole.json", `[\n  ${event({ event_id: "whole" })}\n]\n`);
  await floor.deliver("cut.json", `[${first},\n${second},\n{"ts":"20`);
  await floor.deliver("mixed.json", `\uFEFF[${third}, 5, null,\n{"ts":"no end},\n${fourth}] junk\n`);
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual(["E0", "E1", "E2", "E3", "whole"]);
  expect(await floor.quarantined()).toMatchObject([
    { file: "cut.json", line: 3, reason: "line: not valid JSON", text: '{"ts":"20' },
    { file: "cut.json", line: 4, reason: "line: the array is never closed; is the file cut short?" },
    { file: "mixed.json", line: 2, reason: "line: not a JSON object", text: "5" },
    { file: "mixed.json", line: 3, reason: "line: not a JSON object", text: "null" },
    { file: "mixed.json", line: 4, reason: "line: not valid JSON" },
    { file: "mixed.json", line: 6, reason: "line: not valid JSON", text: "junk" },
  ]);
});

test("arrays may follow one another, one a line", async () => {
  const floor = await plantFloor();
  const [first = "", second = "", third = ""] = numbered(3);
  await floor.deliver("lines.json", `[${first},${second}]\n[${third}]\n`);
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual(["E0", "E1", "E2"]);
  expect(await floor.quarantined()).toEqual([]);
});

test("a first line that begins with a bracket and is no array is a bad line", async () => {
  const floor = await plantFloor();
  await floor.deliver("log.json", `[INFO] started\n${event({ event_id: "kept" })}\n`);
  await floor.ingest();
  expect((await floor.rows(ids)).map((row) => row["event_id"])).toEqual(["kept"]);
  expect(await floor.quarantined()).toMatchObject([{ line: 1, reason: "line: not valid JSON" }]);
});

test("a damaged archive is a fault that names it; the other files are taken in", async () => {
  const floor = await plantFloor();
  await floor.deliver("whole.ndjson.gz", gzipSync(fileOf(numbered(2))));
  await floor.deliver("cut.ndjson.gz", gzipSync(fileOf(numbered(500, "cut"))));
  await truncate(join(floor.landing, "cut.ndjson.gz"), 200);
  await floor.deliver("none.ndjson.gz", "this is no archive");
  await floor.deliver("none.ndjson.zst", "this is no archive");
  const { faults, manifest } = await floor.ingest();
  expect(faults.map(({ name }) => name).toSorted()).toEqual([
    "cut.ndjson.gz",
    "none.ndjson.gz",
    "none.ndjson.zst",
  ]);
  for (const { message } of faults) expect(message).toMatch(/^the archive is damaged or cut short/);
  expect(manifest.sources["telemetry"]?.landed.map(({ path }) => path)).toEqual(["whole.ndjson.gz"]);
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: 2 }]);
});

/** A Zstandard frame of one stored block, with a checksum that is not its own. */
function wronglySummed(content: string): Buffer {
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58];
  return Buffer.concat([Buffer.from(frame), block, Buffer.from(content), Buffer.from([1, 2, 3, 4])]);
}

test("a zstd archive whose checksum is wrong is a fault, though it unpacks", async () => {
  const floor = await plantFloor();
  await floor.deliver("it's [1].ndjson.zst", wronglySummed(fileOf(numbered(2))));
  const { faults } = await floor.ingest();
  expect(faults).toEqual([
    {
      name: "it's [1].ndjson.zst",
      message: "the archive is damaged or cut short (Restored data doesn't match checksum)",
    },
  ]);
  expect(await floor.rows("select 1 from bronze")).toEqual([]);
});

test("names that mean something to DuckDB are only names", async () => {
  const floor = await plantFloor();
  const names = [
    "it's.ndjson",
    "shift[1].ndjson",
    "shift*.ndjson",
    "shift1.ndjson",
    "what?.ndjson",
    "ü 日本.ndjson",
  ];
  for (const name of names) await floor.deliver(name, fileOf([event({ event_id: name }), "bad"]));
  const { faults } = await floor.ingest();
  expect(faults).toEqual([]);
  const rows = await floor.rows(ids);
  expect(rows.map((row) => row["file"])).toEqual(names.toSorted());
  for (const row of rows) expect(row["event_id"]).toBe(row["file"]);
  expect((await floor.quarantined()).map(({ file, line }) => [file, line])).toEqual(
    names.toSorted().map((name) => [name, 2]),
  );
});

test("unknown fields are kept, and an explicit null is told from an absent field", async () => {
  const floor = await plantFloor();
  await floor.deliver(
    "a.ndjson",
    fileOf([
      event({ seq: 1, product_id: null, order_id: "O", colour: "red", nested: { a: [1, null] } }),
      event({ seq: 2, operator_id: null, order_id: null, power_kw: null }),
      event({ seq: 3 }),
    ]),
  );
  await floor.ingest();
  expect(
    await floor.rows(
      "select extra_fields as extra, is_product_cleared as p, is_order_cleared as o, is_operator_cleared as w from bronze order by seq",
    ),
  ).toEqual([
    { extra: '{"colour":"red","nested":{"a":[1,null]}}', p: true, o: false, w: false },
    { extra: null, p: false, o: true, w: true },
    { extra: null, p: false, o: false, w: false },
  ]);
});

test("a null in the middle of a large file is seen", async () => {
  const floor = await plantFloor();
  const lines = [
    ...numbered(60_000),
    event({ event_id: "cleared", order_id: null }),
    ...numbered(60_000, "F"),
  ];
  await floor.deliver("large.ndjson", fileOf(lines));
  await floor.ingest();
  expect(await floor.rows("select event_id from bronze where is_order_cleared")).toEqual([
    { event_id: "cleared" },
  ]);
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: lines.length }]);
});

test("one bad line in a large file is found, whatever the sample saw", async () => {
  const floor = await plantFloor();
  const lines = numbered(120_000).with(77_777, event({ good: 1.5 }));
  await floor.deliver("large.ndjson", fileOf(lines));
  await floor.ingest();
  expect(await floor.quarantined()).toMatchObject([
    { line: 77_778, reason: "good: not a whole number from 0 to 1e9" },
  ]);
  expect(await floor.rows("select count(*) as n from bronze")).toEqual([{ n: lines.length - 1 }]);
});

test("mixed dates end up in one file a date", async () => {
  const floor = await plantFloor();
  const day = (index: number): string => new Date(Date.UTC(2026, 0, 1 + (index % 60))).toISOString();
  await floor.deliver(
    "mixed.ndjson",
    fileOf(Array.from({ length: 6000 }, (_, index) => event({ ts: day(index * 7), seq: index }))),
  );
  await floor.ingest();
  expect(await floor.bronzeFiles()).toHaveLength(60);
  expect(await floor.rows("select count(*) as n, count(distinct seq) as seqs from bronze")).toEqual([
    { n: 6000, seqs: 6000 },
  ]);
});
