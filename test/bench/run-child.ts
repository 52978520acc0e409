import { spawn } from "node:child_process";
import { Readable } from "node:stream";

/** What one process took, from its start to its end. */
export interface Usage {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakRssMb: number;
}

/** Loaded before the program: only a process itself can tell what it used, so it writes that to a pipe at its end. */
const reporter = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));`,
)}`;

/** Runs a Node program to its end. Throws with what it said when it fails. */
export async function runChild(program: string, args: readonly string[]): Promise<Usage> {
  const startedAt = process.hrtime.bigint();
  const loader = program.endsWith(".ts") ? ["--import", "tsx"] : [];
  const child = spawn(process.execPath, ["--import", reporter, ...loader, program, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const [, , stderr, report] = child.stdio;
  const said = text(stderr);
  const reported = text(report);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const wallS = Number(process.hrtime.bigint() - startedAt) / 1e9;
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${await said}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(await reported);
  return { wallS, cpuS: (userCPUTime + systemCPUTime) / 1e6, peakRssMb: maxRSS / 1024 };
}

async function text(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
