import { baseRequests } from "../shared/requests.ts";
import { daysIn, usualDays, type Scope } from "../shared/route.ts";
import type { Place, Plant } from "./context.ts";
import { rowsOf, text, time, type Row } from "./rows.ts";
import { ask } from "./store.ts";

/** Asks what every screen needs to know. Undefined where no machine was ever heard of. */
export async function loadPlant(isReport: boolean): Promise<Plant | undefined> {
  const [places = [], filters = [], reasons = []] = await Promise.all(
    baseRequests.map(async (request) => rowsOf(await ask(request))),
  );
  const idOf = (kind: string) =>
    text(
      filters.find((row) => row["kind"] === kind),
      "id",
    );
  const [first, last] = [idOf("first_date"), idOf("last_date")];
  if (first === "" || last === "") return undefined;
  const listOf = (kind: string) =>
    filters
      .filter((row) => row["kind"] === kind)
      .map((row) => [text(row, "id"), text(row, "name") || text(row, "id")] as const);
  return {
    span: { first, last, days: isReport ? daysIn(first, last) : usualDays },
    places: places.map(placeOfRow),
    shifts: listOf("shift"),
    products: listOf("product"),
    reasonNames: new Map(reasons.map((row) => [text(row, "reason_code"), text(row, "name")])),
  };
}

const scopes: Readonly<Record<string, Scope>> = {
  plant: "plant",
  site: "site",
  line: "line",
  machine: "machine",
};

function placeOfRow(row: Row): Place {
  return {
    scope: scopes[text(row, "scope")] ?? "plant",
    scopeId: text(row, "scope_id"),
    name: text(row, "name"),
    parentScope: text(row, "parent_scope"),
    parentId: text(row, "parent_id"),
    zone: text(row, "time_zone") || "UTC",
    constraintId: text(row, "constraint_machine_id"),
    outputId: text(row, "output_machine_id"),
    horizonMs: time(row, "horizon_at"),
  };
}

/** The place itself and those above it, the plant first. */
export function pathTo(plant: Plant, place: Place): readonly Place[] {
  const above = plant.places.find(
    ({ scope, scopeId }) => scope === place.parentScope && scopeId === place.parentId,
  );
  return above === undefined ? [place] : [...pathTo(plant, above), place];
}
