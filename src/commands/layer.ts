import { type Command, defineCommand } from "./command.ts";
import { writingLimits, writingOptions } from "./writing-options.ts";

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
    options: writingOptions,
    examples: [[`indkpi ${layer}`, example]],
    run: async (flags, context) => {
      const limits = writingLimits(flags);
      const { buildLayer } = await import("./build-handler.ts");
      return buildLayer(layer, limits, context);
    },
  });
}
