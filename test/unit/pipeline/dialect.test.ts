import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { withDatabase } from "../../../src/engine/database.ts";
import { sqlDirectory } from "../../../src/lib/paths.ts";
import { prepareSession } from "../../../src/pipeline/bind.ts";
import { loadProject } from "../../../src/pipeline/project.ts";

const { dialect } = await loadProject(sqlDirectory());

test.for([
  ["a third is rounded down", "10, 1, 3", "3"],
  ["nothing", "10, 0, 3", "0"],
  ["all of it", "10, 3, 3", "10"],
  ["of no length there is no share", "10, 1, 0", null],
  ["of the unknown there is none", "null, 1, 3", null],
  ["the largest that a bigint multiplies", "3000000000, 3000000000, 3000000000", "3000000000"],
  ["one more", "3000000001, 3000000001, 3000000001", "3000000001"],
  // 9,000,000,000,000,000,000 x 43,200,000 / 86,400,000
  ["half a day of all that a bigint holds", "9000000000000000000, 43200000, 86400000", "4500000000000000000"],
] as const)("whole_share: %s", async ([, values, share]) => {
  await withDatabase({ spillDirectory: join(tmpdir(), "indkpi-test-spill") }, async (database) => {
    await prepareSession(database, dialect);
    const [total, part, whole] = values.split(", ").map((value) => `cast(${value} as bigint)`);
    expect(
      await database.rows(
        `select cast(whole_share(${total}, ${part}, ${whole}) as varchar) as share, typeof(whole_share(${total}, ${part}, ${whole})) as type`,
      ),
    ).toEqual([{ share, type: "BIGINT" }]);
  });
});
