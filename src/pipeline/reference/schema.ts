import type { CellKind } from "./cells.ts";
import type { ColumnSpec, LinkSpec, TableSpec } from "./spec.ts";

const need = (name: string, kind: CellKind = "text"): ColumnSpec => ({ name, kind, isRequired: true });
const may = (name: string, kind: CellKind = "text"): ColumnSpec => ({ name, kind, isRequired: false });
const validity = [may("valid_from", "bound"), may("valid_to", "bound")];
const validitySpan = ["valid_from", "valid_to"] as const;

const link = (column: string, table: string, target = column): LinkSpec => ({
  columns: [column],
  table,
  targets: [target],
});
const scopeLink = (scope: string, table: string): LinkSpec => ({
  ...link("scope_id", table, `${scope}_id`),
  when: { column: "scope", value: scope },
});

/**
 * The twelve tables, columns in contract order. `standards` and `planned_stops` do not link their machine_id to
 * `machines`: a machine may be known from telemetry alone.
 */
export const tableSpecs: readonly TableSpec[] = [
  { name: "sites", columns: [need("site_id"), may("name"), need("time_zone", "zone")], key: ["site_id"] },
  {
    name: "lines",
    columns: [
      need("line_id"),
      may("site_id"),
      may("area_id"),
      may("name"),
      may("constraint_machine_id"),
      may("output_machine_id"),
      may("calendar_id"),
    ],
    key: ["line_id"],
    links: [
      link("site_id", "sites"),
      link("constraint_machine_id", "machines", "machine_id"),
      link("output_machine_id", "machines", "machine_id"),
      link("calendar_id", "shifts"),
    ],
  },
  {
    name: "machines",
    columns: [
      need("machine_id"),
      may("line_id"),
      may("machine_type"),
      may("name"),
      may("position", "whole"),
      may("silence_s", "silence"),
      may("minor_stop_s", "secondsFromZero"),
    ],
    key: ["machine_id"],
    links: [link("line_id", "lines")],
  },
  { name: "products", columns: [need("product_id"), may("name")], key: ["product_id"] },
  {
    name: "standards",
    columns: [need("machine_id"), may("product_id"), need("ideal_cycle_s", "cycle"), ...validity],
    links: [link("product_id", "products")],
    span: validitySpan,
  },
  {
    name: "shifts",
    columns: [
      need("calendar_id"),
      need("shift_id", "shiftId"),
      need("weekdays", "weekdays"),
      need("starts_at", "startTime"),
      need("ends_at", "endTime"),
      ...validity,
    ],
    key: ["calendar_id", "shift_id", "valid_from"],
    span: validitySpan,
  },
  {
    name: "breaks",
    columns: [
      need("calendar_id"),
      need("shift_id", "shiftId"),
      may("name"),
      need("starts_at", "startTime"),
      need("ends_at", "endTime"),
    ],
    links: [{ columns: ["calendar_id", "shift_id"], table: "shifts", targets: ["calendar_id", "shift_id"] }],
  },
  {
    name: "holidays",
    columns: [need("calendar_id"), need("date", "date"), may("name")],
    key: ["calendar_id", "date"],
    links: [link("calendar_id", "shifts")],
  },
  {
    name: "planned_stops",
    columns: [
      need("machine_id"),
      need("started_at", "timestamp"),
      need("ended_at", "timestamp"),
      may("reason_code"),
    ],
    span: ["started_at", "ended_at"],
  },
  {
    name: "reasons",
    columns: [need("reason_code"), may("name"), may("parent_code"), may("bucket", "bucket")],
    key: ["reason_code"],
    links: [link("parent_code", "reasons", "reason_code")],
  },
  {
    name: "orders",
    columns: [
      need("order_id"),
      may("product_id"),
      may("line_id"),
      may("planned_qty", "whole"),
      may("planned_scrap_qty", "whole"),
      may("planned_start_at", "timestamp"),
      may("planned_end_at", "timestamp"),
    ],
    key: ["order_id"],
    links: [link("product_id", "products"), link("line_id", "lines")],
    span: ["planned_start_at", "planned_end_at"],
  },
  {
    name: "targets",
    columns: [
      need("scope", "scope"),
      need("scope_id"),
      need("kpi", "kpi"),
      need("target", "number"),
      ...validity,
    ],
    links: [scopeLink("site", "sites"), scopeLink("line", "lines"), scopeLink("machine", "machines")],
    span: validitySpan,
  },
];
