import { type Command, defineCommand } from "./command.ts";

interface LayerDefinition {
  readonly layer: "bronze" | "silver" | "gold";
  readonly describe: string;
  readonly example: string;
}

/** A command that brings one layer up to date, after the layers that it is made of. */
export function layerCommand({ layer, describe, example }: LayerDefinition): Command {
  return defineCommand({
    usage: layer,
    describe,
    positionals: {},
    options: {},
    examples: [[`indkpi ${layer}`, example]],
    run: async (_flags, context) => {
      const { buildLayer } = await import("./build-handler.ts");
      return buildLayer(layer, context);
    },
  });
}
