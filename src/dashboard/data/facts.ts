import { identifier, type Database, type KeptStatement } from "../../engine/database.ts";
import { parseSelect } from "../../engine/select.ts";
import { createPool } from "../../lib/pool.ts";
import type { Answer, Cell, Parameters } from "../shared/answer.ts";
import type { Question, QuestionBook } from "./questions.ts";

/** A warehouse open for reading, as far as the dashboard needs it. */
export interface OpenWarehouse {
  readonly database: Database;
  /** Makes relations of the warehouse readable under their names. */
  readonly bind: (relations: Iterable<string>) => Promise<void>;
  /** Shuts the session off from all files that are not bound. */
  readonly seal: () => Promise<void>;
}

/** Answers to questions, from tables in memory. */
export interface Facts {
  readonly answer: (question: Question, parameters: Parameters) => Promise<Pick<Answer, "columns" | "rows">>;
  /** Waits for what is being answered. */
  readonly drain: () => Promise<void>;
}

/**
 * Lays what some questions read into memory: the files behind a warehouse may be replaced at any time, and an answer must
 * not take 100 ms.
 */
export async function loadFacts(
  { database, bind, seal }: OpenWarehouse,
  book: QuestionBook,
  questions: readonly Question[],
): Promise<Facts> {
  // They are opened while settings may still be made.
  const sessions = [database, await database.peer()];
  const needed = await neededRelations(database, book, questions);
  await bind(needed.gold);
  await database.run("create schema dashboard");
  for (const relation of needed.kept) await keepInMemory(database, relation);
  await seal();
  for (const name of needed.dashboard) {
    await database.run(`create table dashboard.${identifier(name)} as ${book.relations.get(name) ?? ""}`);
  }
  for (const statement of needed.macros) await database.run(statement);
  const pool = createPool(sessions.map((session) => ({ session, kept: new Map<string, KeptStatement>() })));
  return {
    answer: (question, parameters) =>
      pool.use(async ({ session, kept }) => {
        const statement = kept.get(question.name) ?? (await session.keep(question.sql));
        kept.set(question.name, statement);
        const { columns, rows } = await statement.ask(parameters);
        return { columns, rows: rows.map((row) => row.map(cellOf)) };
      }),
    drain: pool.drain,
  };
}

/** Numbers, texts and nulls pass; a value of any other shape is shown as its JSON. */
function cellOf(value: unknown): Cell {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

interface Needed {
  readonly gold: ReadonlySet<string>;
  /** Those of them that are read at every question, and not only once. */
  readonly kept: ReadonlySet<string>;
  /** In the order in which they can be made. */
  readonly dashboard: readonly string[];
  readonly macros: readonly string[];
}

async function neededRelations(
  database: Database,
  book: QuestionBook,
  questions: readonly Question[],
): Promise<Needed> {
  const used = new Set<string>();
  const gold = new Set<string>();
  const kept = new Set<string>();
  const dashboard: string[] = [];
  const visit = async (sql: string, isAsked: boolean): Promise<void> => {
    for (const input of await inputsOf(database, sql)) {
      const [schema = "", name = ""] = input.split(".");
      if (schema !== "dashboard") {
        gold.add(input);
        if (isAsked) kept.add(input);
      } else if (!dashboard.includes(name)) {
        await visit(book.relations.get(name) ?? "", false);
        dashboard.push(name);
      }
    }
  };
  for (const { sql } of questions) {
    await visit(sql, true);
    // A macro is a function to the parser, which does not say what it reads.
    for (const { statement, name, body } of book.macros) {
      if (used.has(statement) || !sql.includes(`${name}(`)) continue;
      used.add(statement);
      await visit(body, true);
    }
  }
  return { gold, kept, dashboard, macros: [...used] };
}

async function inputsOf(database: Database, sql: string): Promise<readonly string[]> {
  const outcome = await parseSelect(database, sql);
  if (outcome.kind === "refused") throw new Error(`a question is not a SELECT: ${outcome.message}\n${sql}`);
  return outcome.select.inputs.filter((input) => input.includes("."));
}

/** Puts a table in the place of a view, under the same name. */
async function keepInMemory(database: Database, relation: string): Promise<void> {
  const [schema = "", name = ""] = relation.split(".");
  const [view, copy] = [
    `${identifier(schema)}.${identifier(name)}`,
    `dashboard.${identifier(`copy_${name}`)}`,
  ];
  await database.run(`create table ${copy} as select * from ${view}`);
  await database.run(`create or replace view ${view} as select * from ${copy}`);
}
