import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { headerLines } from "../../src/pipeline/model.ts";

/** A file of SQL that is no model and no check: a stored question, a table macro, a comparison with the simulator's truth. */
export interface Question {
  readonly file: string;
  readonly folder: string;
  readonly description: string;
}

const folders = ["analytics", "dashboard", "dashboard/relations", "macros", "explain", "verify"];

/** The headers of the files that are asked and not built. */
export async function readQuestions(sqlDirectory: string): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const folder of folders) {
    const names = (await readdir(join(sqlDirectory, folder))).filter((name) => name.endsWith(".sql"));
    for (const name of names.toSorted()) {
      const lines = headerLines(await readFile(join(sqlDirectory, folder, name), "utf8"));
      const sentences = lines
        .filter((line) => !line.startsWith("--!"))
        .map((line) => line.replace(/^--\s?/, ""));
      questions.push({ file: `${folder}/${name}`, folder, description: sentences.join(" ").trim() });
    }
  }
  return questions;
}
