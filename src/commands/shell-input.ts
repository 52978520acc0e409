import { startOfCode, withoutEnding } from "../lib/sql-text.ts";

/** What is typed into the shell, line by line, until it makes a whole. */

export type ShellInput =
  | { readonly kind: "statement"; readonly sql: string }
  | { readonly kind: "command"; readonly name: string; readonly argument: string };

export interface InputReader {
  /** What the line completes: statements, of which one line may hold several, or a command. */
  readonly take: (line: string) => readonly ShellInput[];
  /** What was begun and not ended, as when a file stops without a semicolon. */
  readonly rest: () => string;
  readonly clear: () => void;
}

/** Joins lines to statements that end in a semicolon; a line that begins with a dot is a command. */
export function inputReader(): InputReader {
  let pending = "";
  return {
    take: (line) => {
      if (pending.trim() === "" && /^\s*\.[a-z]/i.test(line)) {
        const [, name = "", argument = ""] = /^\s*\.([a-z]+)\s*(.*)$/i.exec(withoutEnding(line)) ?? [];
        pending = "";
        return [{ kind: "command", name: name.toLowerCase(), argument }];
      }
      const { statements, rest } = splitStatements(`${pending}${line}\n`);
      pending = rest;
      return statements.filter(hasCode).map((sql) => ({ kind: "statement", sql }));
    },
    rest: () => (hasCode(pending) ? pending : ""),
    clear: () => {
      pending = "";
    },
  };
}

/** Texts, names, comments and dollar-quoted texts, in which a semicolon ends nothing; or a semicolon. */
const pieces =
  /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|--[^\n]*(?:\n|$)|\/\*[^]*?(?:\*\/|$)|\$(\w*)\$[^]*?(?:\$\1\$|$)|;/g;

function splitStatements(text: string): { readonly statements: readonly string[]; readonly rest: string } {
  const statements: string[] = [];
  let start = 0;
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (piece !== ";") continue;
    statements.push(text.slice(start, index).trim());
    start = index + 1;
  }
  return { statements, rest: text.slice(start) };
}

function hasCode(text: string): boolean {
  return startOfCode(text) < text.length;
}
