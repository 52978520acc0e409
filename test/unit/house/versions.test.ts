import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { lockedVersions, presentVersions, versionFaults } from "../../docs/versions.ts";

const changelog = readFileSync(join(import.meta.dirname, "../../../CHANGELOG.md"), "utf8");

test("no model says anything new under an old version", async () => {
  expect(versionFaults(lockedVersions(), await presentVersions(), changelog)).toStrictEqual([]);
});

const locked = { "gold.x": { version: 1, meaning: "a" } };

test.each([
  ["another meaning", { version: 1, meaning: "b" }, "gold.x does not say what version 1 of it said"],
  ["a version before", { version: 0, meaning: "a" }, "gold.x went back from version 1 to 0"],
  [
    "a version that nobody locked",
    { version: 2, meaning: "b" },
    "gold.x has a new version: npm run versions",
  ],
])("%s is told", (_, present, fault) => {
  expect(versionFaults(locked, { "gold.x": present }, "| gold.x | 2 |")[0]).toContain(fault);
});

test("a raised version wants a row in the change log; a model may be gone only from both", () => {
  const raised = { "gold.x": { version: 2, meaning: "b" } };
  expect(versionFaults(raised, raised, "nothing")).toStrictEqual([
    "CHANGELOG.md has no row `| gold.x | 2 | column | before | now |`",
  ]);
  expect(versionFaults(raised, raised, "| gold.x | 2 | oee | 0 | null |")).toStrictEqual([]);
  expect(versionFaults(locked, {}, "")).toStrictEqual(["gold.x is gone: npm run versions"]);
});
