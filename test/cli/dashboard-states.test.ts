import { createServer } from "node:net";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { writeDashboardPlant, writeThirdDay } from "../helpers/dashboard-plant.ts";
import { rawRequest, startDashboard, type RunningDashboard } from "../helpers/dashboard.ts";
import { build } from "../helpers/plant.ts";

async function start(warehouse: string): Promise<RunningDashboard> {
  const dashboard = await startDashboard(warehouse);
  onTestFinished(async () => void (await dashboard.stop()));
  return dashboard;
}

const stateOf = async (dashboard: RunningDashboard): Promise<unknown> =>
  JSON.parse((await rawRequest(dashboard, { path: "/api/v1/state" })).body);

/** Waits until the state is as wanted; gives how long that took. */
async function untilState(dashboard: RunningDashboard, wanted: object): Promise<number> {
  const started = performance.now();
  await expect.poll(() => stateOf(dashboard), { timeout: 20_000, interval: 50 }).toMatchObject(wanted);
  return performance.now() - started;
}

const span = async (dashboard: RunningDashboard): Promise<string> =>
  (await rawRequest(dashboard, { path: "/api/v1/answers/filters" })).body;

describe("the states of a warehouse", () => {
  test("an empty one is told from a broken one, and both become whole by themselves", async () => {
    const warehouse = await temporaryWarehouse();
    const dashboard = await start(warehouse);
    expect(await stateOf(dashboard)).toMatchObject({ state: "empty", problem: { code: "EMPTY_WAREHOUSE" } });
    const { status } = await rawRequest(dashboard, { path: "/api/v1/answers/places" });
    expect(status).toBe(503);

    await writeDashboardPlant(warehouse);
    await build(warehouse);
    await untilState(dashboard, { state: "ready", problem: null });

    const manifest = join(warehouse, ".indkpi", "manifest.json");
    const whole = await readFile(manifest);
    await writeFile(manifest, "{");
    await untilState(dashboard, { state: "ready", problem: { code: "MANIFEST_DAMAGED" } });
    expect(await span(dashboard)).toContain("2026-01-06");
    await writeFile(manifest, whole);
    await untilState(dashboard, { state: "ready", problem: null });
  });

  test("one that is broken from the start says what and what to do", async () => {
    const warehouse = await temporaryWarehouse();
    await writeDashboardPlant(warehouse);
    await build(warehouse);
    await rm(join(warehouse, ".indkpi", "objects"), { recursive: true });
    const dashboard = await start(warehouse);
    expect(await stateOf(dashboard)).toMatchObject({
      state: "broken",
      problem: { hint: expect.any(String) },
    });
  });

  test("a rebuild is told once to whoever listens, within two seconds, with the new figures", async () => {
    const warehouse = await temporaryWarehouse();
    await writeDashboardPlant(warehouse);
    await build(warehouse);
    const dashboard = await start(warehouse);
    const news = await fetch(`${dashboard.address}api/v1/events`);
    const reader = news.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('"state":"ready"');
    expect(await span(dashboard)).not.toContain("2026-01-07");

    await writeThirdDay(warehouse);
    await build(warehouse);
    const built = performance.now();
    // The first word already: lines that are in Bronze and not in Gold yet are no news.
    expect((await reader?.read())?.value).toContain("event: state");
    expect(await span(dashboard)).toContain("2026-01-07");
    expect(performance.now() - built).toBeLessThan(2000);
    await reader?.cancel();
  });
});

test("an answer that has not changed is not sent again", async () => {
  const warehouse = await temporaryWarehouse();
  await writeDashboardPlant(warehouse);
  await build(warehouse);
  const dashboard = await start(warehouse);
  const first = await rawRequest(dashboard, { path: "/api/v1/answers/places" });
  const tag = String(first.headers["etag"]);
  const again = await rawRequest(dashboard, {
    path: "/api/v1/answers/places",
    headers: { "if-none-match": tag },
  });
  expect([again.status, again.body]).toEqual([304, ""]);
  const other = await rawRequest(dashboard, {
    path: "/api/v1/answers/places",
    headers: { "if-none-match": 'W/"old"' },
  });
  expect(other.status).toBe(200);
});

test("the API describes itself", async () => {
  const dashboard = await start(await temporaryWarehouse());
  const { body } = await rawRequest(dashboard, { path: "/api/v1/openapi.json" });
  expect(JSON.parse(body)).toMatchObject({
    openapi: expect.stringMatching(/^3/),
    paths: {
      "/api/v1/answers/{name}": { get: {} },
      "/api/v1/sql": { post: {} },
      "/api/v1/events": { get: {} },
    },
  });
});

test("Ctrl+C ends it at once, also while a page listens", async () => {
  const dashboard = await startDashboard(await temporaryWarehouse());
  const news = await fetch(`${dashboard.address}api/v1/events`);
  const started = performance.now();
  expect(await dashboard.stop()).toBe(130);
  expect(performance.now() - started).toBeLessThan(3000);
  await news.body?.cancel().catch(() => undefined);
});

test("a port that is taken is a one-line error with a way out", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, stderr } = await runCli([
    "dashboard",
    "--warehouse",
    await temporaryWarehouse(),
    "--port",
    String(port),
  ]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error: cannot listen on 127.0.0.1 port ${port}\nhint: another program listens there: give another --port, or 0 for any\n`,
  );
});
