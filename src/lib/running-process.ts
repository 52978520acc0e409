import { hasCode } from "./errors.ts";

/** Whether a process of this machine exists. One of another user counts: it cannot be signalled, but it runs. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}
