import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

/** Draws the picture in README.md from real figures: a shift of the default simulated line, machine by machine. */

const root = join(import.meta.dirname, "../..");
const segments = z.array(
  z.object({ machine_id: z.string(), bucket: z.string(), from_s: z.number(), to_s: z.number() }),
);
const pieces = z.array(z.object({ machine_id: z.string(), hour_s: z.number(), good_qty: z.number() }));

/** Colours that colour-blind readers can tell apart (Okabe and Ito), light to dark by severity. */
const colours: Readonly<Record<string, string>> = {
  running: "#009e73",
  minor_stop: "#f0e442",
  setup: "#56b4e9",
  starved: "#cc79a7",
  blocked: "#0072b2",
  breakdown: "#d55e00",
  other_stop: "#e69f00",
  planned_stop: "#bbbbbb",
  no_data: "#eeeeee",
};

const day = "2026-01-06";
const shift = "early";
const hours = 8;
const width = 900;
const left = 90;
const top = 46;
const rowHeight = 46;
const scale = (width - left - 20) / (hours * 3600);

function ask<T>(warehouse: string, sql: string, rows: z.ZodType<T>): T {
  const args = [join(root, "dist/cli.js"), "query", sql, "--warehouse", warehouse, "--format", "json"];
  return rows.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })));
}

function draw(warehouse: string): string {
  const where = `production_date = date '${day}' and shift_id = '${shift}'`;
  const since = `(select min(started_at) from gold.state_timeline where ${where})`;
  const stretches = ask(
    warehouse,
    `select machine_id, bucket, date_diff('millisecond', ${since}, started_at) / 1000 as from_s,
    date_diff('millisecond', ${since}, ended_at) / 1000 as to_s
    from gold.state_timeline where ${where} order by 1, 3`,
    segments,
  );
  const counts = ask(
    warehouse,
    `select machine_id, date_diff('second', ${since}, hour_start_at) as hour_s, good_qty
    from gold.oee_by_machine_hour where ${where} order by 1, 2`,
    pieces,
  );
  const machines = ["PRESS_01", "ROBOT_01", "CNC_01"];
  const height = top + machines.length * rowHeight + 60;
  const x = (seconds: number): string => (left + seconds * scale).toFixed(1);
  const rows = machines.map((machine, index) => {
    const y = top + index * rowHeight;
    const bars = stretches
      .filter(({ machine_id }) => machine_id === machine)
      .map(
        ({ bucket, from_s, to_s }) =>
          `<rect x="${x(from_s)}" y="${y}" width="${Math.max(0.4, (to_s - from_s) * scale).toFixed(1)}" height="24" fill="${colours[bucket] ?? "#000000"}"/>`,
      );
    const made = counts
      .filter(({ machine_id }) => machine_id === machine)
      .map(
        ({ hour_s, good_qty }) =>
          `<text x="${x(hour_s + 1800)}" y="${y + 37}" text-anchor="middle" class="s">${good_qty}</text>`,
      );
    return [`<text x="${left - 8}" y="${y + 17}" text-anchor="end">${machine}</text>`, ...bars, ...made].join(
      "\n",
    );
  });
  const axis = Array.from({ length: hours + 1 }, (_, hour) => {
    const line = `<line x1="${x(hour * 3600)}" y1="${top - 6}" x2="${x(hour * 3600)}" y2="${height - 56}" stroke="#999999" stroke-width="0.5"/>`;
    return `${line}\n<text x="${x(hour * 3600)}" y="${top - 10}" text-anchor="middle" class="s">${String(6 + hour).padStart(2, "0")}:00</text>`;
  });
  const legend = Object.entries(colours)
    .slice(0, -1)
    .map(([bucket, colour], index) => {
      const at = left + index * 98;
      return `<rect x="${at}" y="${height - 30}" width="12" height="12" fill="${colour}"/><text x="${at + 17}" y="${height - 20}" class="s">${bucket.replace("_", " ")}</text>`;
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    `<style>.s{font-size:11px;fill:#444444}</style><rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${left}" y="20">${day}, shift ${shift}: states, and good pieces an hour</text>`,
    ...axis,
    ...rows,
    ...legend,
    "</svg>",
    "",
  ].join("\n");
}

const warehouse = mkdtempSync(join(tmpdir(), "indkpi-picture-"));
try {
  execFileSync(process.execPath, [join(root, "dist/cli.js"), "run", "--quiet", "--warehouse", warehouse], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  mkdirSync(join(root, ".docs"), { recursive: true });
  writeFileSync(join(root, ".docs/shift.svg"), draw(warehouse));
} finally {
  rmSync(warehouse, { recursive: true, force: true });
}
