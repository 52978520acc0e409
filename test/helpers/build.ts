import { execFileSync } from "node:child_process";

/** Builds dist/ once before any test, so that the command tests run the binary that the sources describe. */
export function setup(): void {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
}
