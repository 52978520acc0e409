import { expect, test } from "vitest";

import { csvOf } from "../../../src/dashboard/page/parts/csv.ts";

test("the CSV of a chart is that of indkpi export", () => {
  const columns = ["machine_id", "oee", "reason_name", "note"];
  const rows = [
    ["press", 0.6250910616373153, 'jam, then "stop"', null],
    ["=cmd|' /C calc'!A0", -0.5, "-1+1", ""],
    ["12", 0, " @SUM(A1)", "\tx"],
  ];
  expect(csvOf({ columns, rows })).toBe(
    [
      "machine_id,oee,reason_name,note",
      'press,0.6250910616373153,"jam, then ""stop""",',
      `'=cmd|' /C calc'!A0,-0.5,'-1+1,""`,
      "12,0,' @SUM(A1),'\tx",
      "",
    ].join("\n"),
  );
});
