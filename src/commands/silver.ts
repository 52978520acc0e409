import { layerCommand } from "./layer.ts";

export const silverCommand = layerCommand({
  layer: "silver",
  describe: "Bring Silver up to date, Bronze first",
  example: "ingest what is new, then rebuild the intervals and pieces that it changes",
});
