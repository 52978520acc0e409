import { closeSync, openSync, writeSync } from "node:fs";

export interface TelemetryOptions {
  readonly lines: number;
  readonly days: number;
}

const machineCount = 100;
const startMs = Date.UTC(2026, 0, 5);
const dayMs = 86_400_000;
const states = ["RUNNING", "IDLE", "SETUP", "STOPPED", "FAILURE", "STARVED", "BLOCKED"];
const bufferBytes = 1 << 20;

/** Writes canonical telemetry in time order, the same at every call: 15 % state, 60 % count, 25 % sample events. */
export function writeTelemetry(path: string, { lines, days }: TelemetryOptions): void {
  const draw = congruentialDraws(42);
  const output = openSync(path, "w");
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let used = 0;
  for (let index = 0; index < lines; index += 1) {
    const line = lineOf(index, startMs + Math.floor((index * days * dayMs) / lines), draw);
    if (used + line.length > bufferBytes) {
      writeSync(output, buffer, 0, used);
      used = 0;
    }
    used += buffer.write(line, used, "latin1");
  }
  writeSync(output, buffer, 0, used);
  closeSync(output);
}

/** About 280 bytes. */
function lineOf(index: number, atMs: number, draw: () => number): string {
  const machine = index % machineCount;
  const hour = Math.floor(atMs / 3_600_000);
  const kind = draw();
  const [type, fields] =
    kind < 0.15
      ? ["state", stateFields(draw)]
      : kind < 0.75
        ? ["count", countFields(index, draw)]
        : ["sample", sampleFields(index, draw)];
  const eventId = `${machineId(machine)}-${scattered(index)}-${index}`;
  return `{"ts":"${new Date(atMs).toISOString()}","machine_id":"${machineId(machine)}","event_type":"${type}","event_id":"${eventId}","seq":${Math.floor(index / machineCount)},"product_id":"PROD-${(machine * 7 + hour) % 40}","order_id":"ORD-2026-${String(hour % 5000).padStart(5, "0")}","operator_id":"OP-${machine % 30}",${fields}}\n`;
}

function stateFields(draw: () => number): string {
  const state = states[Math.floor(draw() * states.length)] ?? "UNKNOWN";
  return `"state":"${state}","reason_code":"R${Math.floor(draw() * 30)}"`;
}

function countFields(index: number, draw: () => number): string {
  const isScrap = draw() < 0.02;
  return `"good":${isScrap ? 0 : 1},"scrap":${isScrap ? 1 : 0},"rework":0,"cycle_s":${(40 + draw() * 20).toFixed(2)},"unit_id":"VIN${100_000_000 + index}"`;
}

function sampleFields(index: number, draw: () => number): string {
  return `"temperature_c":${(40 + draw() * 30).toFixed(2)},"vibration_mm_s":${(draw() * 8).toFixed(3)},"power_kw":${(draw() * 50).toFixed(2)},"energy_kwh":${(index / 100).toFixed(2)},"health_index":${(1 - ((index / 1_000_000) % 1) + draw() / 1000).toFixed(4)}`;
}

function machineId(machine: number): string {
  return `line${String(Math.floor(machine / 10)).padStart(2, "0")}-machine${String(machine).padStart(3, "0")}`;
}

/** Eight digits that hardly repeat, as ids of real systems have them. */
function scattered(index: number): string {
  return (Math.imul(index, 2_654_435_761) >>> 0).toString(16).padStart(8, "0");
}

/** Enough for test data, and a tenth of the time of a good generator. */
function congruentialDraws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The plant that the telemetry comes from, by file name. */
export const reference: Readonly<Record<string, string>> = {
  "sites.csv": "site_id,name,time_zone\nS1,Plant,Europe/Berlin\n",
  "lines.csv": `line_id,site_id,calendar_id\n${rows(10, (line) => `line${String(line).padStart(2, "0")},S1,C1`)}`,
  "machines.csv": `machine_id,line_id,machine_type\n${rows(machineCount, (machine) => `${machineId(machine)},line${String(Math.floor(machine / 10)).padStart(2, "0")},press`)}`,
  "standards.csv": `machine_id,product_id,ideal_cycle_s\n${rows(machineCount, (machine) => `${machineId(machine)},,45`)}`,
  "shifts.csv":
    "calendar_id,shift_id,weekdays,starts_at,ends_at\nC1,early,Mon-Sun,06:00,14:00\nC1,late,Mon-Sun,14:00,22:00\nC1,night,Mon-Sun,22:00,06:00\n",
};

function rows(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${row(index)}\n`).join("");
}
