import { ExitCode, UsageError } from "../lib/errors.ts";
import { lineageOf, readersOf, type Lineage, type LineageRelation } from "../pipeline/lineage.ts";
import { resolveTargets } from "../pipeline/run.ts";
import { withSession } from "../pipeline/session.ts";
import type { CommandContext } from "./command.ts";
import type { lineageFormats } from "./lineage.ts";

export interface LineageOptions {
  readonly relation: string | undefined;
  readonly format: (typeof lineageFormats)[number];
  readonly wantsReaders: boolean;
}

/** Prints what relations are made of, or what reads one. Needs no data. */
export async function showLineage(
  { relation, format, wantsReaders }: LineageOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, stdout } = context;
  if (wantsReaders && relation === undefined) {
    throw new UsageError("--readers needs a relation", "as in indkpi lineage silver.ledger --readers");
  }
  const { graph, targets } = await withSession({ paths, effects: context }, (session) =>
    Promise.resolve({ graph: session.graph, targets: resolveTargets(session, [relation ?? "gold"]) }),
  );
  if (wantsReaders) {
    const readers = readersOf(graph, relation ?? "");
    stdout.write(
      format === "json"
        ? `${JSON.stringify(readers, null, 2)}\n`
        : readers.map((name) => `${name}\n`).join(""),
    );
    return ExitCode.done;
  }
  const lineage = lineageOf(graph, targets);
  switch (format) {
    case "json":
      stdout.write(`${JSON.stringify(lineage, null, 2)}\n`);
      break;
    case "mermaid":
      stdout.write(mermaboxName(lineage));
      break;
    case "text":
      stdout.write(targets.map((target) => tree(lineage, target)).join(""));
  }
  return ExitCode.done;
}

/** A tree, as of folders. What was shown before is named again but not opened again. */
function tree({ relations }: Lineage, root: string): string {
  const known = new Map(relations.map((each) => [each.relation, each]));
  const opened = new Set<string>();
  const lines: string[] = [];
  const show = (relation: string, lead: string, rest: string): void => {
    const found = known.get(relation);
    if (found === undefined) return;
    const isAgain = opened.has(relation) && found.inputs.length > 0;
    lines.push(`${lead}${relation}  ${isAgain ? "(see above)" : aboutRelation(found)}\n`);
    if (isAgain) return;
    opened.add(relation);
    for (const [index, input] of found.inputs.entries()) {
      const isLast = index === found.inputs.length - 1;
      show(input, `${rest}${isLast ? "└─ " : "├─ "}`, `${rest}${isLast ? "   " : "│  "}`);
    }
  };
  show(root, "", "");
  return lines.join("");
}

function aboutRelation({ kind, version, partition, file }: LineageRelation): string {
  if (kind === "file") return file;
  const byDay = partition === null ? "" : ` by ${partition}`;
  return `${kind}${byDay}, version ${version}, ${file}`;
}

function mermaboxName({ relations }: Lineage): string {
  const boxes = relations.map(({ relation, kind }) => {
    if (kind === "file") return `    ${boxName(relation)}[/"${relation}"/]`;
    return kind === "view"
      ? `    ${boxName(relation)}("${relation}")`
      : `    ${boxName(relation)}["${relation}"]`;
  });
  const arrows = relations.flatMap(({ relation, inputs }) =>
    inputs.map((input) => `    ${boxName(input)} --> ${boxName(relation)}`),
  );
  return ["flowchart LR", ...boxes, ...arrows, ""].join("\n");
}

function boxName(relation: string): string {
  return relation.replaceAll(".", "_");
}
