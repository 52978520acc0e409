import { defineCommand } from "./command.ts";

export const lineageFormats = ["text", "mermaid", "json"] as const;

export const lineageCommand = defineCommand({
  usage: "lineage [relation]",
  describe: "What a relation is made of, down to the files; of all of Gold by default",
  positionals: {
    relation: { type: "string", describe: "As in gold.fact_oee" },
  },
  options: {
    format: {
      choices: lineageFormats,
      requiresArg: true,
      describe: "A tree to read, a graph for Mermaid, or JSON",
      defaultDescription: "text; json under --json",
    },
    readers: { type: "boolean", default: false, describe: "Instead, list what reads the relation" },
  },
  examples: [
    ["indkpi lineage gold.fact_oee", "see what the facts are made of"],
    ["indkpi lineage silver.ledger --readers", "see what a change of the ledger reaches"],
    ["indkpi lineage --format mermaid > lineage.mmd", "draw all of Gold"],
  ],
  run: async ({ relation, format, readers }, context) => {
    const { showLineage } = await import("./lineage-handler.ts");
    const chosen = format ?? (context.settings.isJson ? "json" : "text");
    return showLineage({ relation, format: chosen, wantsReaders: readers }, context);
  },
});
