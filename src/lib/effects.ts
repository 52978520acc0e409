import type { ProgressEffects } from "./progress.ts";

/** How long work speaks to the outside: lines for people, progress, and the wish to stop. */
export interface WorkEffects extends ProgressEffects {
  readonly signal: AbortSignal;
  readonly note: (message: string) => void;
  readonly warn: (message: string) => void;
}
