import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { sqlDirectory } from "../../src/lib/paths.ts";
import { readSqlReference } from "../helpers/reference-docs.ts";
import { idleEntries, missingEntries } from "./dictionary.ts";
import { entryFaults } from "./entry-faults.ts";
import { sqlReferenceText } from "./sql-reference.ts";

// Makes sql/README.md. What the dictionaries lack is told, and the page is made without it.
const reference = await readSqlReference();
const { dictionary, columns, functions } = reference;
await writeFile(join(sqlDirectory(), "README.md"), sqlReferenceText(reference));

const faults = [
  ...missingEntries(dictionary, columns).map((name) => `sql/columns.csv: no line for ${name}`),
  ...idleEntries(dictionary, columns).map((key) => `sql/columns.csv: nothing needs ${key}`),
  ...dictionary
    .flatMap((entry) => entryFaults(entry, dictionary, columns))
    .map((fault) => `sql/columns.csv: ${fault}`),
  ...functions
    .filter(({ meaning }) => meaning === "")
    .map(({ name }) => `sql/dialects/functions.csv: no line for ${name}`),
];
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
}
