import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseSelect } from "../engine/select.ts";
import { sqlError, sqlErrorAt } from "../engine/sql-error.ts";
import { UserError } from "../lib/errors.ts";
import { nearestName } from "../lib/nearest-name.ts";
import { sqlDirectory } from "../lib/paths.ts";
import type { Lake } from "./lake.ts";
import { declaredParameters } from "./questions/parameters.ts";

const schema = "gold.";

/** The table macros of `sql/macros`, as they are called: `gold.oee_bridge`. */
function macroNames(): readonly string[] {
  return readdirSync(join(sqlDirectory(), "macros"))
    .filter((name) => name.endsWith(".sql"))
    .map((name) => `${schema}${name.slice(0, -".sql".length)}`)
    .toSorted();
}

/** Makes table macros, those that they call, and the relations that they read available. Other names are left alone. */
export async function bindMacros(lake: Lake, calledFunctions: Iterable<string>): Promise<void> {
  for (const called of calledFunctions) {
    if (called.startsWith(schema)) await bindMacro(lake, called);
  }
}

async function bindMacro(lake: Lake, called: string): Promise<void> {
  const known = macroNames();
  if (!known.includes(called)) {
    const nearest = nearestName(called, known);
    throw new UserError(`there is no function ${called}()`, {
      code: "UNKNOWN_FUNCTION",
      hint: nearest === undefined ? `there are ${known.join(", ")}` : `did you mean ${nearest}()?`,
    });
  }
  const file = `sql/macros/${called.slice(schema.length)}.sql`;
  const sql = readFileSync(join(sqlDirectory(), "..", file), "utf8");
  const outcome = await parseSelect(lake.database, sql);
  if (outcome.kind === "refused") throw sqlErrorAt(outcome.message, outcome.position, { file, sql });
  await bindMacros(lake, outcome.tableFunctions);
  await lake.bind(outcome.select.inputs);
  const parameters = declaredParameters(sql).map(({ name, otherwise }) =>
    otherwise === undefined ? name : `${name} := ${otherwise ?? "null"}`,
  );
  const prefix = `create or replace macro ${called}(${parameters.join(", ")}) as table `;
  await lake.database.run(`${prefix}${sql}`).catch((failure: unknown) => {
    throw sqlError(failure, { file, sql, prefixLength: prefix.length });
  });
}
