import { parse } from "csv-parse/sync";
import { z } from "zod";

/** One function that the dialects define under the same name. */
export interface DialectFunction {
  readonly name: string;
  readonly parameters: string;
  readonly expression: string;
  /** Empty where `sql/dialects/functions.csv` has none. */
  readonly meaning: string;
}

const Lines = z.array(z.strictObject({ function: z.string(), meaning: z.string() }));

/** The macros of `sql/dialects/duckdb.sql` with what they mean. Throws where a meaning belongs to no macro. */
export function parseFunctions(dialect: string, csv: string): readonly DialectFunction[] {
  const meanings = new Map(
    Lines.parse(parse(csv, { columns: true })).map((line) => [line.function, line.meaning]),
  );
  const macros = dialect.matchAll(/^create macro ([a-z_]+)\(([^)]*)\) as\s+([^;]+);/gm);
  const functions = [...macros].map(([, name = "", parameters = "", expression = ""]) => ({
    name,
    parameters,
    expression: expression.replaceAll(/\s+/g, " "),
    meaning: meanings.get(name) ?? "",
  }));
  const names = functions.map(({ name }) => name);
  const idle = [...meanings.keys()].filter((name) => !names.includes(name));
  if (idle.length > 0) throw new Error(`sql/dialects/functions.csv: no such function: ${idle.join(", ")}`);
  return functions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
