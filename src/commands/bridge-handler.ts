import { z } from "zod";

import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import type { SqlParameter } from "../lib/parameters.ts";
import type { ResultFormat } from "../lib/result.ts";
import { withLake } from "../pipeline/lake.ts";
import { answerOf } from "../pipeline/questions/answer.ts";
import { requireMachine } from "../pipeline/questions/known-names.ts";
import { questionOf } from "../pipeline/questions/questions.ts";
import { renderBridge } from "./bridge-report.ts";
import type { CommandContext } from "./command.ts";
import type { ProductionPeriod } from "./option-values.ts";

/** What one end of a bridge stands on; undefined is all machines, and the last days with planned time. */
export interface BridgeSide {
  readonly machine: string | undefined;
  readonly period: ProductionPeriod | undefined;
}

export interface BridgeOptions {
  readonly from: BridgeSide;
  readonly to: BridgeSide;
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
}

const figure = z.number().nullable();

const bridgeRow = z.object({
  level: z.enum(["oee", "factor", "loss", "reason"]),
  factor: z.string().nullable(),
  loss: z.string().nullable(),
  reason_code: z.string().nullable(),
  reason: z.string().nullable(),
  value_from: figure,
  value_to: figure,
  from_loss_s: figure,
  to_loss_s: figure,
  oee_change: figure,
});

/** One line of a bridge, as `sql/analytics/oee_bridge.sql` gives it. */
export type BridgeRow = z.infer<typeof bridgeRow>;

/** Prints what a change of OEE is made of. */
export async function printBridge(
  { from, to, format }: BridgeOptions,
  { paths, signal, settings, stdout, note }: CommandContext,
): Promise<ExitCode> {
  const question = questionOf("oee_bridge");
  const { columns, rows, objects } = await withLake({ paths, signal }, async (lake) => {
    for (const { machine } of [from, to]) if (machine !== undefined) await requireMachine(lake, machine);
    return await answerOf(lake, question, [...parametersOf("from", from), ...parametersOf("to", to)]);
  });
  const chosen = chooseFormat(format, { isJson: settings.isJson, stream: stdout });
  if (chosen === "table") {
    const hasColor = (stdout.isTTY ?? false) && settings.hasColor;
    stdout.write(renderBridge(z.array(bridgeRow).parse(objects), { from, to }, { hasColor }));
  } else {
    await printResult({ columns, rows }, { format: chosen, stream: stdout, note });
  }
  return ExitCode.done;
}

function parametersOf(side: "from" | "to", { machine, period }: BridgeSide): readonly SqlParameter[] {
  return [
    { name: `${side}_start`, type: "date", value: period?.first ?? null },
    { name: `${side}_end`, type: "date", value: period?.last ?? null },
    { name: `${side}_machine`, type: "text", value: machine ?? null },
    { name: `${side}_shift`, type: "text", value: period?.shift ?? null },
  ];
}
