import { UsageError } from "../lib/errors.ts";
import type { WritingLimits } from "../pipeline/session.ts";

/** Options of every command that writes to the warehouse by way of DuckDB. */
export const writingOptions = {
  wait: {
    type: "number",
    requiresArg: true,
    default: 0,
    describe: "Seconds to wait for another writer to end",
  },
  "memory-limit": {
    type: "string",
    requiresArg: true,
    describe: "Most memory that DuckDB takes before it spills to disk, as in 1GB",
    defaultDescription: "four fifths of the machine's",
  },
} as const;

interface WritingFlags {
  readonly wait: number;
  readonly "memory-limit": string | undefined;
}

/** What was typed, checked. Throws UsageError. */
export function writingLimits({ wait, "memory-limit": memoryLimit }: WritingFlags): WritingLimits {
  if (!Number.isFinite(wait) || wait < 0) {
    throw new UsageError("--wait takes a number of seconds from 0 up", "as in --wait 60");
  }
  if (memoryLimit !== undefined && !/^\d+(\.\d+)? ?[kmgt]i?b$/i.test(memoryLimit)) {
    throw new UsageError(
      `--memory-limit takes an amount of memory, not ${JSON.stringify(memoryLimit)}`,
      "as in 1GB",
    );
  }
  return { waitMs: wait * 1000, memoryLimit };
}
