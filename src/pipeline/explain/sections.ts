import { z } from "zod";

const text = z.string();
const maybeText = z.string().nullable();
const figure = z.number().nullable();
/** Whole numbers come as bigint. */
const count = z
  .union([z.number(), z.bigint(), z.string()])
  .nullable()
  .transform((value) => (value === null ? null : Number(value)));

export const kpiRow = z.object({
  kpi_no: count,
  kpi: text,
  name: text,
  formula: text,
  unit: text,
  direction: text,
  inputs: text,
  missing_input: maybeText,
  scope: maybeText,
  scope_id: maybeText,
  numerator: figure,
  denominator: figure,
  value: figure,
  /** What the value is of: the shift, its production date, a whole order, all known time. */
  extent: z.enum(["shift", "date", "order", "all"]).nullable(),
});

export const elementRow = z.object({ symbol: text, meaning: text, amount: figure, unit: text });

export const shiftRow = z.object({
  machine_name: maybeText,
  line_id: maybeText,
  time_zone: text,
  started_local: text,
  ended_local: text,
  started_at: text,
  ended_at: text,
  planned_production_s: figure,
  no_data_s: figure,
  running_s: figure,
  minor_stop_s: figure,
  total_qty: count,
  good_qty: count,
  scrap_qty: count,
  rework_qty: count,
  ideal_run_s: figure,
  ideal_good_s: figure,
  availability: figure,
  performance: figure,
  quality: figure,
  oee: figure,
  coverage: figure,
  oee_low: figure,
  oee_high: figure,
});

export const stepRow = z.object({ step: text, kind: z.enum(["level", "loss"]), duration_s: z.number() });

export const stopRow = z.object({
  bucket: text,
  started_at: text,
  ended_at: text,
  started_local: text,
  ended_local: text,
  duration_s: z.number(),
  state: text,
  reason_code: maybeText,
  reason: maybeText,
  bucket_count: count,
  bucket_s: z.number(),
  /** 1 is the longest of its bucket. */
  length_no: count,
});

export const pieceRow = z.object({
  product_id: maybeText,
  product: maybeText,
  total_qty: count,
  good_qty: count,
  scrap_qty: count,
  rework_qty: count,
  ideal_cycle_s: figure,
  is_for_any_product: z.boolean(),
  valid_from: maybeText,
  valid_to: maybeText,
  ideal_run_s: figure,
  ideal_good_s: figure,
});

export const rejectRow = z.object({
  reason_code: maybeText,
  reason: maybeText,
  is_startup: z.boolean(),
  scrap_qty: count,
  rework_qty: count,
  reject_s: figure,
});

export type KpiRow = z.infer<typeof kpiRow>;
export type ElementRow = z.infer<typeof elementRow>;
export type ShiftRow = z.infer<typeof shiftRow>;
export type StepRow = z.infer<typeof stepRow>;
export type StopRow = z.infer<typeof stopRow>;
export type PieceRow = z.infer<typeof pieceRow>;
export type RejectRow = z.infer<typeof rejectRow>;
