import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parseDictionary } from "../lib/dictionary.ts";
import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { sqlDirectory } from "../lib/paths.ts";
import { formatCount, formatDuration } from "../lib/quantities.ts";
import { readConnectionVariables } from "../lib/settings.ts";
import { withLake } from "../pipeline/lake.ts";
import { publishStar, type PublishOptions } from "../publish/publish.ts";
import { publishedRelations, readStarSchema } from "../publish/star-schema.ts";
import type { CommandContext } from "./command.ts";
import { publishedViews } from "./published-views.ts";

/** Loads Gold into PostgreSQL and prints what became of each table. */
export async function publishToPostgres(
  options: Pick<PublishOptions, "url" | "isFullRefresh">,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, signal, settings, stdout, note, now } = context;
  const startedAt = now();
  const schema = await readStarSchema(sqlDirectory());
  const dictionary = parseDictionary(await readFile(join(sqlDirectory(), "columns.csv"), "utf8"));
  const tables = await withLake({ paths, signal }, async ({ database, graph, bind }) => {
    await bind(publishedRelations);
    const views = publishedViews(graph, publishedRelations);
    const input = { database, schema, views, dictionary };
    return await publishStar(input, { ...options, variables: readConnectionVariables() }, context);
  });
  const written = tables.reduce((sum, table) => sum + table.written + table.removed, 0);
  const took = formatDuration(now() - startedAt);
  note(written === 0 ? `nothing has changed (${took})` : `${formatCount(written)} rows changed in ${took}`);
  await printResult(
    {
      columns: [
        { name: "table", kind: "text" },
        { name: "rows", kind: "integer" },
        { name: "written", kind: "integer" },
        { name: "removed", kind: "integer" },
        { name: "dates", kind: "integer" },
      ],
      rows: tables.map(({ table, rows, written: count, removed, dates }) => [
        table,
        rows,
        count,
        removed,
        dates,
      ]),
    },
    { format: chooseFormat(undefined, { isJson: settings.isJson, stream: stdout }), stream: stdout, note },
  );
  return ExitCode.done;
}
