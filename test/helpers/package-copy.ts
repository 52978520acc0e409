import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A copy of the built package with the given parts of its SQL, which a test may change. Gives its command. */
export async function copyPackage(directory: string, sql: readonly string[] = ["sql"]): Promise<string> {
  await mkdir(directory, { recursive: true });
  for (const part of ["dist", "package.json", ...sql]) {
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  return join(directory, "dist/cli.js");
}
