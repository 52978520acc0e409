import { valueOf, type Row, type Tables } from "./table.ts";

/** One column of a table by the value of another; the first row counts. */
function lookup(tables: Tables, table: string, key: string, column: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const row of tables.get(table)?.rows ?? []) {
    const [from, to] = [valueOf(row, key), valueOf(row, column)];
    if (from !== null && to !== null && !found.has(from)) found.set(from, to);
  }
  return found;
}

/** The zones in which the dates of a row are local; several for a calendar that sites in several zones share. */
export type ZonesOf = (tableName: string, row: Row) => readonly string[];

const noSite = "UTC";

/** Follows machine, line and site to the zone; UTC where the way breaks off, as for machines known from telemetry. */
export function createZonesOf(tables: Tables): ZonesOf {
  const lineOfMachine = lookup(tables, "machines", "machine_id", "line_id");
  const siteOfLine = lookup(tables, "lines", "line_id", "site_id");
  const zoneOfSite = lookup(tables, "sites", "site_id", "time_zone");
  const calendarOfLine = lookup(tables, "lines", "line_id", "calendar_id");

  const ofSite = (site: string | null | undefined) => zoneOfSite.get(site ?? "") ?? noSite;
  const ofLine = (line: string | null | undefined) => ofSite(siteOfLine.get(line ?? ""));
  const ofMachine = (machine: string | null) => ofLine(lineOfMachine.get(machine ?? ""));
  const zonesOfCalendar = new Map<string, Set<string>>();
  for (const [line, calendar] of calendarOfLine) {
    const zones = zonesOfCalendar.get(calendar) ?? new Set<string>();
    zonesOfCalendar.set(calendar, zones.add(ofLine(line)));
  }

  return (tableName, row) => {
    if (tableName === "standards") return [ofMachine(valueOf(row, "machine_id"))];
    if (tableName === "shifts") {
      return [...(zonesOfCalendar.get(valueOf(row, "calendar_id") ?? "") ?? [noSite])];
    }
    const scopeId = valueOf(row, "scope_id");
    switch (valueOf(row, "scope")) {
      case "site":
        return [ofSite(scopeId)];
      case "line":
        return [ofLine(scopeId)];
      case "machine":
        return [ofMachine(scopeId)];
      case null:
      default:
        return [noSite];
    }
  };
}
