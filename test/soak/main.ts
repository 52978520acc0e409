import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { seededDraws } from "./seeded-draws.ts";

/**
 * `npm run soak -- [--kills 200] [--seed 1]`: telemetry comes in bit by bit while `run` is killed again and again at
 * random moments; in the end Silver and Gold must have the bytes of a warehouse in which nothing ever went wrong, and
 * agree with the simulator's truth.
 */

const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const kills = Number(values.kills);
/** Somewhat longer than a run on what came in takes, so that some are done and the next has a Gold to change. */
const longestMs = 4000;
const draw = seededDraws(Number(values.seed));

const cli = join(import.meta.dirname, "../../dist/cli.js");
const directory = mkdtempSync(join(tmpdir(), "indkpi-soak-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

const whole = join(directory, "whole");
const soaked = join(directory, "soaked");
indkpi(["simulate", "--warehouse", whole, "--days", "7", "--dirt", "light", "--quiet"]);
for (const folder of ["reference", "truth"]) {
  cpSync(join(whole, folder), join(soaked, folder), { recursive: true });
}
mkdirSync(join(soaked, "landing"));
const waiting = readdirSync(join(whole, "landing")).toSorted();
const share = Math.ceil(waiting.length / kills);

let [killed, survived] = [0, 0];
while (killed < kills) {
  for (const name of waiting.splice(0, share)) {
    cpSync(join(whole, "landing", name), join(soaked, "landing", name));
  }
  const child = spawn(process.execPath, [cli, "run", "--warehouse", soaked, "--quiet", "--no-progress"], {
    stdio: "ignore",
  });
  const ended = new Promise<boolean>((resolve) => child.on("exit", (_, signal) => resolve(signal === null)));
  await Promise.race([sleep(draw() * longestMs), ended]);
  child.kill("SIGKILL");
  if (await ended) survived += 1;
  else killed += 1;
  const shown = spawnSync(
    process.execPath,
    [cli, "query", "select count(*) from gold.oee_by_machine_shift", "--warehouse", soaked],
    { encoding: "utf8" },
  );
  // Before the first publication there is nothing to ask.
  if (shown.status !== 0 && !shown.stderr.includes("is not built yet")) {
    throw new Error(`after kill ${killed} a reader failed: ${shown.stderr}`);
  }
  process.stderr.write(`\r${killed} of ${kills} runs killed; ${survived} were done before`);
}
process.stderr.write("\n");

indkpi(["run", "--warehouse", soaked, "--quiet", "--no-progress"]);
indkpi(["run", "--warehouse", whole, "--quiet", "--no-progress"]);
indkpi(["verify", "--warehouse", soaked]);
const [found, wanted] = [lake(soaked), lake(whole)];
const different = [...new Set([...found.keys(), ...wanted.keys()])].filter(
  (name) => found.get(name) !== wanted.get(name),
);
console.log(
  `${killed} runs killed, ${survived} more were done before; ${wanted.size} files, ${different.length} differ`,
);
for (const name of different.slice(0, 20)) console.log(`  ${name}`);
process.exitCode = different.length === 0 ? 0 : 1;

function indkpi(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`indkpi ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
}

function lake(warehouse: string): ReadonlyMap<string, string> {
  return new Map(
    ["silver", "gold"].flatMap((layer) =>
      readdirSync(join(warehouse, layer), { recursive: true, encoding: "utf8" })
        .map((name) => join(layer, name))
        .filter((name) => statSync(join(warehouse, name)).isFile())
        .map((name) => [
          name,
          createHash("sha256")
            .update(readFileSync(join(warehouse, name)))
            .digest("hex"),
        ]),
    ),
  );
}
