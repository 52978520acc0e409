import { UserError } from "../../lib/errors.ts";
import { nearestName } from "../../lib/nearest-name.ts";
import { asText } from "../../engine/values.ts";
import type { Lake } from "../lake.ts";

/** Throws where the plant has no such machine, and says which one may be meant. */
export async function requireMachine({ bind, database }: Lake, machineId: string): Promise<void> {
  await bind(["gold.dim_machine"]);
  const rows = await database.rows("select machine_id from gold.dim_machine order by machine_id");
  const known = rows.map((row) => asText(row["machine_id"]));
  if (known.includes(machineId)) return;
  const nearest = nearestName(machineId, known);
  const some = known.length > 8 ? `${known.slice(0, 8).join(", ")} ...` : known.join(", ");
  throw new UserError(`there is no machine ${machineId}`, {
    code: "UNKNOWN_MACHINE",
    hint: nearest === undefined ? `there are ${some}` : `did you mean ${nearest}?`,
  });
}
