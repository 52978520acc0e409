import type { ByteText } from "./byte-text.ts";
import type { UtcMs } from "./site-clock.ts";
import { SECOND_MS } from "./site-clock.ts";

/** What one event says beside its time, machine, type and identity. */
export type EventFields = StateFields | CountFields | SampleFields | OtherFields;

/** What holds for a machine until it changes; null clears, absent leaves as it is. */
export interface ProductionContext {
  readonly productId?: string;
  readonly orderId?: string;
  readonly operatorId?: string | null;
}

interface StateFields extends ProductionContext {
  readonly eventType: "state";
  readonly state: string;
  readonly reasonCode: string | null;
}

interface CountFields {
  readonly eventType: "count";
  readonly kind: "good" | "scrap" | "rework";
  readonly reasonCode: string | null;
  readonly cycleMs: number;
  readonly unitId: string;
}

export interface SampleFields {
  readonly eventType: "sample";
  readonly temperatureC: number;
  readonly vibrationMmS: number;
  readonly powerKw: number;
  readonly energyKwh: number;
  readonly healthIndex: number;
}

type OtherFields =
  | { readonly eventType: "heartbeat" }
  | { readonly eventType: "counter"; readonly total: number; readonly scrap: number }
  | { readonly eventType: "reason"; readonly reasonCode: string; readonly at: UtcMs }
  | {
      readonly eventType: "inspection";
      readonly unitId: string;
      readonly characteristic: string;
      readonly measured: string;
      readonly lowerLimit: string;
      readonly upperLimit: string;
      readonly verdict: string;
    };

export type EventType = EventFields["eventType"];

const COUNTS = {
  good: ',"good":1,"scrap":0,"rework":0',
  scrap: ',"good":0,"scrap":1,"rework":0',
  rework: ',"good":0,"scrap":0,"rework":1',
} as const;

/** Writes the fields as the rest of a JSON object, each as `,"name":value`. */
export function writeFields(out: ByteText, fields: EventFields): void {
  switch (fields.eventType) {
    case "heartbeat":
      return;
    case "state":
      writeText(out, ',"state":"', fields.state);
      if (fields.reasonCode !== null) writeText(out, ',"reason_code":"', fields.reasonCode);
      writeContext(out, fields);
      return;
    case "count":
      out.text(COUNTS[fields.kind]);
      if (fields.reasonCode !== null) writeText(out, ',"reason_code":"', fields.reasonCode);
      writeDecimal(out, ',"cycle_s":', fields.cycleMs / SECOND_MS, 3);
      writeText(out, ',"unit_id":"', fields.unitId);
      return;
    case "sample":
      writeDecimal(out, ',"temperature_c":', fields.temperatureC, 1);
      writeDecimal(out, ',"vibration_mm_s":', fields.vibrationMmS, 3);
      writeDecimal(out, ',"power_kw":', fields.powerKw, 3);
      writeDecimal(out, ',"energy_kwh":', fields.energyKwh, 3);
      writeDecimal(out, ',"health_index":', fields.healthIndex, 4);
      return;
    case "counter":
      out.text(',"total_count":');
      out.integer(fields.total);
      out.text(',"scrap_count":');
      out.integer(fields.scrap);
      return;
    case "reason":
      writeText(out, ',"reason_code":"', fields.reasonCode);
      writeText(out, ',"at":"', new Date(fields.at).toISOString());
      return;
    case "inspection":
      writeText(out, ',"unit_id":"', fields.unitId);
      writeText(out, ',"characteristic":"', fields.characteristic);
      out.text(
        `,"measured":${fields.measured},"lower_limit":${fields.lowerLimit},"upper_limit":${fields.upperLimit}`,
      );
      writeText(out, ',"verdict":"', fields.verdict);
  }
}

function writeText(out: ByteText, name: string, value: string): void {
  out.text(name);
  out.text(value);
  out.text('"');
}

function writeDecimal(out: ByteText, name: string, value: number, digits: 1 | 3 | 4): void {
  out.text(name);
  out.decimal(value, digits);
}

function writeContext(out: ByteText, { productId, orderId, operatorId }: ProductionContext): void {
  if (productId !== undefined) writeText(out, ',"product_id":"', productId);
  if (orderId !== undefined) writeText(out, ',"order_id":"', orderId);
  if (operatorId === null) out.text(',"operator_id":null');
  else if (operatorId !== undefined) writeText(out, ',"operator_id":"', operatorId);
}
