import { defineCommand } from "./command.ts";
import { wholeNumber } from "./option-values.ts";
import { memoryBytes, paramOption, statementOptions, timeoutMs } from "./statement-options.ts";

export const askCommand = defineCommand({
  usage: "ask [name]",
  describe: "Answer one of the stored questions; without a name list them",
  positionals: {
    name: { type: "string", describe: "As in worst_shifts" },
  },
  options: { param: paramOption, ...statementOptions },
  examples: [
    ["indkpi ask", "the questions, and what they can be told"],
    ["indkpi ask worst_shifts", "the answer of today"],
    ["indkpi ask worst_shifts --param machine_id=CNC_01 --param rows=3", "of one machine, three rows"],
  ],
  run: async ({ name, param, format, limit, timeout, "memory-limit": memory }, context) => {
    const limits = { memoryBytes: memoryBytes(memory), timeoutMs: timeoutMs(timeout) };
    const maxRows = limit === undefined ? undefined : wholeNumber("limit", limit, { min: 0 });
    const { answerQuestion, listQuestions } = await import("./ask-handler.ts");
    if (name === undefined) return listQuestions({ format }, context);
    return answerQuestion({ name, given: param ?? [], format, maxRows, ...limits }, context);
  },
});
