import { z } from "zod";

/** The kinds of machine, as the reference files name them. */
export const MACHINE_TYPES = ["press", "weld_robot", "cnc"] as const;
export type MachineType = (typeof MACHINE_TYPES)[number];

/** The states a simulated machine reports. */
const MACHINE_STATES = [
  "RUNNING",
  "SETUP",
  "IDLE",
  "STOPPED",
  "STARVED",
  "BLOCKED",
  "FAILURE",
  "MAINTENANCE",
  "OFF",
] as const;
export type MachineState = (typeof MACHINE_STATES)[number];

const positive = z.number().positive();
const notNegative = z.number().nonnegative();
const share = z.number().min(0).max(1);
/** Goes into JSON and CSV as it is. */
const code = z.string().regex(/^[^"\\,\p{Cc}]+$/u, "is empty, or holds quotes, commas or control characters");
const pieces = z.int().min(1);
/** Choices with their relative chances. */
const reasons = z.array(z.strictObject({ value: code, weight: positive })).min(1);

/** A log-normal duration in minutes; cv is standard deviation over mean. */
export const durationSpread = z.strictObject({ meanMin: positive, cv: notNegative });

/** How the machines of a type behave. Times as the names say; ratios are of all pieces. */
export const machineParameters = z.strictObject({
  idPrefix: code,
  name: z.string().min(1),
  /** The standard: best demonstrated seconds per piece. */
  idealCycleS: positive,
  /** Places for parts between this machine and the next. */
  bufferAfter: z.int().min(0),
  /** Median of the measured cycle over the standard, and the deviation of its logarithm. */
  cycle: z.strictObject({ medianFactor: positive, sigma: notNegative }),
  /**
   * Weibull time to failure in hours of operation: the clock stands while the machine does, and goes (1 + healthEffect x
   * lost health) times as fast.
   */
  failure: z.strictObject({
    meanOperatingH: positive,
    shape: positive,
    healthEffect: notNegative.default(0),
  }),
  failureReasons: reasons,
  /** Weibull time to a fault that needs no operation, in hours of any time; null for none. */
  fault: z.strictObject({ meanH: positive, shape: positive }).nullable(),
  faultReasons: reasons,
  /** Work of the fitter, once there is one. */
  repair: durationSpread,
  /** A repair brings back this share of the lost health. */
  repairRestores: share,
  /** From the end of the repair until the machine runs; null for at once. */
  restart: durationSpread.nullable(),
  microStop: z.strictObject({ perCycle: share, minS: positive, maxS: positive }),
  microStopReasons: reasons,
  changeover: z.strictObject({ reasonCode: code, minMin: positive, maxMin: positive }),
  /** From power-on to the first piece. */
  startUp: durationSpread,
  /** Weekly planned maintenance, and the share of the lost health that it brings back; null for none. */
  maintenance: z.strictObject({ plannedMin: positive, cv: notNegative, restores: share }).nullable(),
  /**
   * What wears by the piece and is renewed: tools, electrodes. The life is normal; in its last part (`lateShare`) scrap is
   * so many times as likely. Null for none.
   */
  upkeep: z
    .strictObject({
      state: z.enum(["SETUP", "STOPPED"]),
      reasonCode: code,
      everyPieces: pieces,
      sigma: notNegative,
      minS: positive,
      maxS: positive,
      lateShare: share,
      lateScrapFactor: positive,
    })
    .nullable(),
  scrapRatio: share,
  reworkRatio: share,
  /** The share of defects that the machine itself notices; the rest goes down the line as good. */
  detectedShare: share,
  scrapReasons: reasons,
  reworkReasons: reasons,
  /** After a start, a changeover or a repair scrap is `factor` times as likely for the first `pieces`. */
  startUpScrap: z.strictObject({ factor: positive, pieces: z.int().min(0) }),
  /** Every so many pieces (0: none) one is measured later; what was defective unnoticed is found then. */
  inspection: z.strictObject({
    everyPieces: z.int().min(0),
    delay: durationSpread,
    characteristic: code,
    nominal: z.number(),
    tolerance: positive,
    sigma: positive,
  }),
  /** One event a piece, or a cumulative counter read every minute. */
  counting: z.enum(["count", "counter"]),
  powerKw: z.record(z.enum(MACHINE_STATES), notNegative),
  /** Temperature the machine tends to in operation and at rest, and the time constant of getting there. */
  temperature: z.strictObject({ runningC: z.number(), restC: z.number(), timeConstantMin: positive }),
  /** Vibration velocity when new; it grows with wear to so many times as much. */
  vibration: z.strictObject({ runningMmS: positive, restMmS: positive, wornFactor: z.number().min(1) }),
  /** Standard deviations from sample to sample: power and vibration as shares of their mean. */
  noise: z.strictObject({ loadRatio: notNegative, temperatureC: notNegative, vibrationRatio: notNegative }),
  /** Loss of health_index per hour of operation. */
  wearPerOperatingH: notNegative,
  /** health_index at the start is anything between. */
  firstHealth: z.strictObject({ min: share, max: share }),
});

export type MachineParameters = z.infer<typeof machineParameters>;
