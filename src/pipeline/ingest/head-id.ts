import { createHash } from "node:crypto";

import type { LandingFile } from "./landing.ts";
import { headBytes } from "./scan.ts";
import { readBytes } from "./unpack.ts";

/** SHA-256 of the first bytes of a file, of no more than `bytes` of them. */
export async function headIdOf({ path }: LandingFile, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of readBytes(path, { from: 0, to: Math.min(bytes, headBytes) })) hash.update(chunk);
  return hash.digest("hex");
}
