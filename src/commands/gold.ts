import { layerCommand } from "./layer.ts";

export const goldCommand = layerCommand({
  layer: "gold",
  describe: "Bring Gold up to date, Bronze and Silver first",
  example: "ingest what is new, then rebuild the facts that it changes",
});
