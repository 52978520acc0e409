import { layerCommand } from "./layer.ts";

export const bronzeCommand = layerCommand({
  layer: "bronze",
  describe: "Ingest new files of landing/ into Bronze",
  example: "ingest what is new; the same content again, renamed or re-sent, adds nothing",
});
