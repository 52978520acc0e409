// Answers one question about one warehouse a line, by the reader of the package in whose folder it is started.
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [directory, sql] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(join(directory, "src", name)).href);
const { withLake } = await part("pipeline/lake.ts");
const { warehousePaths } = await part("lib/paths.ts");

for await (const warehouse of createInterface({ input: process.stdin })) {
  const options = { paths: warehousePaths(warehouse), signal: new AbortController().signal };
  const answer = await withLake(options, async ({ database, bindFor }) => {
    await bindFor(sql, "test");
    return JSON.stringify(await database.rows(sql));
  }).catch((failure) => String(failure));
  process.stdout.write(`${answer}\n`);
}
