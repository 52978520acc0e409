import { expect, test } from "vitest";

import { templateFiles } from "../../../src/pipeline/reference/templates.ts";
import { readFiles } from "./plant-files.ts";

test("the templates are a valid plant: every table has all its columns and a row", async () => {
  const { tables } = await readFiles(Object.fromEntries(templateFiles()));
  expect([...templateFiles().keys()]).toEqual([...tables.keys()].map((name) => `${name}.csv`));
  for (const { name, columns, rows } of tables.values()) {
    expect(templateFiles().get(`${name}.csv`)?.split("\n")[0]).toBe(columns.join(","));
    expect(rows.length).toBeGreaterThan(0);
  }
});
