import { PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { type ProgressEffects, renderBar, renderLine, startProgress } from "../../../src/lib/progress.ts";

const state = { label: "simulate", unit: "days", done: 3, total: 12, elapsedMs: 6000, note: undefined };

test("a bar shows the share, the rate and the time that remains", () => {
  expect(renderBar(state)).toBe("simulate █████░░░░░░░░░░░░░░░ 25 %  3/12 days  0.5 days/s  18 s left");
  expect(renderLine(state)).toBe("simulate: 25 %, 3/12 days, 0.5 days/s, 18 s left");
});

test("without a total there is no bar; a finished one has no time left", () => {
  expect(renderBar({ ...state, total: undefined, note: "a.ndjson" })).toBe(
    "simulate: 3 days, 0.5 days/s, a.ndjson",
  );
  expect(renderLine({ ...state, done: 12 })).toBe("simulate: 100 %, 12/12 days, 2.0 days/s");
  expect(renderLine({ ...state, done: 0, elapsedMs: 0 })).toBe("simulate: 0 %, 0/12 days, - days/s");
});

function recorder({ isTTY, hasProgress = true }: { isTTY: boolean; hasProgress?: boolean }) {
  const stream = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY, columns: 40 });
  let nowMs = 0;
  const effects: ProgressEffects = { stderr: stream, now: () => nowMs, hasProgress };
  return {
    effects,
    wait: (ms: number) => {
      nowMs += ms;
    },
    text: (): unknown => stream.read() ?? "",
  };
}

test("a terminal has one line that is drawn anew ten times a second, within its width", () => {
  const { effects, wait, text } = recorder({ isTTY: true });
  const progress = startProgress({ label: "ingest", total: 4, unit: "files", effects });
  progress.advance(1, "a");
  wait(50);
  progress.advance(1, "b");
  wait(50);
  progress.advance(1, "c");
  progress.finish("ingested 4 files");
  expect(text()).toBe(
    "\r\u001b[Kingest █████░░░░░░░░░░░░░░░ 25 %  1/4 …" +
      "\r\u001b[Kingest ███████████████░░░░░ 75 %  3/4 …" +
      "\r\u001b[Kingested 4 files\n",
  );
});

test("a log gets a plain line every few seconds", () => {
  const { effects, wait, text } = recorder({ isTTY: false });
  const progress = startProgress({ label: "ingest", total: 10, unit: "files", effects });
  for (let file = 1; file <= 10; file += 1) {
    wait(1000);
    progress.set(file);
  }
  progress.finish();
  expect(text()).toBe(
    "ingest: 50 %, 5/10 files, 1.0 files/s, 5.0 s left\ningest: 100 %, 10/10 files, 1.0 files/s\n",
  );
});

test("--quiet and --no-progress silence it", () => {
  const { effects, text } = recorder({ isTTY: true, hasProgress: false });
  const progress = startProgress({ label: "ingest", unit: "files", effects });
  progress.advance(1);
  progress.finish("done");
  expect(text()).toBe("");
});
