/** Some things of a kind that are used by one at a time. */
export interface Pool<T> {
  /** Works with one of them as soon as one is free; who asked first comes first. */
  readonly use: <R>(work: (item: T) => Promise<R>) => Promise<R>;
  /** Waits until none is used and nobody waits. */
  readonly drain: () => Promise<void>;
}

export function createPool<T>(items: readonly T[]): Pool<T> {
  const free = [...items];
  const waiting: ((item: T) => void)[] = [];
  const running = new Set<Promise<unknown>>();
  const take = (): Promise<T> => {
    const item = free.pop();
    return item === undefined ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve(item);
  };
  const giveBack = (item: T): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(item);
    else next(item);
  };
  return {
    use: async (work) => {
      const done = take().then((item) => work(item).finally(() => giveBack(item)));
      running.add(done);
      try {
        return await done;
      } finally {
        running.delete(done);
      }
    },
    drain: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
