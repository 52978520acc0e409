import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One question of `sql/dashboard`: a SELECT with named parameters. */
export interface Question {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  /** Names after `$`, sorted. */
  readonly parameters: readonly string[];
}

/** What the dashboard asks, and what it lays ready to answer quickly. */
export interface QuestionBook {
  readonly questions: ReadonlyMap<string, Question>;
  /** `dashboard.<name>` by name: tables that are made from Gold once a snapshot. */
  readonly relations: ReadonlyMap<string, string>;
  readonly macros: readonly Macro[];
}

/** A table macro that questions share. */
interface Macro {
  readonly name: string;
  readonly body: string;
  readonly statement: string;
}

/** Reads `sql/dashboard`. */
export function readQuestionBook(sqlDirectory: string): QuestionBook {
  const directory = join(sqlDirectory, "dashboard");
  const questions = readFolder(directory).filter(([name]) => name !== "session");
  return {
    questions: new Map(questions.map(([name, sql]) => [name, question(name, sql)])),
    relations: new Map(readFolder(join(directory, "relations"))),
    macros: [
      ...sharedMacros(readFileSync(join(directory, "session.sql"), "utf8")),
      ratiosMacro(sqlDirectory),
    ],
  };
}

function readFolder(directory: string): readonly (readonly [name: string, sql: string])[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".sql"))
    .toSorted()
    .map((file) => [file.slice(0, -".sql".length), readFileSync(join(directory, file), "utf8")]);
}

function question(name: string, sql: string): Question {
  const header = /^(?:--[^\n]*\n)*/.exec(sql)?.[0] ?? "";
  const code = sql.slice(header.length);
  const parameters = new Set([...code.matchAll(/\$([a-z_]+)/g)].map(([, parameter = ""]) => parameter));
  const description = header
    .replaceAll(/^--\s?/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return { name, description, sql, parameters: [...parameters].toSorted() };
}

/**
 * Ratios have one definition, `gold.oee_ratios`. Here it becomes `ratios_of('periods')`, the same SELECT over any choice
 * of facts in the shape of `gold.oee_periods`.
 */
function ratiosMacro(sqlDirectory: string): Macro {
  const model = readFileSync(join(sqlDirectory, "gold", "oee_ratios.sql"), "utf8");
  const parts = model.split("from gold.oee_periods");
  if (parts.length !== 2) throw new Error("sql/gold/oee_ratios.sql no longer reads gold.oee_periods once");
  const body = parts.join("from query_table(periods)");
  return {
    name: "ratios_of",
    body,
    statement: `create or replace macro ratios_of(periods) as table\n${body}`,
  };
}

function sharedMacros(session: string): readonly Macro[] {
  const statements = session.matchAll(/^create or replace macro (\w+)\([^)]*\) as table\n([^]*?);$/gm);
  return [...statements].map(([statement, name = "", body = ""]) => ({ name, body, statement }));
}
