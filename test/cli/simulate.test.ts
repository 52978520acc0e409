import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";

/** Path to SHA-256 of everything a simulation has written. */
async function digests(...args: readonly string[]): Promise<Map<string, string>> {
  const warehouse = await temporaryWarehouse();
  const { code, stdout } = await runCli(["simulate", "--warehouse", warehouse, "--quiet", ...args]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const entries = await readdir(warehouse, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found = new Map<string, string>();
  for (const path of paths.toSorted()) {
    const digest = createHash("sha256").update(await readFile(path));
    found.set(relative(warehouse, path), digest.digest("hex"));
  }
  return found;
}

test.each([
  ["plain", []],
  ["gzip", ["--gzip"]],
  ["dirty", ["--dirt", "heavy"]],
])("the same seed makes the same %s bytes, however many workers make them", async (_kind, options) => {
  const plant = ["--scenario", "automotive", "--days", "1", "--seed", "5", ...options];
  const alone = await digests(...plant, "--workers", "1");
  expect([...alone.keys()].filter((path) => path.startsWith("landing/"))).toHaveLength(25);
  expect([...alone.keys()].filter((path) => path.startsWith("truth/"))).toHaveLength(3);
  for (const workers of ["2", "64"]) {
    expect(await digests(...plant, "--workers", workers)).toEqual(alone);
  }
  expect(await digests(...plant, "--seed", "6")).not.toEqual(alone);
});

test("gzip holds the very lines that are written without", async () => {
  const [plain, packed] = [await temporaryWarehouse(), await temporaryWarehouse()];
  await runCli(["simulate", "--warehouse", plain, "--days", "1", "--lines", "2"]);
  await runCli(["simulate", "--warehouse", packed, "--days", "1", "--lines", "2", "--gzip"]);
  for (const name of await readdir(join(plain, "landing"))) {
    const unpacked = gunzipSync(await readFile(join(packed, "landing", `${name}.gz`)));
    expect(unpacked.equals(await readFile(join(plain, "landing", name)))).toBe(true);
  }
});

test("again, it writes nothing; another seed refuses to replace what is there", async () => {
  const warehouse = await temporaryWarehouse();
  const args = ["simulate", "--warehouse", warehouse, "--days", "1"];
  expect((await runCli(args)).stderr).toMatch(/^simulated [\d,]+ events in 1 day: .*, [\d,]+ events\/s$/m);
  expect((await runCli(args)).stderr).toContain("nothing to write");
  const other = await runCli([...args, "--seed", "7"]);
  expect(other.code).toBe(1);
  expect(other.stderr).toContain("would change; nothing is written");
  expect(await runCli([...args, "--seed", "7", "--force", "--quiet"])).toMatchObject({ code: 0, stderr: "" });
});

test("a scenario that cannot be is refused with all its faults, and nothing is written", async () => {
  const warehouse = await temporaryWarehouse();
  const scenario = join(warehouse, "mine.json");
  await writeFile(scenario, JSON.stringify({ base: "demo", workdays: [7], speed: 1 }));
  const { code, stderr } = await runCli(["simulate", "--warehouse", warehouse, "--scenario", scenario]);
  expect(code).toBe(2);
  expect(stderr).toContain('workdays.0: Too big: expected number to be <=6; it: Unrecognized key: "speed"');
  expect(await readdir(warehouse)).toEqual(["mine.json"]);
  const none = await runCli(["simulate", "--warehouse", warehouse, "--workers", "0"]);
  expect(none.code).toBe(2);
});
