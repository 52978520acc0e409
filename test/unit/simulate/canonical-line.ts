/** An independent reading of the canonical telemetry table: what is wrong with one line, if anything. */

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value !== "";
const isTextOrNull: Check = (value) => value === null || isText(value);
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isPieces: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isTs: Check = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value;
const isShare: Check = (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 1;

const STATES = new Set([
  "RUNNING",
  "SETUP",
  "IDLE",
  "STOPPED",
  "STARVED",
  "BLOCKED",
  "FAILURE",
  "MAINTENANCE",
  "OFF",
  "UNKNOWN",
]);

const COMMON: Record<string, Check> = {
  ts: isTs,
  machine_id: isText,
  event_type: isText,
  event_id: isText,
  seq: isPieces,
  product_id: isTextOrNull,
  order_id: isTextOrNull,
  operator_id: isTextOrNull,
};

const REQUIRED = ["ts", "machine_id", "event_type", "event_id"];

const BY_TYPE: Record<
  string,
  { readonly required: readonly string[]; readonly fields: Record<string, Check> }
> = {
  state: {
    required: ["state"],
    fields: { state: (value) => STATES.has(String(value)), reason_code: isText },
  },
  count: {
    required: ["good", "scrap", "rework"],
    fields: {
      good: isPieces,
      scrap: isPieces,
      rework: isPieces,
      reason_code: isText,
      cycle_s: (value) => isNumber(value) && Number(value) > 0,
      unit_id: isText,
    },
  },
  sample: {
    required: ["temperature_c", "vibration_mm_s", "power_kw", "energy_kwh", "health_index"],
    fields: {
      temperature_c: (value) => isNumber(value) && Number(value) > -20 && Number(value) < 120,
      vibration_mm_s: (value) => isNumber(value) && Number(value) > 0 && Number(value) < 30,
      power_kw: (value) => isNumber(value) && Number(value) > 0,
      energy_kwh: (value) => isNumber(value) && Number(value) >= 0,
      health_index: isShare,
    },
  },
  counter: {
    required: ["total_count", "scrap_count"],
    fields: { total_count: isPieces, scrap_count: isPieces },
  },
  inspection: {
    required: ["unit_id", "characteristic", "measured", "lower_limit", "upper_limit", "verdict"],
    fields: {
      unit_id: isText,
      characteristic: isText,
      measured: isNumber,
      lower_limit: isNumber,
      upper_limit: isNumber,
      verdict: (value) => ["good", "scrap", "rework"].includes(String(value)),
    },
  },
  reason: { required: ["reason_code", "at"], fields: { reason_code: isText, at: isTs } },
  heartbeat: { required: [], fields: {} },
};

/** The faults of one line; empty for a good one. */
export function faultsOf(line: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return ["not JSON"];
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return ["not an object"];
  const event = new Map(Object.entries(parsed));
  const type = BY_TYPE[String(event.get("event_type"))];
  if (type === undefined) return [`unknown event_type ${String(event.get("event_type"))}`];
  const checks = { ...COMMON, ...type.fields };
  return [
    ...[...REQUIRED, ...type.required].filter((name) => !event.has(name)).map((name) => `${name} is missing`),
    ...[...event]
      .filter(([name, value]) => !(checks[name]?.(value) ?? false))
      .map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
  ];
}
