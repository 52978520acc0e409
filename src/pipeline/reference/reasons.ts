import type { Fault } from "./faults.ts";
import { faultAt, valueOf, type Row, type Table } from "./table.ts";

const maxDepth = 5;

/** The codes from a reason up to its root, or up to the first one met again, which then ends the list. */
function pathToRoot(code: string, parents: ReadonlyMap<string, string>): readonly string[] {
  const path = new Set([code]);
  for (let parent = parents.get(code); parent !== undefined; parent = parents.get(parent)) {
    if (path.has(parent)) return [...path, parent];
    path.add(parent);
  }
  return [...path];
}

/** Reasons whose parents run in a circle (told once a circle) or that lie more than five levels deep. */
export function checkReasonTree(table: Table): readonly Fault[] {
  const parents = new Map<string, string>();
  for (const row of table.rows) {
    const [code, parent] = [valueOf(row, "reason_code"), valueOf(row, "parent_code")];
    if (row.isAligned && code !== null && parent !== null && !parents.has(code)) parents.set(code, parent);
  }
  const told = new Set<string>();
  const checkRow = (row: Row): readonly Fault[] => {
    const code = valueOf(row, "reason_code");
    if (!row.isAligned || code === null) return [];
    const path = pathToRoot(code, parents);
    const isCycle = path.indexOf(path.at(-1) ?? "") < path.length - 1;
    if (!isCycle) {
      if (path.length <= maxDepth) return [];
      return [
        faultAt(table, row, "parent_code", `${path.length} levels deep, at most ${maxDepth} are allowed`),
      ];
    }
    const isMember = path.at(-1) === code;
    if (!isMember || told.has(code)) return [];
    for (const member of path) told.add(member);
    return [faultAt(table, row, "parent_code", `the parents run in a circle: ${path.join(" -> ")}`)];
  };
  return table.rows.flatMap(checkRow);
}
