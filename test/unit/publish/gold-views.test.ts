import { expect, test } from "vitest";

import { postgresView } from "../../../src/publish/gold-views.ts";

test("a model becomes a view, word for word but for doubles and common table expressions", () => {
  const sql = `with sums as (
    select cast(sum(a_ms) as bigint) as a_ms, case when b then (c) end as (d) from gold.x
),

final as (
    select cast(a_ms as double) / 1e3 as a_s from sums
)

select * from final
`;
  expect(postgresView({ relation: "gold.y", sql, description: "" }))
    .toBe(`create or replace view "gold"."y" as
with sums as not materialized (
    select cast(sum(a_ms) as bigint) as a_ms, case when b then (c) end as (d) from gold.x
),

final as not materialized (
    select cast(a_ms as double precision) / 1e3 as a_s from sums
)

select * from final
`);
});
