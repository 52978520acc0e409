import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { warehousePaths, type WarehousePaths } from "../../../src/lib/paths.ts";
import { recallParsed, rememberParsed } from "../../../src/pipeline/parsed.ts";
import { tinyGraph, tinyProject, type TinyModels } from "./tiny-project.ts";

const models: TinyModels = { "silver.a": "select lower('A') as a", "gold.b": "select a from silver.a" };

async function remembered(): Promise<{ paths: WarehousePaths; file: string }> {
  const root = mkdtempSync(join(tmpdir(), "indkpi-parsed-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  rememberParsed(paths, tinyProject(models), await tinyGraph(models));
  return { paths, file: join(paths.state, "parsed.json") };
}

test("what was parsed is known the next time", async () => {
  const { paths } = await remembered();
  const { nodes } = await tinyGraph(models);
  expect(recallParsed(paths, tinyProject(models))).toStrictEqual({
    "silver.a": {
      inputs: [],
      functions: ["lower"],
      syntaxId: nodes.get("silver.a")?.syntaxId,
      groupedColumns: [],
    },
    "gold.b": {
      inputs: ["silver.a"],
      functions: [],
      syntaxId: nodes.get("gold.b")?.syntaxId,
      groupedColumns: [],
    },
  });
});

test.each<[string, TinyModels, string]>([
  ["another SQL", { ...models, "silver.a": "select upper('A') as a" }, ""],
  ["another model", { ...models, "gold.c": "select 1 as a" }, ""],
  ["one model less", { "silver.a": "select lower('A') as a" }, ""],
  ["another name", { "silver.a": "select lower('A') as a", "gold.c": "select a from silver.a" }, ""],
  ["another dialect", models, "create macro f(x) as x;"],
])("%s is not known", async (_, changed, dialect) => {
  const { paths } = await remembered();
  expect(recallParsed(paths, tinyProject(changed, dialect))).toBeUndefined();
});

test.each(["", "{", "null", "[]", "{}", '{"key":1,"selects":{}}'])(
  "a file that holds %j is ignored",
  async (content) => {
    const { paths, file } = await remembered();
    writeFileSync(file, content);
    expect(recallParsed(paths, tinyProject(models))).toBeUndefined();
  },
);

test("a file that lacks a model is ignored", async () => {
  const { paths, file } = await remembered();
  writeFileSync(file, readFileSync(file, "utf8").replace('"gold.b"', '"gold.x"'));
  expect(recallParsed(paths, tinyProject(models))).toBeUndefined();
});

test("looking writes nothing", () => {
  const root = mkdtempSync(join(tmpdir(), "indkpi-parsed-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  expect(recallParsed(paths, tinyProject(models))).toBeUndefined();
  expect(existsSync(paths.state)).toBe(false);
});
