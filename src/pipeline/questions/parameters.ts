import { UsageError } from "../../lib/errors.ts";
import { nearestName } from "../../lib/nearest-name.ts";
import { parameterTypes, type ParameterType, type SqlParameter } from "../../lib/parameters.ts";

/** A parameter that a file declares in its header: `--! param: rows integer = 10, how many shifts to show`. */
export interface DeclaredParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As it would be given; null is null, and undefined where it must be given. */
  readonly otherwise: string | null | undefined;
  readonly meaning: string;
}

const declaration = /^--! param: ([a-z][a-z0-9_]*) ([a-z]+)(?: = ([^,]*))?, (.+)$/;

/** The parameters that the header of a file declares. Throws UsageError where a line of it cannot be read. */
export function declaredParameters(sql: string): readonly DeclaredParameter[] {
  const lines = sql.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .filter((line) => line.startsWith("--! param:"))
    .map((line) => {
      const [, name = "", typeName, otherwise, meaning = ""] = declaration.exec(line.trimEnd()) ?? [];
      const type = parameterTypes.find((known) => known === typeName);
      if (type === undefined) {
        throw new UsageError(
          `the header line ${JSON.stringify(line)} cannot be read`,
          "as in --! param: rows integer = 10, how many rows to show",
        );
      }
      return { name, type, otherwise: otherwise === "null" ? null : otherwise, meaning };
    });
}

/**
 * The parameters to bind to a statement: those that its header declares with what is given for them or their default;
 * where it declares none, those given, as text.
 */
export function givenParameters(sql: string, given: readonly string[]): readonly SqlParameter[] {
  const values = new Map(given.map(readAssignment));
  const declared = declaredParameters(sql);
  if (declared.length === 0) return [...values].map(([name, value]) => ({ name, type: "text", value }));
  const names = declared.map(({ name }) => name);
  for (const name of values.keys()) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    throw new UsageError(
      `there is no parameter ${name}`,
      nearest === undefined ? `there are ${names.join(", ")}` : `did you mean ${nearest}?`,
    );
  }
  return declared.map(({ name, type, otherwise }) => {
    const value = values.get(name) ?? otherwise;
    if (value === undefined) {
      throw new UsageError(`the parameter ${name} must be given`, `as in --param ${name}=${exampleOf[type]}`);
    }
    return { name, type, value };
  });
}

const exampleOf = { text: "CNC_01", integer: "10", number: "0.5", date: "2026-01-05" } as const;

function readAssignment(text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  const name = text.slice(0, at).replace(/^\$/, "");
  if (at > 0 && /^[a-z_][a-z0-9_]*$/i.test(name)) return [name, text.slice(at + 1)];
  throw new UsageError(
    `--param takes name=value, not ${JSON.stringify(text)}`,
    "as in --param machine_id=CNC_01",
  );
}
