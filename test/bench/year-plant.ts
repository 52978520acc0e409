import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const machineCount = 20;
const firstDayMs = Date.UTC(2025, 0, 6);
const dayMs = 86_400_000;
const states = ["RUNNING", "RUNNING", "RUNNING", "IDLE", "SETUP", "STOPPED", "FAILURE", "STARVED", "BLOCKED"];

/** Writes the landing file of one day of 20 machines, the same at every call: 10 % state, 60 % count, 30 % sample events. */
export function writeDay(warehouse: string, day: number, lines: number): void {
  let state = (day * 7919 + 13) >>> 0;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const text = Array.from({ length: lines }, (_, index) => `${lineOf(day, index, lines, draw)}\n`).join("");
  mkdirSync(join(warehouse, "landing"), { recursive: true });
  writeFileSync(join(warehouse, "landing", `${dateOf(day)}.ndjson`), text);
}

function lineOf(day: number, index: number, lines: number, draw: () => number): string {
  const at = new Date(firstDayMs + day * dayMs + Math.floor((index * dayMs) / lines)).toISOString();
  const [machine, number, kind] = [machineId(index % machineCount), day * lines + index, draw()];
  const head = `"ts":"${at}","machine_id":"${machine}","event_id":"${machine}-${number.toString(36)}"`;
  if (kind < 0.1) {
    const name = states[Math.floor(draw() * states.length)] ?? "UNKNOWN";
    return `{${head},"event_type":"state","state":"${name}","reason_code":"R${Math.floor(draw() * 10)}"}`;
  }
  if (kind < 0.7) {
    const product = `P${((index % machineCount) + day) % 6}`;
    return `{${head},"event_type":"count","good":${draw() < 0.97 ? 1 : 0},"scrap":0,"unit_id":"V${number}","product_id":"${product}"}`;
  }
  return `{${head},"event_type":"sample","power_kw":${(draw() * 50).toFixed(2)},"energy_kwh":${(number / 100).toFixed(2)},"health_index":${(1 - (number % 400_000) / 400_000).toFixed(4)}}`;
}

/** Writes the reference files of the plant. */
export function writePlantOfYear(warehouse: string): void {
  const machines = Array.from({ length: machineCount }, (_, index) => index);
  const files = {
    "sites.csv": "site_id,name,time_zone\nS1,Plant,Europe/Berlin\n",
    "lines.csv": `line_id,site_id,calendar_id\n${[0, 1, 2, 3].map((line) => `L${line},S1,C1\n`).join("")}`,
    "machines.csv": `machine_id,line_id,machine_type\n${machines.map((index) => `${machineId(index)},${lineId(index)},press\n`).join("")}`,
    "standards.csv": `machine_id,product_id,ideal_cycle_s\n${machines.map((index) => `${machineId(index)},,45\n`).join("")}`,
    "shifts.csv":
      "calendar_id,shift_id,weekdays,starts_at,ends_at\nC1,early,Mon-Sun,06:00,14:00\nC1,late,Mon-Sun,14:00,22:00\nC1,night,Mon-Sun,22:00,06:00\n",
  };
  mkdirSync(join(warehouse, "reference"), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(warehouse, "reference", name), content);
  }
}

function machineId(index: number): string {
  return `${lineId(index)}-M${String(index).padStart(2, "0")}`;
}

function lineId(index: number): string {
  return `L${Math.floor(index / 5)}`;
}

function dateOf(day: number): string {
  return new Date(firstDayMs + day * dayMs).toISOString().slice(0, "2026-01-05".length);
}
