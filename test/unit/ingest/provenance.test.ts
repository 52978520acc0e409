import { expect, test } from "vitest";

import { event, fileOf, plantFloor } from "./plant-floor.ts";

const origins = "select _source_file as file, event_id from bronze order by event_id";

test("rows name their file, whatever its name is made of", async () => {
  const names = ["it's.ndjson", 'q"uote.ndjson', "day [1]*?.ndjson", "linie/Öfen 1, ä'.ndjson", "b/a.ndjson"];
  const floor = await plantFloor();
  for (const [index, name] of names.entries())
    await floor.deliver(`telemetry/${name}`, fileOf([event({ event_id: `E${index}` })]));
  const { faults } = await floor.ingest();
  expect(faults).toEqual([]);
  expect(await floor.rows(origins)).toEqual(
    names.map((name, index) => ({ file: `telemetry/${name}`, event_id: `E${index}` })),
  );
});

test.each([1, 50, 51])("rows name their file among %i", async (count) => {
  const floor = await plantFloor();
  const files = Array.from({ length: count }, (_, index) => `${String(index).padStart(2, "0")}.ndjson`);
  for (const name of files) await floor.deliver(name, fileOf([event({ event_id: name })]));
  await floor.ingest();
  expect(await floor.rows(origins)).toEqual(files.map((name) => ({ file: name, event_id: name })));
});

test("a refused line among good ones leaves each its own file", async () => {
  const floor = await plantFloor();
  await floor.deliver("a.ndjson", fileOf([event({ event_id: "A" }), "{"]));
  await floor.deliver("b.ndjson", fileOf([event({ event_id: "B" })]));
  await floor.ingest();
  expect(await floor.rows(origins)).toEqual([
    { file: "a.ndjson", event_id: "A" },
    { file: "b.ndjson", event_id: "B" },
  ]);
  expect(await floor.quarantined()).toMatchObject([{ file: "a.ndjson", line: 2 }]);
});

test("file and batch are text to whoever reads the Parquet file", async () => {
  const floor = await plantFloor();
  await floor.deliver("a.ndjson", fileOf([event()]));
  await floor.ingest();
  const [row] = await floor.rows(
    "select typeof(_source_file) as file, typeof(_batch_id) as batch from bronze",
  );
  expect(row).toEqual({ file: "VARCHAR", batch: "VARCHAR" });
});
