import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { warehousePaths, type WarehousePaths } from "../../../src/lib/paths.ts";
import {
  emptyManifest,
  manifestPath,
  readManifest,
  soundManifest,
  writeManifest,
  type Manifest,
  type TableState,
} from "../../../src/pipeline/manifest.ts";

function temporaryPaths(): WarehousePaths {
  const root = mkdtempSync(join(tmpdir(), "indkpi-manifest-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  mkdirSync(paths.state, { recursive: true });
  return paths;
}

function table(contentId: string): TableState {
  const part = { contentId, sha256: "s", rows: 1, bytes: 2, modifiedMs: 3.5, inputs: "a - b" };
  return {
    dependencies: { "sql silver.a": 'quoted " and { braces },' },
    columns: [{ name: "machine_id", type: "VARCHAR" }],
    parts: { "2026-01-05": part, "2026-01-06": { ...part, contentId: `${contentId}2` } },
  };
}

const two: Manifest = {
  ...emptyManifest,
  tables: { "silver.a": table("a"), "gold.b": table("b") },
  restatements: ["history/restatements/x.parquet"],
};
const textIn = (paths: WarehousePaths): string => readFileSync(manifestPath(paths), "utf8");

test.each([
  ["no tables", emptyManifest],
  ["two tables", two],
])("what is written is read again: %s", (_, manifest) => {
  const paths = temporaryPaths();
  writeManifest(paths, manifest);
  expect(JSON.parse(textIn(paths))).toStrictEqual(manifest);
  expect(readManifest(paths)).toStrictEqual(manifest);
});

test("a table that is replaced is written anew, and the others as they were read", () => {
  const paths = temporaryPaths();
  writeManifest(paths, two);
  const read = readManifest(paths);
  const next = { ...read, modelled: { telemetry: 1 }, tables: { ...read.tables, "gold.b": table("new") } };
  writeManifest(paths, next);
  expect(JSON.parse(textIn(paths))).toStrictEqual({
    ...two,
    modelled: { telemetry: 1 },
    tables: next.tables,
  });
});

test.each([
  ["indented", (text: string) => JSON.stringify(JSON.parse(text), undefined, 2)],
  ["on one line", (text: string) => JSON.stringify(JSON.parse(text))],
  ["with a space behind a table", (text: string) => text.replace("},\n", "}, \n")],
  ["with blank lines between", (text: string) => text.replace(",\n", ",\n\n")],
  ["with tables before all else", (text: string) => JSON.stringify(reversed(JSON.parse(text)))],
  ["with Windows line ends", (text: string) => text.replaceAll("\n", "\r\n")],
])("a manifest laid out in another way is read and written back whole: %s", (_, layOut) => {
  const paths = temporaryPaths();
  writeManifest(paths, two);
  const usual = textIn(paths);
  writeFileSync(manifestPath(paths), layOut(usual));
  const read = readManifest(paths);
  expect(read).toStrictEqual(two);
  writeManifest(paths, read);
  expect(JSON.parse(textIn(paths))).toStrictEqual(two);
});

test.each([
  ["cut short", (text: string) => text.slice(0, -10)],
  ["a part without its size", (text: string) => text.replace('"bytes":2,', "")],
  ["a part whose count is text", (text: string) => text.replace('"rows":1', '"rows":"1"')],
  ["a part that is null", (text: string) => text.replace(/"2026-01-05":\{[^}]*\}/, '"2026-01-05":null')],
  ["parts that are none", (text: string) => text.replace(/"parts":\{.*?\}\}/, '"parts":7')],
])("a damaged manifest is told from a sound one: %s", (_, damage) => {
  const paths = temporaryPaths();
  writeManifest(paths, two);
  writeFileSync(manifestPath(paths), damage(textIn(paths)));
  expect(soundManifest(paths)).toBeUndefined();
  expect(() => readManifest(paths)).toThrow("is damaged");
});

function reversed(object: object): object {
  return Object.fromEntries(Object.entries(object).toReversed());
}
