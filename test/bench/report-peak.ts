import { writeFileSync } from "node:fs";

/** Preloaded into a measured process: leaves its peak memory, in KiB as the kernel counts it, in the file of PEAK_FILE. */

const file = process.env["PEAK_FILE"];
process.on("exit", () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
