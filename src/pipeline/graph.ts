import {
  describeSelect,
  emptyRelation,
  parseSelect,
  parseSelects,
  type Column,
  type ParsedSelect,
} from "../engine/select.ts";
import { sqlError, sqlErrorAt } from "../engine/sql-error.ts";
import type { Database } from "../engine/database.ts";
import { UserError } from "../lib/errors.ts";
import { nearestName } from "../lib/nearest-name.ts";
import type { Model } from "./model.ts";
import type { ParsedModels } from "./parsed.ts";
import type { Check, Project } from "./project.ts";
import { historyColumns } from "./history-relations.ts";
import { referenceColumns } from "./reference-relations.ts";
import { bronzeColumns, sourceColumns } from "./source.ts";

/** A model whose inputs are known. */
export interface GraphNode extends ParsedSelect {
  readonly model: Model;
}

/** The models of a project in an order in which each comes after what it reads. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Relations that gather several models: `silver.source_events` -> `silver.events_telemetry`, ... */
  readonly collections: ReadonlyMap<string, readonly string[]>;
  readonly dialect: string;
}

/** A check is never changed, so neither is what it reads. */
const knownInputs = new WeakMap<Check, readonly string[]>();

/** What a check reads. */
export async function checkInputs(database: Database, check: Check): Promise<readonly string[]> {
  const known = knownInputs.get(check);
  if (known !== undefined) return known;
  const outcome = await parseSelect(database, check.sql);
  if (outcome.kind === "refused") throw sqlErrorAt(outcome.message, outcome.position, check);
  knownInputs.set(check, outcome.select.inputs);
  return outcome.select.inputs;
}

/**
 * Parses every model, unless `known` says how they parse, and orders them. Throws where one reads what does not exist,
 * reads upwards, or reads in a circle.
 */
export async function planGraph(database: Database, project: Project, known?: ParsedModels): Promise<Graph> {
  const collections = new Map<string, readonly string[]>();
  for (const { collect } of project.models.values()) {
    if (collect === undefined) continue;
    const members = [...project.models.keys()].filter((relation) => relation.startsWith(collect.prefix));
    collections.set(collect.relation, members.toSorted());
  }
  const models = [...project.models.values()];
  const selects = known ?? (await parseModels(database, models));
  const unordered = new Map<string, GraphNode>();
  for (const model of models) {
    const select = selects[model.relation];
    if (select === undefined) continue;
    for (const input of select.inputs) checkInput(input, model, project, collections);
    unordered.set(model.relation, { model, ...select });
  }
  return { nodes: ordered(unordered, collections), collections, dialect: project.dialect };
}

async function parseModels(database: Database, models: readonly Model[]): Promise<ParsedModels> {
  const outcomes = await parseSelects(
    database,
    models.map(({ sql }) => sql),
  );
  const selects: Record<string, ParsedSelect> = {};
  for (const [index, model] of models.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === "refused") throw sqlErrorAt(outcome.message, outcome.position, model);
    if (outcome !== undefined) selects[model.relation] = outcome.select;
  }
  return selects;
}

/** What a relation is made of: the members of a collection, the inputs of a model, nothing for raw data. */
export function directInputs(graph: Graph, relation: string): readonly string[] {
  return graph.collections.get(relation) ?? graph.nodes.get(relation)?.inputs ?? [];
}

/** The relations a set of relations is made of, themselves included, in building order. */
export function withPrerequisites(graph: Graph, relations: Iterable<string>): string[] {
  const wanted = new Set<string>();
  const visit = (relation: string): void => {
    if (wanted.has(relation)) return;
    wanted.add(relation);
    for (const input of directInputs(graph, relation)) visit(input);
  };
  for (const relation of relations) visit(relation);
  return [...graph.nodes.keys()].filter((relation) => wanted.has(relation));
}

/** What must be bound to read relations, in order. A table is a file: what it was made of is of no interest to a reader. */
export function openOrder(graph: Graph, relations: Iterable<string>): string[] {
  const wanted = new Set<string>();
  const visit = (relation: string): void => {
    if (wanted.has(relation)) return;
    wanted.add(relation);
    const node = graph.nodes.get(relation);
    if (node?.model.kind === "view") for (const input of node.inputs) visit(input);
    for (const member of graph.collections.get(relation) ?? []) visit(member);
  };
  for (const relation of relations) visit(relation);
  return [...graph.nodes.keys()].filter((relation) => wanted.has(relation));
}

