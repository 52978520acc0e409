import { defineCommand } from "./command.ts";

export const cleanCommand = defineCommand({
  usage: "clean",
  describe: "Delete what can be made again: the derived layers, never landing/ or reference/",
  positionals: {},
  options: {},
  examples: [["indkpi clean && indkpi run", "make everything anew from the telemetry"]],
  run: async (_flags, context) => {
    const { cleanWarehouse } = await import("./clean-handler.ts");
    return cleanWarehouse(context);
  },
});
