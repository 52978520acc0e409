import { mergeReference, prove, site, speaker } from "../helpers/plant.ts";

const aim = speaker("aim");

prove("targets of the plant", [
  {
    name: "a target holds for the days that begin in it, by the clock of the site; less scrap is better",
    reference: mergeReference([
      site("aim", {
        zone: "America/New_York",
        shifts: ["day 06:00-14:00"],
        more: {
          targets: [
            { scope: "site", scope_id: "aim", kpi: "oee", target: 0.5, valid_to: "2026-01-06" },
            { scope: "site", scope_id: "aim", kpi: "oee", target: 0.6, valid_from: "2026-01-06" },
            { scope: "machine", scope_id: "aim", kpi: "scrap_qty", target: 25 },
            // Midnight in New York is 05:00 UTC: an hour later the sixth has begun.
            {
              scope: "line",
              scope_id: "aim",
              kpi: "quality",
              target: 0.95,
              valid_from: "2026-01-06T06:00:00Z",
            },
            { scope: "line", scope_id: "aim", kpi: "mttr_s", target: 60, valid_to: "2026-01-06T05:00:00Z" },
          ],
        },
      }),
    ]),
    // 06:00 in New York is 11:00 UTC. 240 and 270 good of 480 minutes; OEE 0.5 and 0.5625.
    events: ["2026-01-05", "2026-01-06", "2026-01-07"].flatMap((date, day) => [
      aim(`${date}T11:00:00Z`, "RUNNING"),
      aim(`${date}T12:00:00Z`, { good: [240, 270, 0][day] ?? 0, scrap: [20, 30, 0][day] ?? 0 }),
      aim(`${date}T19:00:00Z`, "OFF"),
    ]),
    sql: "select scope, kpi, production_date, target, reached, is_met from gold.target_attainment where scope_id = 'aim'",
    rows: [
      { scope: "site", kpi: "oee", production_date: "2026-01-05", target: 0.5, reached: 0.5, is_met: true },
      {
        scope: "site",
        kpi: "oee",
        production_date: "2026-01-06",
        target: 0.6,
        reached: 0.5625,
        is_met: false,
      },
      { scope: "site", kpi: "oee", production_date: "2026-01-07", target: 0.6, reached: 0, is_met: false },
      {
        scope: "machine",
        kpi: "scrap_qty",
        production_date: "2026-01-05",
        target: 25,
        reached: 20,
        is_met: true,
      },
      {
        scope: "machine",
        kpi: "scrap_qty",
        production_date: "2026-01-06",
        target: 25,
        reached: 30,
        is_met: false,
      },
      {
        scope: "machine",
        kpi: "scrap_qty",
        production_date: "2026-01-07",
        target: 25,
        reached: 0,
        is_met: true,
      },
      {
        scope: "line",
        kpi: "quality",
        production_date: "2026-01-07",
        target: 0.95,
        reached: null,
        is_met: null,
      },
      {
        scope: "line",
        kpi: "mttr_s",
        production_date: "2026-01-05",
        target: 60,
        reached: null,
        is_met: null,
      },
    ],
  },
]);
