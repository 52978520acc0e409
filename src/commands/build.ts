import { defineCommand } from "./command.ts";
import { writingLimits, writingOptions } from "./writing-options.ts";

export const buildCommand = defineCommand({
  usage: "build [relations..]",
  describe: "Bring single relations up to date, prerequisites first; all of them by default",
  positionals: {
    relations: {
      type: "string",
      array: true,
      default: [],
      describe: "As in gold.fact_oee, or a layer: silver",
    },
  },
  options: {
    plan: { type: "boolean", default: false, describe: "Print what would be built and why; build nothing" },
    "full-refresh": {
      type: "boolean",
      default: false,
      describe: "Build them from Bronze anew, stale or not; the result is the same bytes",
    },
    ...writingOptions,
  },
  examples: [
    ["indkpi build", "build whatever is stale"],
    ["indkpi build gold.fact_oee", "build one relation and what it is made of"],
    ["indkpi build --plan", "see what is stale, and why"],
  ],
  run: async (flags, context) => {
    const { buildRelations } = await import("./build-handler.ts");
    const { relations, plan } = flags;
    const limits = writingLimits(flags);
    const isFullRefresh = flags["full-refresh"];
    return buildRelations({ relations, isPlanOnly: plan, isFullRefresh, limits }, context);
  },
});
