interface Work<Lane> {
  /** What is to be done, in an order that would do for one lane. */
  readonly tasks: readonly string[];
  /** The tasks that must be done before one. */
  readonly after: (task: string) => readonly string[];
  readonly lanes: readonly Lane[];
  readonly run: (task: string, lane: Lane) => Promise<void>;
}

/**
 * Does tasks that wait for one another, as many at a time as there are lanes: the first that is ready goes to the first
 * lane that is free. After a failure none begins any more, and the first failure is thrown when those that run have ended.
 */
export async function runInLanes<Lane>({ tasks, after, lanes, run }: Work<Lane>): Promise<void> {
  const open = new Set(tasks);
  const waiting = new Set(tasks);
  const busy = new Set<Lane>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const isReady = (task: string): boolean => after(task).every((earlier) => !open.has(earlier));
  const begin = (task: string, lane: Lane): void => {
    waiting.delete(task);
    busy.add(lane);
    const ended = run(task, lane)
      .then(
        () => void open.delete(task),
        (failure: unknown) => void failures.push(failure),
      )
      .finally(() => {
        running.delete(ended);
        busy.delete(lane);
      });
    running.add(ended);
  };
  for (;;) {
    for (const lane of lanes.filter((any) => !busy.has(any))) {
      const task = failures.length > 0 ? undefined : [...waiting].find(isReady);
      if (task === undefined) break;
      begin(task, lane);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
  if (waiting.size > 0) throw new Error(`these wait for one another: ${[...waiting].join(", ")}`);
}
