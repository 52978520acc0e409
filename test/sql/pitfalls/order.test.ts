import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { prove, site, speaker } from "../../helpers/plant.ts";

const monday = "2026-01-05";
const shiftsOf = (id: string, columns: string) =>
  `select machine_id, production_date, shift_id, ${columns} from gold.oee_by_machine_shift
  where machine_id like '${id}%' and shift_id != 'unscheduled'`;

const p09 = speaker("P09");
const p10 = speaker("P10");
const p11 = speaker("P11");
const p11b = speaker("P11b");
const p11c = speaker("P11c");
const p16 = speaker("P16");
const p17 = speaker("P17");
const p36 = speaker("P36");
const p36b = speaker("P36b");

const count10 = p10("07:00", { good: 5 }, { seq: 7 });
const fault10 = p10("08:00", "FAILURE", { event_id: "fault-1" });
const otherWayRound = Object.fromEntries(Object.entries(count10).toReversed());

prove(
  "pitfalls of order, repetition and silence",
  [
    {
      name: "P09 events that arrive late are put in their order: 15 minutes down, never a negative time",
      reference: site("P09"),
      events: [
        p09("08:00", "RUNNING"),
        p09("09:00", "RUNNING"),
        p09("08:30", "STOPPED"),
        p09("08:45", "RUNNING"),
        p09("10:00"),
      ],
      sql: shiftsOf("P09", "running_s, other_stop_s, no_data_s"),
      rows: [
        {
          machine_id: "P09",
          production_date: monday,
          shift_id: "early",
          running_s: 6300,
          other_stop_s: 900,
          no_data_s: 7200,
        },
      ],
    },
    {
      name: "P10 an event that is sent again counts once: 5 pieces, one failure",
      reference: site("P10"),
      events: [
        p10("06:00", "RUNNING"),
        count10,
        fault10,
        p10("08:30", "RUNNING"),
        p10("09:00"),
        count10,
        otherWayRound,
        fault10,
      ],
      sql: "select total_qty, failure_count from gold.oee_by_machine where machine_id = 'P10'",
      rows: [{ total_qty: 5, failure_count: 1 }],
    },
    {
      name: "P11 of two states at one time the later in sequence holds, whatever the order of the lines",
      reference: site("P11", { machines: ["P11", "P11b", "P11c"] }),
      events: [
        p11("10:00", "STOPPED", { seq: 2 }),
        p11("10:00", "RUNNING", { seq: 1 }),
        p11b("10:00", "STOPPED", { event_id: "b" }),
        p11b("10:00", "RUNNING", { event_id: "a" }),
        p11c("10:00:00.900", "STOPPED"),
        p11c("10:00:00.200", "RUNNING"),
        p11("11:00"),
      ],
      sql: "select machine_id, running_s, other_stop_s from gold.oee_by_machine where machine_id like 'P11%'",
      rows: [
        { machine_id: "P11", running_s: 0, other_stop_s: 3600 },
        { machine_id: "P11b", running_s: 0, other_stop_s: 3600 },
        { machine_id: "P11c", running_s: 0.7, other_stop_s: 3599.1 },
      ],
    },
    {
      name: "P16 down at 11:30, up at 12:30: 60 minutes",
      reference: site("P16"),
      events: [
        p16("06:00", "RUNNING"),
        p16("11:30", "STOPPED"),
        p16("12:30", "RUNNING"),
        p16("14:00"),
        { ts: "01/05/2026 11:45 AM", machine_id: "P16", event_type: "state", state: "RUNNING" },
        { ts: "2026-01-05T11:50:00", machine_id: "P16", event_type: "state", state: "RUNNING" },
        { ts: "11:55 AM", machine_id: "P16", event_type: "state", state: "RUNNING" },
        { ts: "2026-02-30T11:55:00Z", machine_id: "P16", event_type: "state", state: "RUNNING" },
      ],
      sql: shiftsOf("P16", "other_stop_s"),
      rows: [{ machine_id: "P16", production_date: monday, shift_id: "early", other_stop_s: 3600 }],
    },
    {
      name: "P17 pieces that a skewed clock puts into a stop are kept; the stop stands and performance shows it",
      reference: site("P17", { shifts: ["short 08:00-09:00"] }),
      events: [
        p17("08:00", "RUNNING"),
        p17("08:01", "STOPPED"),
        p17("08:02", { good: 1, seq: 1 }),
        p17("08:02", { good: 1, seq: 2 }),
        p17("08:02", { good: 1, seq: 3 }),
        p17("09:00"),
      ],
      // 3 x 60 s in 60 s of running, in an hour of 3600 s.
      sql: shiftsOf(
        "P17",
        `total_qty, other_stop_s, performance, oee,
        (select is_flagged from gold.standard_audit where machine_id = 'P17') as is_flagged`,
      ),
      rows: [
        {
          machine_id: "P17",
          production_date: monday,
          shift_id: "short",
          total_qty: 3,
          other_stop_s: 3540,
          performance: 3,
          oee: 0.05,
          is_flagged: true,
        },
      ],
    },
    {
      name: "P36 an hour without a link is no data: coverage 87.5 %, neither carried up nor down",
      reference: site("P36", { machines: ["P36", "P36b"], machine: { silence_s: 600 } }),
      events: [
        ...everyTenMinutes("06:00", "10:00").map((time, index) => p36(time, index === 0 ? "RUNNING" : {})),
        p36("10:00", "UNKNOWN"),
        ...everyTenMinutes("11:00", "14:10").map((time, index) => p36(time, index === 0 ? "RUNNING" : {})),
        // Last heard at 09:50, believed until 10:00; the state resumes with the first word at 11:00.
        ...everyTenMinutes("06:00", "10:00").map((time, index) => p36b(time, index === 0 ? "RUNNING" : {})),
        ...everyTenMinutes("11:00", "14:10").map((time) => p36b(time)),
      ],
      sql: shiftsOf("P36", "running_s, no_data_s, availability, coverage, oee_low, oee_high"),
      rows: ["P36", "P36b"].map((machine_id) => ({
        machine_id,
        production_date: monday,
        shift_id: "early",
        running_s: 25_200,
        no_data_s: 3600,
        availability: 1,
        coverage: 0.875,
        oee_low: 0,
        oee_high: 0.125,
      })),
    },
  ],
  (warehouse) => {
    test("P16 a time in words, without zone or impossible is quarantined with its line", () => {
      const directory = join(warehouse(), "quarantine/telemetry");
      const lines = readdirSync(directory).flatMap((name) =>
        readFileSync(join(directory, name), "utf8").trim().split("\n"),
      );
      const times = ["01/05/2026 11:45 AM", "2026-01-05T11:50:00", "11:55 AM", "2026-02-30T11:55:00Z"];
      expect(lines).toHaveLength(times.length);
      for (const time of times) expect(lines.some((line) => line.includes(time))).toBe(true);
      for (const line of lines) expect(line).toContain('"reason":"ts: ');
    });
  },
);

/** From the first time on, before the second. */
function everyTenMinutes(from: string, until: string): readonly string[] {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const times: string[] = [];
  for (let minute = minutes(from); minute < minutes(until); minute += 10) {
    times.push(`${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);
  }
  return times;
}
