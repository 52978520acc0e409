/** Figures for people: `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** `1 file`, `1,234 files`; for words whose plural takes an s. */
export function formatNumberOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Elapsed or remaining time: `0.8 s`, `12 s`, `3 min 04 s`, `2 h 05 min`. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** What is done in a second: `0.4 files/s`, `12,345 events/s`. */
export function formatRate(count: number, elapsedMs: number, unit: string): string {
  if (elapsedMs <= 0) return `- ${unit}/s`;
  const rate = (count * 1000) / elapsedMs;
  return `${rate < 10 ? rate.toFixed(1) : formatCount(rate)} ${unit}/s`;
}

function pad(figure: number): string {
  return String(figure).padStart(2, "0");
}

/** Sizes of files: `0 B`, `12.3 kB`, `4.5 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(size < 99.95 ? 1 : 0)} ${units[unit]}`;
}
