import { z } from "zod";

const share = z.number().min(0).max(1);
const meanH = z.number().positive();
const minutes = z.strictObject({ min: z.number().positive(), max: z.number().positive() });

/** How much of what goes wrong: shares of lines, and mean hours between disturbances of one machine. */
export const dirtLevel = z.strictObject({
  duplicateShare: share,
  /** Lines that arrive later than others, in a later file as it may be. */
  lateShare: share,
  /** The latest of them, and of the second ones of duplicates. */
  latestMin: z.number().positive(),
  /** Broken copies of lines. */
  malformedShare: share,
  /** Lines of machines that nobody knows. */
  strangerShare: share,
  /** Missing stretches, and how long they are. */
  gapMeanH: meanH,
  gapMin: minutes,
  /** Stretches in which the clock is wrong, how long they are, and by how much at most. */
  skewMeanH: meanH,
  skewMin: minutes,
  maxSkewS: z.number().positive(),
  counterResetMeanH: meanH,
});

export type DirtLevel = z.infer<typeof dirtLevel>;
