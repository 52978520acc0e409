export const DIRT_LEVEL_NAMES = ["none", "light", "heavy"] as const;
export type DirtLevelName = (typeof DIRT_LEVEL_NAMES)[number];

/** How much of what goes wrong: shares of lines, and mean hours between disturbances of one machine. All assumptions. */
export interface DirtLevel {
  readonly duplicateShare: number;
  /** Lines that arrive later than others, in a later file as it may be. */
  readonly lateShare: number;
  /** Broken copies of lines. */
  readonly malformedShare: number;
  /** Lines of machines that nobody knows. */
  readonly strangerShare: number;
  readonly gapMeanH: number;
  readonly skewMeanH: number;
  readonly counterResetMeanH: number;
}

/** What each level does; null for clean telemetry. */
export const DIRT_LEVELS: Readonly<Record<DirtLevelName, DirtLevel | null>> = {
  none: null,
  light: {
    duplicateShare: 0.002,
    lateShare: 0.002,
    malformedShare: 0.0005,
    strangerShare: 0.00005,
    gapMeanH: 72,
    skewMeanH: 96,
    counterResetMeanH: 48,
  },
  heavy: {
    duplicateShare: 0.02,
    lateShare: 0.03,
    malformedShare: 0.005,
    strangerShare: 0.0005,
    gapMeanH: 14,
    skewMeanH: 24,
    counterResetMeanH: 8,
  },
};
