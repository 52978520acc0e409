import { Agent, request } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { runCli } from "../helpers/cli.ts";
import { writeDashboardPlant } from "../helpers/dashboard-plant.ts";
import { rawRequest, startDashboard, type RunningDashboard } from "../helpers/dashboard.ts";
import { build } from "../helpers/plant.ts";

let warehouse = "";
let dashboard: RunningDashboard;

beforeAll(async () => {
  warehouse = await mkdtemp(join(tmpdir(), "indkpi-"));
  await writeDashboardPlant(warehouse);
  await build(warehouse);
  dashboard = await startDashboard(warehouse);
}, 120_000);
afterAll(async () => {
  await dashboard?.stop();
  await rm(warehouse, { recursive: true, force: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  rawRequest(dashboard, { path, headers });
const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  rawRequest(dashboard, {
    path: "/api/v1/sql",
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
const codeOf = (body: string): unknown => {
  const problem: unknown = JSON.parse(body);
  return typeof problem === "object" && problem !== null && "code" in problem ? problem.code : undefined;
};

describe("who may ask", () => {
  test("a name that another site points at this machine is refused, for the page as for the API", async () => {
    for (const path of ["/", "/api/v1/state", "/page.js"]) {
      const { status, body } = await get(path, { host: `evil.example:${dashboard.port}` });
      expect([status, codeOf(body)]).toEqual([403, "HOST_REFUSED"]);
    }
  });

  test("a page of another site gets nothing", async () => {
    const foreign = {
      origin: "http://evil.example",
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "cors",
    };
    const { status, body, headers } = await get("/api/v1/state", foreign);
    expect([status, codeOf(body)]).toEqual([403, "FOREIGN_REQUEST"]);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect((await post('{"sql":"select 1"}', foreign)).status).toBe(403);
    expect(
      (await get("/api/v1/events", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).status,
    ).toBe(403);
  });

  test("a form of another page cannot run SQL", async () => {
    const { status } = await post('{"sql":"select 1"}', { "content-type": "text/plain" });
    expect(status).toBe(415);
  });

  test("the page may load nothing from elsewhere and stand in no frame", async () => {
    const { headers } = await get("/");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
    });
  });
});

describe("beyond this machine", () => {
  const startOpen = async (options: readonly string[] = []) => {
    const open = await startDashboard(warehouse, ["--host", "127.0.0.2", ...options]);
    onTestFinished(async () => void (await open.stop()));
    return open;
  };

  test("everyone is asked for the token of the address that was printed, which then moves to a cookie", async () => {
    const open = await startOpen();
    const token = new URL(open.address).searchParams.get("token") ?? "";
    expect(token.length).toBeGreaterThan(30);
    for (const path of [
      "/",
      "/page.js",
      "/api/v1/state",
      "/api/v1/events",
      "//",
      "//x:99999/",
      "/?token=wrong",
      `/api/v1/state?token=${token}`,
    ]) {
      expect((await rawRequest(open, { path })).status).toBe(401);
    }
    const admitted = await rawRequest(open, { path: `/?token=${token}` });
    expect(admitted.status).toBe(303);
    expect(admitted.headers["location"]).toBe("/");
    expect(admitted.headers["set-cookie"]).toEqual([
      `indkpi_token=${token}; HttpOnly; SameSite=Strict; Path=/`,
    ]);
    expect(
      (await rawRequest(open, { path: "/api/v1/state", headers: { cookie: `indkpi_token=${token}` } }))
        .status,
    ).toBe(200);
    expect(
      (await rawRequest(open, { path: "/api/v1/state", headers: { authorization: `Bearer ${token}` } }))
        .status,
    ).toBe(200);
    expect(
      (await rawRequest(open, { path: "/api/v1/state", headers: { authorization: `Bearer ${token}x` } }))
        .status,
    ).toBe(401);
  });

  test("a token of one's own is taken from a file", async () => {
    const file = join(warehouse, "token.txt");
    await writeFile(file, "a-token-of-one-s-own\n");
    const open = await startOpen(["--token-file", file]);
    expect(new URL(open.address).searchParams.get("token")).toBe("a-token-of-one-s-own");
  });

  test.each([
    ["short", "holds no token"],
    ["two lines\nof words that are long enough", "holds no token"],
  ])("%j is no token", async (text, message) => {
    const file = join(warehouse, "bad-token.txt");
    await writeFile(file, text);
    const { code, stderr } = await runCli([
      "dashboard",
      "--warehouse",
      warehouse,
      "--port",
      "0",
      "--host",
      "127.0.0.2",
      "--token-file",
      file,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("paths", () => {
  test.each([
    "/../package.json",
    "/../../package.json",
    "/%2e%2e/%2e%2e/package.json",
    "/..%2f..%2fpackage.json",
    "/..%5c..%5cpackage.json",
    "/page.js/../../cli.js",
    "/....//....//package.json",
    "/%00/etc/passwd",
    "//etc/passwd",
    "/.env",
  ])("%s leads nowhere", async (path) => {
    const { status, body } = await get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/indkpis|root:|duckdb/);
  });
});

describe("questions", () => {
  test.each([
    ["an unknown question", "/api/v1/answers/nothing", 404, "UNKNOWN_QUESTION"],
    ["a file that is no question", "/api/v1/answers/session", 404, "UNKNOWN_QUESTION"],
    ["a path as a question", "/api/v1/answers/..%2fgold%2ffact_oee", 400, "FST_ERR_VALIDATION"],
    ["a parameter too few", "/api/v1/answers/reliability?scope=plant", 400, "BAD_PARAMETER"],
    ["a parameter too many", "/api/v1/answers/places?scope=plant", 400, "BAD_PARAMETER"],
    ["an unknown parameter", "/api/v1/answers/places?sql=select", 400, "FST_ERR_VALIDATION"],
    [
      "a day in no calendar",
      "/api/v1/answers/degradation?scope=plant&scope_id=&from_date=2026-02-30&to_date=2026-03-01",
      400,
      "BAD_PARAMETER",
    ],
    [
      "a parameter twice",
      "/api/v1/answers/reliability?scope=plant&scope=line&scope_id=",
      400,
      "FST_ERR_VALIDATION",
    ],
  ])("%s is refused", async (_, path, status, code) => {
    const response = await get(path);
    expect([response.status, codeOf(response.body)]).toEqual([status, code]);
  });

  test("SQL in a parameter is a value like any other", async () => {
    const id = encodeURIComponent("press' or '1'='1");
    const { status, body } = await get(`/api/v1/answers/reliability?scope=machine&scope_id=${id}`);
    expect([status, JSON.parse(body)]).toMatchObject([200, { rows: [] }]);
  });
});

describe("the SQL console", () => {
  const run = (sql: string) => post(JSON.stringify({ sql }));

  test("answers a SELECT", async () => {
    const { status, body } = await run(
      "select machine_id from gold.oee_by_machine where machine_id = 'press';",
    );
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { columns: ["machine_id"], rows: [["press"]], isCut: false },
    ]);
  });

  test("shows the columns of a result without rows, and keeps their order where names look like numbers", async () => {
    const empty = await run("select machine_id, 1 as n from gold.oee_by_machine where false");
    expect(JSON.parse(empty.body)).toEqual({ columns: ["machine_id", "n"], rows: [], isCut: false });
    const numbered = await run('select \'press\' as machine_id, 3 as "7", null as "6", 5 as "5"');
    expect(JSON.parse(numbered.body)).toEqual({
      columns: ["machine_id", "7", "6", "5"],
      rows: [["press", 3, null, 5]],
      isCut: false,
    });
  });

  test.each([
    "create table t as select 1",
    "drop view gold.fact_oee",
    "insert into gold.dim_machine select * from gold.dim_machine",
    "copy (select 1) to '/tmp/indkpi-escaped.csv'",
    "attach '/tmp/indkpi-escaped.db'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "pragma database_list",
    "select 1; drop view gold.fact_oee",
    "select * from read_text('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from glob('/etc/*')",
    "select * from read_parquet('http://127.0.0.1:1/x.parquet')",
    "with t as (select * from read_text('/etc/passwd')) select * from t",
  ])("%s is refused", async (sql) => {
    const { status, body } = await run(sql);
    expect(status).toBe(400);
    expect(body).not.toContain("root:x:");
  });

  test("statements too long, and bodies too large, do not get in", async () => {
    expect((await run(`select '${"x".repeat(21_000)}'`)).status).toBe(400);
    expect((await run(`select '${"x".repeat(70_000)}'`)).status).toBe(413);
  });

  test("other methods and bodies that are no JSON are refused", async () => {
    expect((await get("/api/v1/sql")).status).toBe(404);
    expect((await post("{")).status).toBe(400);
    expect((await post('{"sql":"select 1","more":1}')).status).toBe(400);
    expect((await post('{"sql":1}')).status).toBe(400);
  });
});

test("a flood is held back, and the dashboard still answers afterwards to others", async () => {
  const flooded = await startDashboard(warehouse);
  onTestFinished(async () => void (await flooded.stop()));
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  onTestFinished(() => agent.destroy());
  const one = () =>
    new Promise<number>((resolve, reject) => {
      const sent = request(
        { host: flooded.host, port: flooded.port, path: "/api/v1/state", agent },
        (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on("error", reject);
      sent.end();
    });
  const statuses = await Promise.all(Array.from({ length: 3000 }, one));
  const held = statuses.filter((status) => status === 429).length;
  expect(held).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
});
