import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { sqlDirectory, warehousePaths } from "../../../src/lib/paths.ts";
import { readSettings } from "../../../src/lib/settings.ts";
import { packageVersion } from "../../../src/lib/version.ts";

const at = { env: {}, workingDirectory: "/work" };

test("flag before environment before default", () => {
  const env = { INDKPI_WAREHOUSE: "from-env" };
  expect(readSettings({ warehouse: "from-flag" }, { ...at, env }).warehouse).toBe("/work/from-flag");
  expect(readSettings({}, { ...at, env }).warehouse).toBe("/work/from-env");
  expect(readSettings({}, at).warehouse).toBe("/work/warehouse");
  expect(readSettings({}, { ...at, env: { INDKPI_WAREHOUSE: "" } }).warehouse).toBe("/work/warehouse");
});

test("--quiet and --no-progress end progress, NO_COLOR and a dumb terminal end colour", () => {
  expect(readSettings({}, at)).toMatchObject({ hasProgress: true, hasColor: true, isQuiet: false });
  expect(readSettings({ quiet: true }, at)).toMatchObject({ hasProgress: false, isQuiet: true });
  expect(readSettings({ "no-progress": true }, at)).toMatchObject({ hasProgress: false, isQuiet: false });
  expect(readSettings({}, { ...at, env: { NO_COLOR: "1" } }).hasColor).toBe(false);
  expect(readSettings({}, { ...at, env: { TERM: "dumb" } }).hasColor).toBe(false);
});

test("every path of a warehouse is absolute and below its root", () => {
  const { root, ...paths } = warehousePaths("plant");
  expect(root).toBe(join(process.cwd(), "plant"));
  for (const path of Object.values(paths)) expect(path.startsWith(`${root}/`)).toBe(true);
  expect(paths.staging).toBe(join(root, ".indkpi", "staging"));
});

test("the SQL and the version are found from here", () => {
  expect(existsSync(join(sqlDirectory(), "gold"))).toBe(true);
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
});
