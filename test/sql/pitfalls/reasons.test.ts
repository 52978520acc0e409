import { plannedStop, prove, site, speaker } from "../../helpers/plant.ts";

const pareto = speaker("pareto");
const words = speaker("words");
const planned = speaker("planned");

prove("pitfalls of reasons", [
  {
    name: "P01 a stop over two shifts is one of 45 minutes, not two of 20 and 25",
    reference: site("pareto", { shifts: ["early 06:00-14:00", "late 14:00-22:00"] }),
    events: [
      pareto("06:00", "RUNNING"),
      pareto("08:00", "FAILURE", { reason_code: "JAM" }),
      pareto("08:15", "RUNNING"),
      pareto("13:40", "FAILURE", { reason_code: "JAM" }),
      pareto("14:25", "RUNNING"),
      pareto("22:00"),
    ],
    sql: `select reason_code, loss_s, stop_count, longest_s, loss_ratio, cumulative_ratio
      from gold.loss_pareto where machine_id = 'pareto'`,
    rows: [
      {
        reason_code: "JAM",
        loss_s: 3600,
        stop_count: 2,
        longest_s: 2700,
        loss_ratio: 1,
        cumulative_ratio: 1,
      },
    ],
  },
  {
    name: "a reason that only a later word or a reject gave is one of the reasons",
    reference: site("words"),
    events: [
      words("06:00", "RUNNING"),
      words("07:00", "STOPPED"),
      words("07:30", "RUNNING"),
      words("08:00", { at: "2026-01-05T07:10:00Z", reason_code: "words: told later" }),
      words("09:00", { good: 9, scrap: 1, reason_code: "words: of a reject" }),
      words("10:00"),
    ],
    sql: "select reason_code, top_reason_code from gold.dim_reason where reason_code like 'words%'",
    rows: ["words: told later", "words: of a reject"].map((reason_code) => ({
      reason_code,
      top_reason_code: reason_code,
    })),
  },
  {
    name: "a planned stop has the reason of the plan, unless the machine gave one; of two stops that overlap the later",
    reference: site("planned", {
      more: {
        planned_stops: [
          { ...plannedStop("planned", "07:00", "09:00"), reason_code: "planned: cleaning" },
          { ...plannedStop("planned", "08:30", "09:30"), reason_code: "planned: meeting" },
          plannedStop("planned", "12:00", "12:20"),
        ],
      },
    }),
    events: [
      planned("06:00", "RUNNING"),
      planned("07:10", "IDLE"),
      planned("09:20", "FAILURE", { reason_code: "E1" }),
      planned("09:40", "RUNNING"),
      planned("12:00", "IDLE"),
      planned("12:20", "RUNNING"),
      planned("14:00"),
    ],
    // Running from 07:00 to 07:10 stays running; the failure is planned until 09:30 and a breakdown after it.
    sql: `select bucket, reason_code, loss_ms / 60000 as loss_min,
      (select count(*) from gold.dim_reason as known where known.reason_code = losses.reason_code) as known_count
      from gold.fact_loss as losses where machine_id = 'planned'`,
    rows: [
      { bucket: "planned_stop", reason_code: "planned: cleaning", loss_min: 80, known_count: 1 },
      { bucket: "planned_stop", reason_code: "planned: meeting", loss_min: 50, known_count: 1 },
      { bucket: "planned_stop", reason_code: "E1", loss_min: 10, known_count: 1 },
      { bucket: "breakdown", reason_code: "E1", loss_min: 10, known_count: 1 },
      { bucket: "planned_stop", reason_code: null, loss_min: 20, known_count: 0 },
    ],
  },
]);
