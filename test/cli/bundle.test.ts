import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { copyPackage } from "../helpers/package-copy.ts";

test("what lies beside the package is none of its own", async () => {
  const directory = await temporaryWarehouse();
  // Where the library of the command line would look if it were bundled into the command itself.
  await mkdir(join(directory, "locales"));
  await writeFile(join(directory, "locales", "en.json"), JSON.stringify({ "Commands:": "not ours" }));
  const cli = await copyPackage(join(directory, "package"));
  const help = execFileSync(process.execPath, [cli, "--help"], { encoding: "utf8" });
  expect(help).toContain("Commands:");
  expect(help).not.toContain("not ours");
});
