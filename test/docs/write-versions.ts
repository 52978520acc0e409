import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { lockedVersions, lockPath, presentVersions, versionFaults } from "./versions.ts";

/** `npm run versions`: locks what the models say. Refuses what says something new under an old version. */

const present = await presentVersions();
const changelog = readFileSync(join(import.meta.dirname, "../../CHANGELOG.md"), "utf8");
const locked = existsSync(lockPath) ? lockedVersions() : {};
const refused = versionFaults(locked, present, changelog).filter(
  (fault) => !fault.endsWith("npm run versions"),
);
for (const fault of refused) console.error(fault);
if (refused.length > 0) process.exitCode = 1;
else {
  const lines = Object.entries(present).map(
    ([relation, version]) => `  ${JSON.stringify(relation)}: ${JSON.stringify(version)}`,
  );
  writeFileSync(lockPath, `{\n${lines.join(",\n")}\n}\n`);
}
