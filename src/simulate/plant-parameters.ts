import { z } from "zod";

import { dirtLevel } from "./dirt-level.ts";
import type { MachineParameters, MachineType } from "./machine-parameters.ts";
import { durationSpread, MACHINE_TYPES, machineParameters } from "./machine-parameters.ts";

const positive = z.number().positive();
const share = z.number().min(0).max(1);
const code = z.string().min(1);
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time HH:MM");

/** Where each parameter of the same object comes from: a source, or the word assumption. */
const sources = z.record(z.string(), z.string().min(1));

/** One shift of a working day; local `HH:MM`, an end at or before the start means the next day. */
const shiftPattern = z.strictObject({
  shiftId: code,
  startsAt: localTime,
  endsAt: localTime,
  breaks: z.array(z.strictObject({ name: z.string(), startsAt: localTime, endsAt: localTime })),
});
export type ShiftPattern = z.infer<typeof shiftPattern>;

/** A stop that is nobody's failure: the machine could run. */
const organisationalStop = z.strictObject({
  reasonCode: code,
  state: z.enum(["IDLE", "STOPPED"]),
  duration: durationSpread,
  weight: positive,
  /** Stops only the first machine of a line; the others wait for its parts then. */
  isOfFirstMachine: z.boolean(),
});
export type OrganisationalStop = z.infer<typeof organisationalStop>;

/** Everything about a plant that is not drawn by chance. */
export const plantParameters = z.strictObject({
  name: code,
  description: z.string(),
  timeZone: z.string().refine(isTimeZone, "is not an IANA time zone"),
  calendarId: code,
  /** Days on which shifts start: 0 Sunday .. 6 Saturday. */
  workdays: z.array(z.int().min(0).max(6)).min(1),
  shifts: z.array(shiftPattern).min(1),
  /** Days without any shift, `MM-DD` in every year. */
  holidays: z.array(z.strictObject({ monthDay: z.string().regex(/^\d{2}-\d{2}$/), name: z.string() })),
  /** The kinds of line: types of machine in the order of the flow. A plant of more lines begins again with the first kind. */
  lines: z.array(z.strictObject({ areaId: code, route: z.array(z.enum(MACHINE_TYPES)).min(1) })).min(1),
  defaultLineCount: z.int().min(1),
  /** Longer or shorter lines than the route: it begins again, or ends early. Null for the route. */
  defaultMachinesPerLine: z.int().min(1).nullable(),
  productCount: z.int().min(1).max(26),
  /** Scheduled working time of one order, in hours, in steps of half an hour. */
  order: z.strictObject({ minH: positive, maxH: positive, plannedOee: share }),
  /** The first machine of a line needs longer for one product (an index), from so many days after the start. */
  productStandard: z.strictObject({ productIndex: z.int(), factor: positive, afterDays: z.int().min(0) }),
  /** Every line has a fitter for so many machines; who finds none free waits. */
  machinesPerFitter: positive,
  /** Planned maintenance: on one of these days by place in the line (0 Sunday .. 6 Saturday), so long before the end of the first shift. */
  maintenanceSlot: z.strictObject({
    weekdays: z.array(z.int().min(0).max(6)).min(1),
    beforeShiftEndMin: positive,
  }),
  stopsMeanOperatingH: positive,
  stops: z.array(organisationalStop).min(1),
  handover: durationSpread,
  /** How long after the end of a break the machine runs again. */
  breakOverrun: durationSpread,
  /** The share of stops without a reason at first, and when it comes, from the end of the stop. */
  lateReasons: z.strictObject({ share, delay: durationSpread }),
  sampling: z.strictObject({ onS: positive, offS: positive, heartbeatS: positive }),
  /** A machine that is not heard of for so long is not known about. */
  silenceS: z.int().min(1),
  /** What each level of dirt does to the telemetry on its way. */
  dirt: z.strictObject({ light: dirtLevel, heavy: dirtLevel }),
  targets: z.strictObject({ oee: share, availability: share, quality: share }),
  machineTypes: z.record(z.enum(MACHINE_TYPES), machineParameters.extend({ sources: sources.optional() })),
  /** What is different on single machines, by machine_id. */
  machines: z.record(z.string(), machineParameters.partial()),
  sources: sources.optional(),
});

export type PlantParameters = z.infer<typeof plantParameters>;

/** The parameters of one machine: its type's, and what is different on it. */
export function parametersOfMachine(
  plant: PlantParameters,
  machineId: string,
  machineType: MachineType,
): MachineParameters {
  return { ...plant.machineTypes[machineType], ...definedOf(plant.machines[machineId] ?? {}) };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function definedOf<T extends object>(values: T): Defined<T> {
  const defined: Defined<T> = { ...values };
  return defined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