/** Binds every relation without rows and lets DuckDB check each model against it. Needs no data. Gives the columns. */
export async function checkTypes(
  database: Database,
  graph: Graph,
): Promise<ReadonlyMap<string, readonly Column[]>> {
  const columns = new Map<string, readonly Column[]>();
  for (const [relation, known] of [...referenceColumns(), ...historyColumns()]) {
    await bindEmpty(database, relation, known);
  }
  for (const [relation, { model }] of graph.nodes) {
    if (model.kind === "source") {
      await bindEmpty(database, relation.replace(/^bronze\./, "landing."), sourceColumns);
    }
    for (const [collection, members] of graph.collections) {
      if (graph.nodes.get(relation)?.inputs.includes(collection) !== true) continue;
      await database.run(`create or replace view ${collection} as ${collectionUnion(members)}`);
    }
    const found = await describeSelect(database, model.sql).catch((failure: unknown) => {
      throw sqlError(failure, { ...model, prefixLength: "describe ".length });
    });
    const columnsOfRelation = model.kind === "source" ? bronzeColumns(found) : found;
    columns.set(relation, columnsOfRelation);
    await bindEmpty(database, relation, columnsOfRelation);
  }
  return columns;
}

/** The members of a collection as one relation; a column that a member lacks is null in its rows. */
export function collectionUnion(members: readonly string[]): string {
  return members.map((member) => `select * from ${member}`).join(" union all by name ");
}

async function bindEmpty(database: Database, relation: string, columns: readonly Column[]): Promise<void> {
  await database.run(`create or replace view ${relation} as ${emptyRelation(columns)}`);
}

const readable: Readonly<Record<string, readonly string[]>> = {
  bronze: ["landing"],
  silver: ["bronze", "silver", "reference"],
  gold: ["silver", "gold", "reference", "history"],
};

function checkInput(
  input: string,
  { relation, file, kind }: Model,
  { models }: Project,
  collections: ReadonlyMap<string, unknown>,
): void {
  const [layer = ""] = relation.split(".");
  const [inputLayer = ""] = input.split(".");
  const references = new Map([...referenceColumns(), ...historyColumns()]);
  const exists =
    models.has(input) ||
    collections.has(input) ||
    references.has(input) ||
    (inputLayer === "landing" && models.has(input.replace("landing.", "bronze.")));
  if (!exists) {
    const nearest = nearestName(input, [...models.keys(), ...references.keys()]);
    const hint = nearest === undefined ? "name a relation as layer.name" : `did you mean ${nearest}?`;
    throw new UserError(`${file}: reads ${input}, which does not exist`, { code: "MODEL_INPUT", hint });
  }
  if (inputLayer === "history" && kind !== "view") {
    throw new UserError(`${file}: a table may not read ${input}`, {
      code: "MODEL_LAYER",
      hint: "what depends on runs would get into its bytes; make it a view",
    });
  }
  if (readable[layer]?.includes(inputLayer) !== true) {
    throw new UserError(`${file}: a ${layer} model may not read ${input}`, {
      code: "MODEL_LAYER",
      hint: `${layer} reads ${readable[layer]?.join(", ") ?? "nothing"}`,
    });
  }
}

function ordered(
  unordered: ReadonlyMap<string, GraphNode>,
  collections: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, GraphNode> {
  const done = new Map<string, GraphNode>();
  const visit = (relation: string, path: readonly string[]): void => {
    const members = collections.get(relation);
    const node = unordered.get(relation);
    if (path.includes(relation)) {
      const circle = [...path.slice(path.indexOf(relation)), relation].join(" -> ");
      throw new UserError(`the models read each other in a circle: ${circle}`, {
        code: "MODEL_CYCLE",
        hint: "split out what both of them need",
      });
    }
    if (done.has(relation)) return;
    for (const input of members ?? node?.inputs ?? []) visit(input, [...path, relation]);
    if (node !== undefined) done.set(relation, node);
  };
  for (const relation of unordered.keys()) visit(relation, []);
  return done;
}
