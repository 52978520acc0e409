/** Colours that people with any colour vision can tell apart (after Okabe and Ito), in light and dark. */

const fills: Readonly<Record<string, string>> = {
  running: "#009e73",
  breakdown: "#d55e00",
  setup: "#56b4e9",
  other_stop: "#e69f00",
  starved: "#0072b2",
  blocked: "#cc79a7",
  minor_stop: "#e5d52e",
  reduced_speed: "#8c6bb1",
  reject: "#a6611a",
};

export interface Theme {
  readonly isDark: boolean;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly good: string;
  readonly bad: string;
  /** The size of text in pixels, which grows with the screen. */
  readonly fontSize: number;
  readonly fill: (name: string) => Fill;
}

export type Fill = string | Hatch;

/** A tile of a pattern as ECharts takes it; a pattern of the canvas itself it would pass over. */
interface Hatch {
  readonly image: HTMLCanvasElement;
  readonly repeat: "repeat";
}

type Choice = "light" | "dark";
const storageKey = "indkpi-theme";

function chosen(): Choice | undefined {
  try {
    const kept = localStorage.getItem(storageKey);
    return kept === "light" || kept === "dark" ? kept : undefined;
  } catch {
    // A page opened from disk may have no storage.
    return undefined;
  }
}

export function isDark(): boolean {
  return document.documentElement.dataset["theme"] === "dark";
}

/** Applies the theme that was chosen, else that of the system. */
export function applyTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset["theme"] = chosen() ?? system;
}

/** Shows one theme for now, as for paper. */
export function showTheme(choice: Choice): void {
  document.documentElement.dataset["theme"] = choice;
}

export function toggleTheme(): void {
  const next: Choice = isDark() ? "light" : "dark";
  showTheme(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Then it holds until the page is left.
  }
}

/** The theme as charts need it. */
export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const dark = isDark();
  const hatch = hatchPattern(value("--line-strong"), value("--surface"));
  return {
    isDark: dark,
    text: value("--text"),
    muted: value("--muted"),
    line: value("--line"),
    surface: value("--surface"),
    accent: value("--accent"),
    good: value("--good"),
    bad: value("--bad"),
    fontSize: Number.parseFloat(style.fontSize) * 0.84,
    fill: (name) => {
      if (name === "no_data") return hatch ?? value("--line-strong");
      if (name === "planned_stop") return dark ? "#6b7884" : "#a3adb7";
      if (name === "unscheduled") return dark ? "#2b353f" : "#e1e6ea";
      return fills[name] ?? value("--accent");
    },
  };
}

/** Diagonal lines: what is not known must not look like anything that is. */
function hatchPattern(line: string, ground: string): Hatch | null {
  const size = 8;
  const tile = document.createElement("canvas");
  [tile.width, tile.height] = [size, size];
  const pen = tile.getContext("2d");
  if (pen === null) return null;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = line;
  pen.lineWidth = 2;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return { image: tile, repeat: "repeat" };
}
