import { identifier, literal, type Database } from "../engine/database.ts";
import { describeSelect, type Column } from "../engine/select.ts";
import { asText } from "../engine/values.ts";
import { shortId } from "./contents.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { referenceColumns } from "./reference-relations.ts";

/**
 * The ids of a plant's machines as an enum of DuckDB: while a table is built they are numbers in the order of the ids, which
 * are sorted, joined and grouped in half the time that texts with the same beginning take. Files hold the texts.
 */
export interface MachineIds {
  readonly type: string;
  readonly values: readonly string[];
}

const idColumn = "machine_id";
/** A plant has fewer machines; ids beyond that are something else. */
const mostIds = 10_000;
/** What tells a number from the text it stands for. Of all else a number does as its text does, or fails. */
const tellingFunctions = ["hash", "approx_count_distinct", "approx_top_k", "typeof", "pg_typeof"];

/** Lists the ids in relations that are bound, and those of the reference files. Undefined where there are none, or too many. */
export async function listMachineIds(
  database: Database,
  relations: readonly string[],
): Promise<MachineIds | undefined> {
  const selects: string[] = [];
  for (const relation of [...relations, ...referenceColumns().keys()]) {
    if (await hasIds(database, relation)) selects.push(`select ${idColumn} from ${relation}`);
  }
  if (selects.length === 0) return undefined;
  const rows = await database.rows(
    `select distinct ${idColumn} from (${selects.join(" union all ")}) as told
    where ${idColumn} is not null order by ${idColumn} limit ${mostIds + 1}`,
  );
  const values = rows.map((row) => asText(row[idColumn]));
  if (values.length === 0 || values.length > mostIds) return undefined;
  return { type: identifier(`machine_ids_${shortId(values)}`), values };
}

/** Makes the enum known to a session. */
export async function defineMachineIds(database: Database, { type, values }: MachineIds): Promise<void> {
  await database.run(`create type if not exists ${type} as enum (${values.map(literal).join(", ")})`);
}

/** The same rows, their ids as an enum; an id that is not in it makes the statement fail. */
export function encodeIds(select: string, columns: readonly Column[], ids: MachineIds | undefined): string {
  return ids === undefined || !columns.some(({ name }) => name === idColumn)
    ? select
    : `select * replace (cast(${idColumn} as ${ids.type}) as ${idColumn}) from (${select})`;
}

/** Whether a table is quicker to build with numbers, its rows being those of machines, and comes out the same. */
export function gainsByIds(node: GraphNode, graph: Graph): boolean {
  return node.model.grain.some(({ name }) => name === idColumn) && !tellsIdsApart(node, graph);
}

/** Whether a model, views on the way included, would come out otherwise for numbers than for texts. */
function tellsIdsApart({ functions, inputs }: GraphNode, graph: Graph): boolean {
  return (
    functions.some((name) => tellingFunctions.includes(name)) ||
    inputs
      .flatMap((input) => [input, ...(graph.collections.get(input) ?? [])])
      .some((input) => {
        const node = graph.nodes.get(input);
        return node?.model.kind === "view" && tellsIdsApart(node, graph);
      })
  );
}

async function hasIds(database: Database, relation: string): Promise<boolean> {
  const columns = await describeSelect(database, `select * from ${relation}`);
  return columns.some(({ name }) => name === idColumn);
}
