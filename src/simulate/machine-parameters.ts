import type { Weighted } from "./random-stream.ts";

/** The kinds of machine, in the order in which they stand in a line. */
export const MACHINE_TYPES = ["press", "weld_robot", "cnc"] as const;
export type MachineType = (typeof MACHINE_TYPES)[number];

/** The states a simulated machine reports. */
export type MachineState =
  | "RUNNING"
  | "SETUP"
  | "IDLE"
  | "STOPPED"
  | "STARVED"
  | "BLOCKED"
  | "FAILURE"
  | "MAINTENANCE"
  | "OFF";

/** A log-normal duration. */
export interface DurationSpread {
  readonly meanMin: number;
  /** Standard deviation over mean. */
  readonly cv: number;
}

/** How one machine behaves. Times as the names say; ratios are of all pieces. */
export interface MachineParameters {
  readonly idPrefix: string;
  readonly name: string;
  /** Places for parts between this machine and the next. */
  readonly bufferAfter: number;
  /** The standard: best demonstrated seconds per piece. */
  readonly idealCycleS: number;
  /** Median of the measured cycle over the standard, and the deviation of its logarithm. */
  readonly cycle: { readonly medianFactor: number; readonly sigma: number };
  /** Weibull time to failure in hours of operation: the clock stands while the machine does. */
  readonly failure: { readonly meanOperatingH: number; readonly shape: number };
  readonly failureReasons: readonly Weighted<string>[];
  readonly repair: DurationSpread;
  readonly microStop: { readonly perCycle: number; readonly minS: number; readonly maxS: number };
  readonly microStopReasons: readonly Weighted<string>[];
  readonly changeover: { readonly minMin: number; readonly maxMin: number };
  /** From power-on to the first piece. */
  readonly startUp: DurationSpread;
  /** Weekly planned maintenance; null for none. */
  readonly maintenance: { readonly plannedMin: number; readonly cv: number } | null;
  readonly scrapRatio: number;
  readonly reworkRatio: number;
  readonly scrapReasons: readonly Weighted<string>[];
  readonly reworkReasons: readonly Weighted<string>[];
  /** After a start or a changeover scrap is `factor` times as likely for the first `pieces`. */
  readonly startUpScrap: { readonly factor: number; readonly pieces: number };
  readonly powerKw: Readonly<Record<MachineState, number>>;
  /** Temperature the machine tends to in operation and at rest, and the time constant of getting there. */
  readonly temperature: {
    readonly runningC: number;
    readonly restC: number;
    readonly timeConstantMin: number;
  };
  /** Vibration velocity when new; it grows with wear to three times as much. */
  readonly vibration: { readonly runningMmS: number; readonly restMmS: number };
  /** Loss of health_index per hour of operation. */
  readonly wearPerOperatingH: number;
}
