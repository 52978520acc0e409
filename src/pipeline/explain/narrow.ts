import { literal } from "../../engine/database.ts";
import type { Lake } from "../lake.ts";

/** One shift of one machine. */
export interface MachineShift {
  readonly machineId: string;
  /** As in 2026-01-05. */
  readonly date: string;
  readonly shiftId: string;
}

const shiftFacts = ["fact_oee", "fact_loss", "fact_failure", "fact_scrap", "fact_maintenance"];
const dateFacts = ["fact_first_pass"];

/**
 * Cuts the facts of a session to one shift: the models above them then say of it what else they say of days or of all
 * time, and nothing about a KPI is written a second time. What has no shifts is cut to the date.
 */
export async function narrowFacts(
  { database, bind }: Lake,
  { machineId, date, shiftId }: MachineShift,
): Promise<void> {
  await bind([...shiftFacts, ...dateFacts].map((fact) => `gold.${fact}`));
  await database.run("create schema if not exists explained");
  for (const fact of [...shiftFacts, ...dateFacts]) {
    const ofDate = `machine_id = ${literal(machineId)} and production_date = date ${literal(date)}`;
    const condition = dateFacts.includes(fact) ? ofDate : `${ofDate} and shift_id = ${literal(shiftId)}`;
    await database.run(
      `create or replace table explained.${fact} as select * from gold.${fact} where ${condition}`,
    );
    await database.run(`create or replace view gold.${fact} as select * from explained.${fact}`);
  }
}
