import type { OutputStream } from "./output.ts";
import { formatCount, formatDuration, formatRate } from "./quantities.ts";
import { cutToWidth, escapeControls } from "./terminal.ts";

export interface ProgressEffects {
  readonly stderr: OutputStream;
  /** Milliseconds; only differences are used. */
  readonly now: () => number;
  /** False under --quiet and --no-progress: nothing is written. */
  readonly hasProgress: boolean;
}

export interface ProgressOptions {
  readonly label: string;
  /** What the work amounts to; without it there is no bar and no remaining time. */
  readonly total?: number;
  /** Plural, as in `files` or `events`. */
  readonly unit: string;
  readonly effects: ProgressEffects;
}

export interface Progress {
  /** So much more is done. */
  readonly advance: (count: number, note?: string) => void;
  /** So much is done in all. */
  readonly set: (done: number, note?: string) => void;
  /** Takes the line away and leaves the summary, if there is one, in its place. */
  readonly finish: (summary?: string) => void;
}

/** How far some work is, at one moment. */
export interface ProgressState {
  readonly label: string;
  readonly unit: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly elapsedMs: number;
  readonly note: string | undefined;
}

const terminalIntervalMs = 100;
const plainIntervalMs = 5000;
const barWidth = 20;

/** Reports progress on stderr: one updating line on a terminal, elsewhere a plain line every few seconds. */
export function startProgress({ label, total, unit, effects }: ProgressOptions): Progress {
  const { stderr, now, hasProgress } = effects;
  if (!hasProgress) return { advance: () => {}, set: () => {}, finish: () => {} };
  const isTerminal = stderr.isTTY ?? false;
  const intervalMs = isTerminal ? terminalIntervalMs : plainIntervalMs;
  const startedAt = now();
  let done = 0;
  // A terminal sees the first line at once; a log file nothing of work that is soon over.
  let shownAt = isTerminal ? Number.NEGATIVE_INFINITY : startedAt;

  const show = (note: string | undefined) => {
    const at = now();
    if (at - shownAt < intervalMs) return;
    shownAt = at;
    const state = { label, unit, done, total, elapsedMs: at - startedAt, note };
    if (isTerminal) stderr.write(`\r\u001b[K${cutToWidth(renderBar(state), (stderr.columns || 80) - 1)}`);
    else stderr.write(`${renderLine(state)}\n`);
  };

  return {
    advance: (count, note) => {
      done += count;
      show(note);
    },
    set: (count, note) => {
      done = count;
      show(note);
    },
    finish: (summary) => {
      if (isTerminal) stderr.write("\r\u001b[K");
      if (summary !== undefined) stderr.write(`${summary}\n`);
    },
  };
}

/** The line of a terminal, with a bar when the total is known. */
export function renderBar(state: ProgressState): string {
  if (state.total === undefined) return renderLine(state);
  const filled = Math.round(share(state.done, state.total) * barWidth);
  const bar = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
  return `${state.label} ${bar} ${facts(state).join("  ")}`;
}

/** The line of a log file. */
export function renderLine(state: ProgressState): string {
  return `${state.label}: ${facts(state).join(", ")}`;
}

function facts({ done, total, unit, elapsedMs, note }: ProgressState): readonly string[] {
  const isHalfway = total !== undefined && done > 0 && done < total;
  return [
    ...(total === undefined ? [] : [`${Math.floor(share(done, total) * 100)} %`]),
    total === undefined ? `${amount(done)} ${unit}` : `${amount(done)}/${amount(total)} ${unit}`,
    formatRate(done, elapsedMs, unit),
    ...(isHalfway ? [`${formatDuration((elapsedMs * (total - done)) / done)} left`] : []),
    ...(note === undefined ? [] : [escapeControls(note)]),
  ];
}

function share(done: number, total: number): number {
  return total <= 0 ? 1 : Math.min(1, Math.max(0, done / total));
}

function amount(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : count.toFixed(1);
}
