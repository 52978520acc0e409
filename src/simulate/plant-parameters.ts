import { MACHINE_DEFAULTS } from "./machine-defaults.ts";
import type { DurationSpread, MachineParameters, MachineState, MachineType } from "./machine-parameters.ts";

/** One shift of a working day; local `HH:MM`, an end at or before the start means the next day. */
export interface ShiftPattern {
  readonly shiftId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly breaks: readonly { readonly name: string; readonly startsAt: string; readonly endsAt: string }[];
}

/** A stop that is nobody's failure: the machine could run. */
export interface OrganisationalStop {
  readonly reasonCode: string;
  readonly state: Extract<MachineState, "IDLE" | "STOPPED">;
  readonly duration: DurationSpread;
  readonly weight: number;
  /** Stops only the first machine of a line; the others wait for its parts then. */
  readonly isOfFirstMachine: boolean;
}

/** Everything about the plant that is not drawn by chance. */
export interface PlantParameters {
  readonly timeZone: string;
  readonly calendarId: string;
  /** Days on which shifts start: 0 Sunday .. 6 Saturday. */
  readonly workdays: readonly number[];
  readonly shifts: readonly ShiftPattern[];
  /** Days without any shift, `MM-DD` in every year. */
  readonly holidays: readonly { readonly monthDay: string; readonly name: string }[];
  readonly productCount: number;
  /** Scheduled working time of one order, in hours, in steps of half an hour. */
  readonly order: { readonly minH: number; readonly maxH: number; readonly plannedOee: number };
  /** The first machine of a line needs longer for one product (an index), from so many days after the start. */
  readonly productStandard: {
    readonly productIndex: number;
    readonly factor: number;
    readonly afterDays: number;
  };
  readonly stopsMeanOperatingH: number;
  readonly stops: readonly OrganisationalStop[];
  readonly handover: DurationSpread;
  /** How long after the end of a break the machine runs again. */
  readonly breakOverrun: DurationSpread;
  readonly sampling: { readonly onS: number; readonly offS: number; readonly heartbeatS: number };
  readonly targets: { readonly oee: number; readonly availability: number; readonly quality: number };
  readonly machineTypes: Readonly<Record<MachineType, MachineParameters>>;
  /** What is different on single machines, by machine_id. */
  readonly machines: Readonly<Record<string, Partial<MachineParameters>>>;
}

/** The default plant: two shifts, five days, in Germany. Values without a source are assumptions. */
export const PLANT_DEFAULTS: PlantParameters = {
  timeZone: "Europe/Berlin",
  calendarId: "two_shift",
  workdays: [1, 2, 3, 4, 5],
  // 30 + 2 x 10 min of breaks a shift: usual in German two-shift agreements; the hours are an assumption.
  shifts: [
    {
      shiftId: "early",
      startsAt: "06:00",
      endsAt: "14:00",
      breaks: [
        { name: "Short break", startsAt: "08:00", endsAt: "08:10" },
        { name: "Meal break", startsAt: "10:00", endsAt: "10:30" },
        { name: "Short break", startsAt: "12:00", endsAt: "12:10" },
      ],
    },
    {
      shiftId: "late",
      startsAt: "14:00",
      endsAt: "22:00",
      breaks: [
        { name: "Short break", startsAt: "16:00", endsAt: "16:10" },
        { name: "Meal break", startsAt: "18:00", endsAt: "18:30" },
        { name: "Short break", startsAt: "20:00", endsAt: "20:10" },
      ],
    },
  ],
  // Public holidays of all Germany that have a fixed date; the movable ones are left out.
  holidays: [
    { monthDay: "01-01", name: "Neujahr" },
    { monthDay: "05-01", name: "Tag der Arbeit" },
    { monthDay: "10-03", name: "Tag der Deutschen Einheit" },
    { monthDay: "12-25", name: "Erster Weihnachtstag" },
    { monthDay: "12-26", name: "Zweiter Weihnachtstag" },
  ],
  productCount: 3,
  order: { minH: 6, maxH: 11, plannedOee: 0.7 }, // assumption: one or two changeovers a day
  productStandard: { productIndex: 1, factor: 1.08, afterDays: 2 }, // assumption: a deeper draw
  stopsMeanOperatingH: 1.0, // assumption: several a shift
  stops: [
    // assumption: shares and durations; [OEEForge] has quality stops of 5-25 min, utilities of 5-30 min
    {
      reasonCode: "MATERIAL_SHORTAGE",
      state: "STOPPED",
      duration: { meanMin: 12, cv: 0.8 },
      weight: 4,
      isOfFirstMachine: true,
    },
    {
      reasonCode: "WAITING_FOR_OPERATOR",
      state: "IDLE",
      duration: { meanMin: 5, cv: 0.7 },
      weight: 3,
      isOfFirstMachine: false,
    },
    {
      reasonCode: "QUALITY_CHECK",
      state: "STOPPED",
      duration: { meanMin: 8, cv: 0.5 },
      weight: 2,
      isOfFirstMachine: false,
    },
    {
      reasonCode: "TEAM_MEETING",
      state: "IDLE",
      duration: { meanMin: 12, cv: 0.2 },
      weight: 0.5,
      isOfFirstMachine: false,
    },
  ],
  handover: { meanMin: 3, cv: 0.5 }, // assumption
  breakOverrun: { meanMin: 1.2, cv: 0.8 }, // assumption
  sampling: { onS: 60, offS: 900, heartbeatS: 60 },
  targets: { oee: 0.75, availability: 0.88, quality: 0.98 }, // assumption
  machineTypes: MACHINE_DEFAULTS,
  machines: {},
};

/** The parameters of one machine: its type's, and what is different on it. */
export function machineParameters(
  plant: PlantParameters,
  machineId: string,
  machineType: MachineType,
): MachineParameters {
  return { ...plant.machineTypes[machineType], ...plant.machines[machineId] };
}
