import { defineCommand } from "./command.ts";

export const cleanCommand = defineCommand({
  usage: "clean",
  describe: "Delete what can be made again: the derived layers, never landing/ or reference/",
  positionals: {},
  options: {
    force: {
      type: "boolean",
      default: false,
      describe: "Delete Bronze even where the telemetry it was made of is no longer in landing/",
    },
  },
  examples: [["indkpi clean && indkpi run", "make everything anew from the telemetry"]],
  run: async ({ force }, context) => {
    const { cleanWarehouse } = await import("./clean-handler.ts");
    return cleanWarehouse({ isForced: force }, context);
  },
});
