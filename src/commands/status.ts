import { defineCommand } from "./command.ts";

export const statusCommand = defineCommand({
  usage: "status",
  describe: "Show files, rows, time span, staleness, quarantined lines and coverage of each layer",
  positionals: {},
  options: {
    check: { type: "boolean", default: false, describe: "Exit with code 3 when something is stale" },
  },
  examples: [
    ["indkpi status", "what there is and whether it is up to date"],
    ["indkpi status --check || indkpi run", "run only when something is stale"],
  ],
  run: async ({ check }, context) => {
    const { showStatus } = await import("./status-handler.ts");
    return showStatus({ isStaleFailure: check }, context);
  },
});
