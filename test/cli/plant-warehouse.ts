import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, expect } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** A warehouse with the reference files and the telemetry of one of the hand-made plants; nothing is built. */
export async function plantWarehouse(plant: string): Promise<string> {
  const warehouse = await temporaryWarehouse();
  await cp(join(repository, "test/sql/plants", plant), warehouse, { recursive: true });
  return warehouse;
}

/** The same, with everything built. */
export async function builtPlant(plant: string): Promise<string> {
  const warehouse = await plantWarehouse(plant);
  const { code, stderr } = await runCli(["build", "--warehouse", warehouse, "--quiet"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return warehouse;
}

const templates = new Map<string, string>();

afterAll(async () => {
  for (const directory of templates.values()) await rm(directory, { recursive: true, force: true });
});

/** The same, built once for all tests of a file. The copies have times of their own, and so their landing files look touched. */
export async function copyOfBuilt(plant: string): Promise<string> {
  let template = templates.get(plant);
  if (template === undefined) {
    template = await mkdtemp(join(tmpdir(), "indkpi-template-"));
    templates.set(plant, template);
    await cp(await builtPlant(plant), template, { recursive: true });
  }
  const warehouse = await temporaryWarehouse();
  await cp(template, warehouse, { recursive: true });
  return warehouse;
}

/** Another installation of the package, whose SQL a test may change; gives the path of its command line. */
export async function installedCopy(): Promise<{ readonly root: string; readonly cli: string }> {
  const root = await temporaryWarehouse();
  for (const name of ["dist", "sql", "package.json"]) {
    await cp(join(repository, name), join(root, name), { recursive: true });
  }
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  return { root, cli: join(root, "dist", "cli.js") };
}
