import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command; a non-zero exit is a result, not an exception (-1: killed or not started). */
export function runCli(
  args: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliResult> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** An empty directory that goes with the test. A concurrent test passes `onTestFinished` of its own context. */
export async function temporaryWarehouse(
  onFinished: (cleanUp: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "indkpi-"));
  onFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
