interface Work<Task, Lane> {
  /** What is to be done, by name, in an order that would do for one lane. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** The names of tasks that must be done before one; names of no task do not count. */
  readonly after: (task: Task) => readonly string[];
  readonly lanes: readonly Lane[];
  readonly run: (task: Task, lane: Lane) => Promise<void>;
}

/**
 * Does tasks that wait for one another, as many at a time as there are lanes: the first that is ready goes to the first
 * lane that is free. After a failure none begins any more, and the first failure is thrown when those that run have ended.
 */
export async function runInLanes<Task, Lane>({ tasks, after, lanes, run }: Work<Task, Lane>): Promise<void> {
  const open = new Set(tasks.keys());
  const waiting = new Map([...tasks].map(([name, task]) => [name, { name, task, earlier: after(task) }]));
  const busy = new Set<Lane>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const firstReady = () =>
    [...waiting.values()].find(({ earlier }) => earlier.every((name) => !open.has(name)));
  const begin = (name: string, task: Task, lane: Lane): void => {
    waiting.delete(name);
    busy.add(lane);
    const ended = run(task, lane)
      .then(
        () => void open.delete(name),
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
      const next = failures.length > 0 ? undefined : firstReady();
      if (next === undefined) break;
      begin(next.name, next.task, lane);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
  if (waiting.size > 0) throw new Error(`these wait for one another: ${[...waiting.keys()].join(", ")}`);
}
