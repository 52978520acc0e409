import { UsageError } from "../lib/errors.ts";
import { defineCommand } from "./command.ts";
import { writingLimits, writingOptions } from "./writing-options.ts";

export const watchCommand = defineCommand({
  usage: "watch",
  describe: "Follow landing/ and bring everything up to date every few seconds, until Ctrl+C",
  positionals: {},
  options: {
    interval: {
      type: "number",
      requiresArg: true,
      default: 1,
      describe: "Seconds between two looks at landing/",
    },
    ...writingOptions,
  },
  examples: [["indkpi watch", "keep Gold fresh while a gateway writes"]],
  run: async ({ interval, ...flags }, context) => {
    if (!(interval >= 0.1 && interval <= 86_400)) {
      throw new UsageError("--interval takes a number of seconds from 0.1 to 86400", "as in --interval 2");
    }
    const limits = writingLimits(flags);
    const { watchLanding } = await import("./watch-handler.ts");
    return watchLanding({ intervalMs: interval * 1000, limits }, context);
  },
});
