import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { UsageError } from "../../lib/errors.ts";
import { nearestName } from "../../lib/nearest-name.ts";
import { sqlDirectory } from "../../lib/paths.ts";
import { declaredParameters, type DeclaredParameter } from "./parameters.ts";

/** A stored question: a file of `sql/analytics`. */
export interface Question {
  readonly name: string;
  /** As shown in messages. */
  readonly file: string;
  readonly path: string;
  readonly sql: string;
  /** The first sentence of its header. */
  readonly question: string;
  readonly parameters: readonly DeclaredParameter[];
}

/** Every stored question, by name. */
export function readQuestions(): readonly Question[] {
  const directory = join(sqlDirectory(), "analytics");
  return readdirSync(directory)
    .filter((file) => file.endsWith(".sql"))
    .toSorted()
    .map((file) => {
      const path = join(directory, file);
      const sql = readFileSync(path, "utf8");
      const question = /^-- ([^?\n]*\??)/.exec(sql)?.[1]?.trim() ?? "";
      const name = file.slice(0, -".sql".length);
      return {
        name,
        file: `sql/analytics/${file}`,
        path,
        sql,
        question,
        parameters: declaredParameters(sql),
      };
    });
}

/** The question of a name. Throws UsageError where there is none. */
export function questionOf(name: string): Question {
  const questions = readQuestions();
  const found = questions.find((question) => question.name === name);
  if (found !== undefined) return found;
  const names = questions.map((question) => question.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `there is no question ${name}`,
    nearest === undefined ? "indkpi ask lists them" : `did you mean ${nearest}?`,
  );
}
