import { closeSync, openSync, writeSync } from "node:fs";

const machineCount = 100;
const states = ["RUNNING", "IDLE", "STOPPED", "FAILURE", "SETUP"];
const flushLines = 20_000;

/**
 * Writes canonical telemetry of about 290 bytes a line, the same for the same arguments: 100 machines in turn over some
 * days, 15 % states, 60 % counts, 25 % samples, in order of time.
 */
export function writeTelemetry(path: string, lineCount: number, dayCount: number): void {
  const startMs = Date.UTC(2026, 0, 5);
  const stepMs = (dayCount * 86_400_000) / lineCount;
  const file = openSync(path, "w");
  try {
    let lines: string[] = [];
    for (let index = 0; index < lineCount; index += 1) {
      lines.push(lineOf(index, startMs + index * stepMs));
      if (lines.length < flushLines) continue;
      writeSync(file, `${lines.join("\n")}\n`);
      lines = [];
    }
    if (lines.length > 0) writeSync(file, `${lines.join("\n")}\n`);
  } finally {
    closeSync(file);
  }
}

function lineOf(index: number, ms: number): string {
  const machineNo = index % machineCount;
  const turn = Math.floor(index / machineCount);
  const machine = `MACHINE_${String(machineNo).padStart(3, "0")}`;
  const common = {
    ts: new Date(ms).toISOString(),
    machine_id: machine,
    event_id: `${machine}-${index.toString(16).padStart(12, "0")}`,
    seq: turn,
  };
  // Each machine goes through all kinds of events in turn: 3 states, 12 counts, 5 samples.
  const kind = (turn + machineNo) % 20;
  if (kind < 3) {
    const state = states[(turn * 7 + machineNo) % states.length];
    return JSON.stringify({
      ...common,
      event_type: "state",
      state,
      reason_code: `R${turn % 13}`,
      ...held(turn),
    });
  }
  if (kind < 15) {
    const isScrap = (turn * 31 + machineNo) % 40 === 0;
    return JSON.stringify({
      ...common,
      event_type: "count",
      good: isScrap ? 0 : 1,
      scrap: isScrap ? 1 : 0,
      cycle_s: 50 + ((index * 31) % 1000) / 100,
      unit_id: `WVWZZZ1JZXW${String(index).padStart(9, "0")}`,
      ...held(turn),
    });
  }
  return JSON.stringify({
    ...common,
    event_type: "sample",
    temperature_c: 60 + ((index * 17) % 2000) / 100,
    vibration_mm_s: 1 + ((index * 13) % 300) / 100,
    power_kw: 8 + ((index * 7) % 700) / 100,
    energy_kwh: turn / 100,
    health_index: 1 - (turn % 1000) / 2000,
  });
}

function held(turn: number): { product_id: string; order_id: string; operator_id: string } {
  const order = Math.floor(turn / 2000);
  return {
    product_id: `MODEL_${String.fromCodePoint(65 + (order % 3))}`,
    order_id: `PO_2026_${String(order).padStart(6, "0")}`,
    operator_id: `OP_${String(turn % 40).padStart(3, "0")}`,
  };
}
