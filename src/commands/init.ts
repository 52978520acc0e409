import { defineCommand } from "./command.ts";

export const initCommand = defineCommand({
  usage: "init",
  describe: "Write template reference files for your own plant",
  positionals: {},
  options: {
    force: { type: "boolean", default: false, describe: "Replace reference files that exist" },
  },
  examples: [
    ["indkpi init --warehouse ./my-plant", "then edit my-plant/reference/*.csv, one line a machine"],
  ],
  run: async ({ force }, context) => {
    const { writeTemplates } = await import("./init-handler.ts");
    return writeTemplates({ isForced: force }, context);
  },
});
