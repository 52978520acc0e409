import type { ApiError } from "../shared/answer.ts";
import type { QuestionBook } from "./questions.ts";
import { openSnapshot, type HeldWarehouse, type SnapshotSource } from "./snapshots.ts";

export interface FollowOptions {
  readonly book: QuestionBook;
  /** Names the state that the warehouse is in; null while nothing is built. May throw where it is broken. */
  readonly stateId: () => Promise<string | null>;
  readonly open: () => Promise<HeldWarehouse>;
  readonly describeProblem: (failure: unknown) => ApiError;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

export interface FollowedSource extends SnapshotSource {
  readonly close: () => Promise<void>;
}

const nothingBuilt: ApiError = {
  error: "nothing is built in this warehouse yet",
  code: "EMPTY_WAREHOUSE",
  hint: "run: indkpi run",
};

/** Opens the present state of a warehouse and looks for a new one several times a second. */
export async function followWarehouse(options: FollowOptions): Promise<FollowedSource> {
  const { book, stateId, open, describeProblem, intervalMs, signal } = options;
  const listeners = new Set<() => void>();
  let current: Awaited<ReturnType<typeof openSnapshot>> | undefined;
  let problem: ApiError | undefined;
  let seenId: string | null | undefined;
  let checking: Promise<void> | undefined;

  const report = (next: ApiError | undefined): void => {
    const isNews = JSON.stringify(next) !== JSON.stringify(problem);
    problem = next;
    if (isNews) tell();
  };
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const check = async (): Promise<void> => {
    try {
      const id = await stateId();
      if (id === seenId && problem === undefined) return;
      if (id === null) {
        const gone = current;
        current = undefined;
        seenId = null;
        report(nothingBuilt);
        await gone?.close();
        return;
      }
      if (id === current?.id) {
        report(undefined);
        return;
      }
      const next = await openSnapshot(id, book, open);
      const previous = current;
      [current, seenId, problem] = [next, id, undefined];
      tell();
      // What still waits for the old state gets its answer first.
      void previous?.close();
    } catch (failure) {
      if (!signal.aborted) report(describeProblem(failure));
    }
  };
  const tick = (): void => {
    checking ??= check().finally(() => {
      checking = undefined;
    });
  };

  await check();
  const timer = setInterval(tick, intervalMs);
  return {
    current: () => current,
    problem: () => problem,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      clearInterval(timer);
      await checking;
      await current?.close();
    },
  };
}
