import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const Report = z.object({ diagnostics: z.array(z.object({ filename: z.string(), code: z.string() })) });

/** What the linter of the repository says of files that lie where `path` says. */
async function lint(files: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), "indkpi-lint-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(repository, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${content}\n`);
  }
  const stdout = await new Promise<string>((resolve) => {
    const binary = join(repository, "node_modules", ".bin", "oxlint");
    execFile(binary, ["--format", "json"], { cwd: folder }, (_, output) => resolve(output));
  });
  const found = Object.fromEntries(Object.keys(files).map((path): [string, string[]] => [path, []]));
  for (const { filename, code } of Report.parse(JSON.parse(stdout)).diagnostics) found[filename]?.push(code);
  return found;
}

const imports = (from: string): string => `import { x } from "${from}";\nexport const y = x;`;
const fence = ["eslint(no-restricted-imports)"];
const property = ["eslint(no-restricted-properties)"];

/** Every layer and what it may not import, from a file of its own and from one a folder deeper. */
const forbidden: readonly (readonly [layer: string, others: readonly string[]])[] = [
  ["lib", ["engine", "pipeline", "simulate", "commands", "dashboard", "publish"]],
  ["engine", ["pipeline", "simulate", "commands", "dashboard", "publish"]],
  ["simulate", ["engine", "pipeline", "commands", "dashboard", "publish"]],
  ["pipeline", ["simulate", "commands", "dashboard", "publish"]],
  ["dashboard", ["simulate", "pipeline", "commands", "publish"]],
  ["publish", ["simulate", "pipeline", "commands", "dashboard"]],
];

test("no layer imports what lies beside or above it", async () => {
  const offenders = forbidden.flatMap(([layer, others]) =>
    [...others.map((other) => `${other}/x`), "cli"].flatMap((target, index) => [
      [`src/${layer}/offender-${index}.ts`, imports(`../${target}.ts`)],
      [`src/${layer}/deeper/offender-${index}.ts`, imports(`../../${target}.ts`)],
    ]),
  );
  const found = await lint(Object.fromEntries(offenders));
  for (const [path, codes] of Object.entries(found)) expect.soft(codes, path).toStrictEqual(fence);
});

test("types, re-exports and dynamic imports are no way round", async () => {
  const found = await lint({
    "src/pipeline/types.ts": 'import type { X } from "../commands/x.ts";\nexport type Y = X;',
    "src/pipeline/again.ts": 'export { x } from "../simulate/x.ts";',
    "src/pipeline/later.ts": 'export const load = (): Promise<unknown> => import("../simulate/x.ts");',
  });
  expect(Object.values(found)).toStrictEqual([fence, fence, fence]);
});

test("only the engine imports DuckDB", async () => {
  const layers = ["lib", "simulate", "pipeline", "dashboard", "publish", "commands"];
  const files = layers.map((layer): [string, string] => [`src/${layer}/a.ts`, imports("@duckdb/node-api")]);
  const found = await lint({
    ...Object.fromEntries(files),
    "src/cli.ts": imports("@duckdb/node-api"),
    "src/engine/a.ts": imports("@duckdb/node-api"),
  });
  const { "src/engine/a.ts": engine, ...others } = found;
  expect(engine).toStrictEqual([]);
  expect(Object.values(others)).toStrictEqual(Object.keys(others).map(() => fence));
});

test("the simulator draws from its seed and lives in its own time", async () => {
  const found = await lint({
    "src/simulate/random.ts": "export const a: number = Math.random();",
    "src/simulate/now.ts": "export const a: number = Date.now();",
    "src/simulate/clock.ts": "export const a: number = performance.now();",
    "src/lib/now.ts": "export const a: number = Date.now();",
  });
  expect(Object.values(found)).toStrictEqual([property, property, property, []]);
});

test("the simulator touches no disk, and nothing else of the machine", async () => {
  const found = await lint({
    "src/simulate/a.ts": 'import { readFileSync } from "node:fs";\nexport const a = readFileSync("a");',
    "src/lib/a.ts": 'import { readFileSync } from "node:fs";\nexport const a = readFileSync("a");',
  });
  expect(Object.values(found)).toStrictEqual([fence, []]);
});

test("what a layer may import passes", async () => {
  const found = await lint({
    "src/commands/a.ts": imports("../pipeline/x.ts"),
    "src/pipeline/a.ts": imports("../engine/x.ts"),
    "src/pipeline/deeper/a.ts": imports("../graph.ts"),
    "src/dashboard/a.ts": imports("../engine/x.ts"),
    "src/publish/a.ts": imports("../lib/x.ts"),
    "src/engine/a.ts": imports("../lib/x.ts"),
    "src/simulate/a.ts": imports("../lib/x.ts"),
    "src/lib/a.ts": imports("./x.ts"),
  });
  expect(Object.values(found).flat()).toStrictEqual([]);
});

test("code keeps its rules", async () => {
  const found = await lint({
    "src/lib/any.ts": "export const a = (x: any): unknown => x;",
    "src/lib/bang.ts": "export const a = (x: string | undefined): string => x!;",
    "src/lib/default.ts": "export default 1;",
    "src/lib/console.ts": 'console.log("x");\nexport const a = 1;',
    "src/lib/loose.ts": "export const a = (x: unknown): boolean => x == 1;",
    "src/lib/node.ts": 'import { join } from "path";\nexport const a = join("a");',
  });
  expect(Object.values(found)).toStrictEqual([
    ["typescript(no-explicit-any)"],
    ["typescript(no-non-null-assertion)"],
    ["import(no-default-export)"],
    ["eslint(no-console)"],
    ["eslint(eqeqeq)"],
    ["unicorn(prefer-node-protocol)"],
  ]);
});
