import { prove, site, speaker } from "../../helpers/plant.ts";

const midnight = Date.UTC(2025, 0, 6);
const atHour = (hour: number) => new Date(midnight + hour * 3_600_000).toISOString();
const ahu = speaker("ahu");
const inherent = speaker("inherent");
const elsmar = speaker("elsmar");
const leanworx = speaker("leanworx");

/** Hours of running, then hours of repair, so many times. */
const failures = (at: typeof ahu, { count, runHours, repairHours }: Readonly<Record<string, number>>) => {
  const period = (runHours ?? 0) + (repairHours ?? 0);
  return [
    ...Array.from({ length: count ?? 0 }, (_, index) => [
      at(atHour(index * period), "RUNNING"),
      at(atHour(index * period + (runHours ?? 0)), "FAILURE"),
    ]).flat(),
    at(atHour((count ?? 0) * period), "RUNNING"),
  ];
};
const weekdays = (count: number) => Array.from({ length: count }, (_, day) => day * 24);

prove("published examples over weeks and months", [
  {
    name: "ahu_mtbf: 3600 h of operation with 12 failures are 300 h",
    reference: site("ahu", { shifts: [], machine: { silence_s: 10_000_000 } }),
    events: failures(ahu, { count: 12, runHours: 300, repairHours: 2 }),
    sql: "select running_s / 3600 as operating_h, failure_count, mtbf_s / 3600 as mtbf_h from gold.oee_by_machine where machine_id = 'ahu'",
    rows: [{ operating_h: 3600, failure_count: 12, mtbf_h: 300 }],
  },
  {
    name: "mtbf_10000h_10_availability: MTBF 1000 h, MTTR 5 h, availability 0.995",
    reference: site("inherent", { shifts: [], machine: { silence_s: 10_000_000 } }),
    events: failures(inherent, { count: 10, runHours: 1000, repairHours: 5 }),
    sql: `select mtbf_s / 3600 as mtbf_h, mttr_s / 3600 as mttr_h, round(availability, 3) as availability
      from gold.oee_by_machine where machine_id = 'inherent'`,
    rows: [{ mtbf_h: 1000, mttr_h: 5, availability: 0.995 }],
  },
  {
    name: "elsmar_24_5: three shifts on five days of seven cannot give more than 71.4 %",
    reference: site("elsmar", {
      shifts: ["n 00:00-08:00 Mon-Fri", "e 08:00-16:00 Mon-Fri", "l 16:00-00:00 Mon-Fri"],
    }),
    events: [
      elsmar(atHour(0), "RUNNING"),
      ...weekdays(5).map((hour) => elsmar(atHour(hour + 23), { good: 1440 })),
      elsmar(atHour(120), "OFF"),
      elsmar(atHour(168)),
    ],
    sql: "select oee, round(100 * teep, 1) as ceiling_pct from gold.oee_by_machine where machine_id = 'elsmar'",
    rows: [{ oee: 1, ceiling_pct: 71.4 }],
  },
  {
    name: "leanworx_teep_2: OEE 60 % on 11 h of 6 days is a TEEP of 23.6 %, utilization 39.3 %",
    reference: site("leanworx", { shifts: ["day 06:00-18:00 Mon-Sat"], breaks: ["day 12:00-13:00"] }),
    events: [
      leanworx(atHour(0), "OFF"),
      ...weekdays(6).flatMap((hour) => [
        leanworx(atHour(hour + 6), "RUNNING"),
        leanworx(atHour(hour + 11), { good: 396 }),
        leanworx(atHour(hour + 12), "IDLE"),
        leanworx(atHour(hour + 13), "RUNNING"),
        leanworx(atHour(hour + 18), "OFF"),
      ]),
      leanworx(atHour(168)),
    ],
    sql: `select round(100 * oee, 1) as oee_pct, round(100 * teep, 1) as teep_pct,
      round(100 * planned_production_s / calendar_s, 1) as utilization_pct
      from gold.oee_by_machine where machine_id = 'leanworx'`,
    rows: [{ oee_pct: 60, teep_pct: 23.6, utilization_pct: 39.3 }],
  },
]);
