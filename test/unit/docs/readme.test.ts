import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { allCommands } from "../../../src/commands/all-commands.ts";
import { globalOptions, helpOptions } from "../../../src/commands/global-options.ts";

const root = join(import.meta.dirname, "../../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const shared = [...Object.keys(globalOptions), ...helpOptions];

/** Faults of the `indkpi` command lines in a text: verbs and options that do not exist. */
function commandFaults(text: string): string[] {
  return [...text.matchAll(/\bindkpi ([a-z]+)([^\n`]*)/g)].flatMap(([line, verb = "", rest = ""]) => {
    const command = allCommands.find(({ name }) => name === verb);
    if (command === undefined) return [`${line}: there is no ${verb}`];
    const known = [...shared, ...command.optionNames];
    const options = [...rest.matchAll(/--([a-z-]+)/g)].map(([, option = ""]) => option);
    return options
      .filter((option) => !known.includes(option))
      .map((option) => `${line}: there is no --${option}`);
  });
}

/** The npm scripts that a text runs. */
function scriptsOf(text: string): string[] {
  return [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, script = ""]) => script);
}

describe("README.md", () => {
  test("names only commands and options that exist", () => {
    expect(commandFaults(readme.replaceAll("`indkpi` (", "("))).toEqual([]);
  });

  test("names every command", () => {
    const missing = allCommands.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(readme));
    expect(missing).toEqual([]);
  });

  test("gives npm scripts that exist, and CI runs the one it gives for the tests", () => {
    const scripts: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const script of scriptsOf(readme)) expect(scripts).toHaveProperty(["scripts", script]);
    expect(scriptsOf(readFileSync(join(root, ".ci/run"), "utf8"))).toEqual(["check"]);
    expect(scriptsOf(readme)).toContain("check");
  });

  test("a wrong verb and a wrong option would be found", () => {
    expect(commandFaults("run `indkpi rum` or indkpi run --fast")).toEqual([
      "indkpi rum: there is no rum",
      "indkpi run --fast: there is no --fast",
    ]);
  });
});
