import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";

/** Third-party data that is not ours to commit: beside the checkout where it exists. */
const dataDirectory = join(import.meta.dirname, "../../../shared/data");

async function rowsOf(warehouse: string, sql: string): Promise<unknown> {
  const { code, stdout, stderr } = await runCli(["query", "--warehouse", warehouse, "--format", "json", sql]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe("data that others published, against the answers they gave", () => {
  const indkpi = join(dataDirectory, "indkpi_automotive/data_telemetry.json");

  test.skipIf(!existsSync(indkpi))(
    "an hour of three machines in minute samples: availability, quality and OEE as published; one failure, not 54",
    async () => {
      const warehouse = await temporaryWarehouse();
      mkdirSync(join(warehouse, "landing/indkpi"), { recursive: true });
      cpSync(indkpi, join(warehouse, "landing/indkpi/data_telemetry.json"));
      writeReference(warehouse, {
        sites: "site_id,time_zone\nS1,UTC\n",
        lines: "line_id,site_id,calendar_id\nL1,S1,day\n",
        machines: "machine_id,line_id\nCNC_01,L1\nROBOT_01,L1\nPRESS_01,L1\n",
        standards: "machine_id,ideal_cycle_s\nCNC_01,55\nROBOT_01,40\nPRESS_01,65\n",
        shifts: "calendar_id,shift_id,weekdays,starts_at,ends_at\nday,day,Mon-Sun,06:00,18:00\n",
      });
      const build = await runCli(["build", "--warehouse", warehouse, "--quiet"]);
      expect(build).toEqual({ code: 0, stdout: "", stderr: "" });
      // Samples at 11:32:35.722 to 12:31:35.722, each for its minute: 60 x 60 s planned. PRESS_01 runs 6 of its minutes
      // and makes 6 pieces: 6 x 65 / 360 = 1.0833, uncapped; 6 x 65 / 3600 = 0.10833. MTBF 360 s / 1 failure, still open.
      expect(
        await rowsOf(
          warehouse,
          `select machine_id, planned_production_s, availability, round(performance, 4) as performance,
          round(quality, 4) as quality, round(oee, 4) as oee, failure_count, mtbf_s, mttr_s
          from gold.oee_by_machine order by machine_id`,
        ),
      ).toEqual([
        { ...cncOrRobot, machine_id: "CNC_01", performance: 0.9167, quality: 0.9667, oee: 0.8861 },
        {
          machine_id: "PRESS_01",
          planned_production_s: 3600,
          availability: 0.1,
          performance: 1.0833,
          quality: 1,
          oee: 0.1083,
          failure_count: 1,
          mtbf_s: 360,
          mttr_s: null,
        },
        { ...cncOrRobot, machine_id: "ROBOT_01", performance: 0.6667, quality: 1, oee: 0.6667 },
      ]);
    },
  );
});

const cncOrRobot = {
  planned_production_s: 3600,
  availability: 1,
  failure_count: 0,
  mtbf_s: null,
  mttr_s: null,
};

function writeReference(warehouse: string, tables: Readonly<Record<string, string>>): void {
  mkdirSync(join(warehouse, "reference"), { recursive: true });
  for (const [name, text] of Object.entries(tables)) {
    writeFileSync(join(warehouse, "reference", `${name}.csv`), text);
  }
}
