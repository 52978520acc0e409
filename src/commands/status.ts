import { defineCommand } from "./command.ts";

const statusFormats = ["table", "json", "ndjson"] as const;

export type StatusFormat = (typeof statusFormats)[number];

export const statusCommand = defineCommand({
  usage: "status",
  describe: "Show files, rows, time span, staleness, quarantined lines and coverage of each layer",
  positionals: {},
  options: {
    check: { type: "boolean", default: false, describe: "Exit with code 3 when something is stale" },
    format: {
      choices: statusFormats,
      requiresArg: true,
      describe: "Output format",
      defaultDescription: "table on a terminal, else ndjson",
    },
  },
  examples: [
    ["indkpi status", "what there is and whether it is up to date"],
    ["indkpi status --check --quiet || indkpi run", "run only when something is stale"],
    ["indkpi status --json", "the same as one object for a monitoring system"],
  ],
  run: async ({ check, format }, context) => {
    const { showStatus } = await import("./status-handler.ts");
    return showStatus({ isStaleFailure: check, format }, context);
  },
});
