import type { Answer, ApiError, ModelVersion, Parameters } from "../shared/answer.ts";
import { loadFacts, type Facts, type OpenWarehouse } from "./facts.ts";
import type { Question, QuestionBook } from "./questions.ts";

/** One state of the warehouse, for as long as anyone asks about it. */
export interface Snapshot {
  readonly id: string;
  readonly models: readonly ModelVersion[];
  readonly query: (name: string, parameters: Parameters) => Promise<Answer>;
}

/** A warehouse that is held open. */
export interface HeldWarehouse extends OpenWarehouse {
  readonly models: readonly ModelVersion[];
  readonly close: () => void;
}

/** What the first screen reads. The rest is laid ready while people look at it. */
const firstRelations =
  /^(?:dashboard\.(?:hour_facts|shift_facts|units|members|targets)|gold\.(?:dim_\w+|fact_loss|fact_energy|fact_scrap))$/;

function isFirst({ sql }: Question): boolean {
  return [...sql.matchAll(/\b(?:gold|dashboard)\.\w+/g)].every(([relation]) => firstRelations.test(relation));
}

interface OpenSnapshot extends Snapshot {
  readonly close: () => Promise<void>;
}

/** Opens a snapshot: ready when the first screens can be drawn. `open` is called twice, for each half has its own session. */
export async function openSnapshot(
  id: string,
  book: QuestionBook,
  open: () => Promise<HeldWarehouse>,
): Promise<OpenSnapshot> {
  const all = [...book.questions.values()];
  const first = await openHalf(open, book, all.filter(isFirst));
  // Started at once and awaited by whoever asks; a failure is told to them and not to the process.
  const second = openHalf(
    open,
    book,
    all.filter((question) => !isFirst(question)),
  );
  second.catch(() => undefined);
  return {
    id,
    models: first.models,
    query: async (name, parameters) => {
      const question = book.questions.get(name);
      if (question === undefined) throw new Error(`there is no question ${name}`);
      const half = isFirst(question) ? first : await second;
      return { snapshot: id, ...(await half.facts.answer(question, parameters)) };
    },
    close: async () => {
      await first.close();
      await second.then(
        (half) => half.close(),
        () => undefined,
      );
    },
  };
}

interface Half {
  readonly facts: Facts;
  readonly models: readonly ModelVersion[];
  readonly close: () => Promise<void>;
}

async function openHalf(
  open: () => Promise<HeldWarehouse>,
  book: QuestionBook,
  questions: readonly Question[],
): Promise<Half> {
  const warehouse = await open();
  try {
    const facts = await loadFacts(warehouse, book, questions);
    return {
      facts,
      models: warehouse.models,
      close: async () => {
        await facts.drain();
        warehouse.close();
      },
    };
  } catch (failure) {
    warehouse.close();
    throw failure;
  }
}

/** Follows a warehouse: the snapshot that is current, or why there is none. */
export interface SnapshotSource {
  readonly current: () => Snapshot | undefined;
  /** What is wrong with the warehouse as it stands now; the last good snapshot may still be there. */
  readonly problem: () => ApiError | undefined;
  /** Calls back whenever either changed; gives the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
}
