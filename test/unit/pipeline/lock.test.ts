import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { ExitCode } from "../../../src/lib/errors.ts";
import { warehousePaths, type WarehousePaths } from "../../../src/lib/paths.ts";
import { withLock } from "../../../src/pipeline/lock.ts";

const now = "2026-01-05T06:00:00.000Z";

function warehouse(): WarehousePaths & { readonly lock: string } {
  const root = mkdtempSync(join(tmpdir(), "indkpi-lock-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  mkdirSync(paths.state, { recursive: true });
  return { ...paths, lock: join(paths.state, "lock") };
}

const pass = (): Promise<string> => Promise.resolve("done");

/** The number of a process that has ended. */
function deadPid(): number {
  return Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
}

function makeOld(path: string): void {
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(path, anHourAgo, anHourAgo);
}

test("a lock says who holds it and goes with the work, also when that throws", async () => {
  const paths = warehouse();
  const held = await withLock(paths, { startedAt: now }, () =>
    Promise.resolve(readFileSync(paths.lock, "utf8")),
  );
  expect(JSON.parse(held)).toStrictEqual({ pid: process.pid, host: hostname(), startedAt: now });
  expect(readdirSync(paths.state)).toStrictEqual([]);
  await expect(withLock(paths, { startedAt: now }, () => Promise.reject(new Error("boom")))).rejects.toThrow(
    "boom",
  );
  expect(readdirSync(paths.state)).toStrictEqual([]);
});

test("a warehouse that is not there yet is made", async () => {
  const paths = warehousePaths(join(warehouse().root, "new"));
  expect(await withLock(paths, { startedAt: now }, pass)).toBe("done");
});

test("a second writer of the same process is refused, and does not take the lock with it", async () => {
  const paths = warehouse();
  await withLock(paths, { startedAt: now }, async () => {
    await expect(withLock(paths, { startedAt: now }, pass)).rejects.toMatchObject({
      code: "LOCKED",
      exitCode: ExitCode.locked,
      message: `the warehouse is in use by process ${process.pid} on ${hostname()} since ${now}`,
      hint: `wait for it to end, or delete ${paths.lock} if it is gone`,
    });
    expect(existsSync(paths.lock)).toBe(true);
  });
});

test("a lock of a live process is respected", async () => {
  const paths = warehouse();
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  onTestFinished(() => {
    other.kill();
  });
  const content = JSON.stringify({ pid: other.pid, host: hostname(), startedAt: now });
  writeFileSync(paths.lock, content);
  makeOld(paths.lock);
  await expect(withLock(paths, { startedAt: now }, pass)).rejects.toMatchObject({ code: "LOCKED" });
  expect(readFileSync(paths.lock, "utf8")).toBe(content);
});

test("a lock of a dead process is taken over", async () => {
  const paths = warehouse();
  writeFileSync(paths.lock, JSON.stringify({ pid: deadPid(), host: hostname(), startedAt: now }));
  expect(await withLock(paths, { startedAt: now }, pass)).toBe("done");
  expect(readdirSync(paths.state)).toStrictEqual([]);
});

test("a lock that a dead process of the same number left is taken over", async () => {
  const paths = warehouse();
  writeFileSync(paths.lock, JSON.stringify({ pid: process.pid, host: hostname(), startedAt: now }));
  expect(await withLock(paths, { startedAt: now }, pass)).toBe("done");
});

test("a lock of another machine is respected, for that cannot be asked", async () => {
  const paths = warehouse();
  writeFileSync(paths.lock, JSON.stringify({ pid: deadPid(), host: "elsewhere", startedAt: now }));
  makeOld(paths.lock);
  await expect(withLock(paths, { startedAt: now }, pass)).rejects.toThrow(
    / on elsewhere since 2026-01-05T06:00:00.000Z$/,
  );
});

test.each(["", "{", "null", "[]", '{"pid":"1","host":"x"}', '{"pid":-1,"host":"x"}', "\u0000\u0000"])(
  "an old lock that holds %j is taken over, a new one may still be being written",
  async (content) => {
    const paths = warehouse();
    writeFileSync(paths.lock, content);
    await expect(withLock(paths, { startedAt: now }, pass)).rejects.toThrow(
      "the warehouse is in use by another process",
    );
    makeOld(paths.lock);
    expect(await withLock(paths, { startedAt: now }, pass)).toBe("done");
  },
);

test("of many processes that find a dead lock, one at a time does the work", async () => {
  const paths = warehouse();
  writeFileSync(paths.lock, JSON.stringify({ pid: deadPid(), host: hostname(), startedAt: now }));
  const script = `
    import { appendFileSync } from "node:fs";
    import { withLock } from ${JSON.stringify(new URL("../../../src/pipeline/lock.ts", import.meta.url).href)};
    import { warehousePaths } from ${JSON.stringify(new URL("../../../src/lib/paths.ts", import.meta.url).href)};
    const paths = warehousePaths(process.argv[1]);
    const until = Number(process.argv[2]);
    while (Date.now() < until);
    try {
      await withLock(paths, { startedAt: "" }, async () => {
        appendFileSync(paths.root + "/log", "in ");
        await new Promise((resolve) => setTimeout(resolve, 30));
        appendFileSync(paths.root + "/log", "out ");
      });
    } catch (error) {
      if (error.code !== "LOCKED") throw error;
    }`;
  const start = String(Date.now() + 1500);
  const codes = await Promise.all(
    Array.from({ length: 4 }, () => {
      const args = ["--import", "tsx", "--input-type=module", "-e", script, paths.root, start];
      const child = spawn(process.execPath, args, { stdio: "inherit" });
      return new Promise((resolve) => child.on("exit", resolve));
    }),
  );
  expect(codes).toStrictEqual([0, 0, 0, 0]);
  expect(readFileSync(join(paths.root, "log"), "utf8")).toMatch(/^(in out )+$/);
  expect(existsSync(paths.lock)).toBe(false);
});
