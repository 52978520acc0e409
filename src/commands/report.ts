import { defineCommand } from "./command.ts";
import { dateSpan } from "./option-values.ts";

export const reportCommand = defineCommand({
  usage: "report",
  describe: "Write the dashboard as one HTML file that opens without a server and prints",
  positionals: {},
  options: {
    out: {
      type: "string",
      requiresArg: true,
      default: "report.html",
      describe: "File to write",
    },
    from: { type: "string", requiresArg: true, describe: "First production date, as in 2026-01-05" },
    to: {
      type: "string",
      requiresArg: true,
      describe: "Last production date",
      defaultDescription: "the last there is; without --from the 7 days up to it",
    },
  },
  examples: [
    ["indkpi report", "the last 7 days into report.html"],
    [
      "indkpi report --from 2026-01-05 --to 2026-01-09 --out week-2.html",
      "five days into a file of their own",
    ],
  ],
  run: async ({ out, from, to }, context) => {
    const span = dateSpan(from, to);
    const { writeReportFile } = await import("./report-handler.ts");
    return writeReportFile({ out, ...span }, context);
  },
});
