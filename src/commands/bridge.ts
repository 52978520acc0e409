import { resultFormats } from "../lib/result.ts";
import { defineCommand } from "./command.ts";
import { UsageError } from "../lib/errors.ts";
import { productionSpan, type ProductionPeriod } from "./option-values.ts";

export const bridgeCommand = defineCommand({
  usage: "bridge",
  describe: "Split a change of OEE exactly into its causes: factors, losses, reasons",
  positionals: {},
  options: {
    from: {
      type: "string",
      requiresArg: true,
      describe: "The one side: a production date, a span, or a shift",
      defaultDescription: "the production date before the last",
    },
    to: {
      type: "string",
      requiresArg: true,
      describe: "The other side",
      defaultDescription: "the last production date, or --from where machines are compared",
    },
    machine: { type: "string", requiresArg: true, describe: "One machine, on both sides" },
    "from-machine": { type: "string", requiresArg: true, describe: "Machine of the one side" },
    "to-machine": { type: "string", requiresArg: true, describe: "Machine of the other side" },
    format: {
      choices: resultFormats,
      requiresArg: true,
      describe: "Output format",
      defaultDescription: "table on a terminal, else ndjson",
    },
  },
  examples: [
    ["indkpi bridge --from 2026-01-05 --to 2026-01-06", "why one day was worse than the other"],
    ["indkpi bridge --from 2026-01-05..2026-01-11 --to 2026-01-12..2026-01-18 --machine CNC_01", "two weeks"],
    ["indkpi bridge --from 2026-01-05/early --to 2026-01-05/late", "two shifts"],
    ["indkpi bridge --from 2026-01-05 --from-machine CNC_01 --to-machine CNC_02", "two machines on one day"],
  ],
  run: async (
    { from, to, machine, "from-machine": fromMachine, "to-machine": toMachine, format },
    context,
  ) => {
    const sides = {
      from: { machine: fromMachine ?? machine, period: periodOf("from", from) },
      to: { machine: toMachine ?? machine, period: periodOf("to", to) },
    };
    if (sides.from.machine !== sides.to.machine && to === undefined) sides.to.period = sides.from.period;
    if ((sides.from.period === undefined) !== (sides.to.period === undefined)) {
      const missing = sides.from.period === undefined ? "from" : "to";
      throw new UsageError(`bridge needs --${missing} too`, "as in --from 2026-01-05 --to 2026-01-06");
    }
    const { printBridge } = await import("./bridge-handler.ts");
    return printBridge({ ...sides, format }, context);
  },
});

function periodOf(name: string, text: string | undefined): ProductionPeriod | undefined {
  return text === undefined ? undefined : productionSpan(name, text);
}
