import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { runCli } from "../helpers/cli.ts";
import { build, speaker, writePlant } from "../helpers/plant.ts";
import { ask, startServer, withClient, type TestServer } from "../helpers/postgres.ts";
import { builtSmallPlant, publish, publishChanged, removeWarehouse } from "../helpers/publish.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const secret = "s3cr/t @:&word";

let server: TestServer;
let warehouse: string;
let database: string;
let url: string;

beforeAll(async () => {
  [server, warehouse] = await Promise.all([startServer(), builtSmallPlant()]);
  database = await server.createDatabase();
  url = server.url(database);
  await publish(warehouse, url);
});
afterAll(async () => {
  await server.stop();
  await removeWarehouse(warehouse);
});

function argsFor(target: string, ...more: readonly string[]): readonly string[] {
  return ["publish", "postgres", "--warehouse", warehouse, "--no-progress", "--url", target, ...more];
}

/** All that readers see of a database. */
async function contents(target: string): Promise<unknown> {
  const relations = ["fact_oee", "fact_loss", "fact_failure", "fact_scrap", "dim_machine", "dim_product"];
  const parts = relations.map(
    (name) =>
      `select '${name}' as relation, md5(string_agg(r::text, '' order by r::text)) as id from gold.${name} as r`,
  );
  return await ask(target, parts.join(" union all "));
}

test.each<[what: string, target: () => string | Promise<string>, code: number, message: RegExp]>([
  [
    "a wrong password",
    () => server.url(database, { name: "postgres", password: encodeURIComponent(secret) }),
    1,
    /^error: PostgreSQL refused the user name or the password \(password authentication failed .*\)\nhint: .*PGPASSWORD/,
  ],
  [
    "a port where nothing listens",
    () => `postgres://u:${encodeURIComponent(secret)}@127.0.0.1:1/x`,
    1,
    /^error: PostgreSQL cannot be reached: nothing listens there .*\nhint: check host and port/,
  ],
  [
    "a host that is not there",
    () => `postgres://u:${encodeURIComponent(secret)}@nowhere.invalid/x`,
    1,
    /^error: PostgreSQL cannot be reached: /,
  ],
  [
    "a database that is not there",
    () => server.url("nowhere"),
    1,
    /^error: there is no such database .*\nhint: create it/,
  ],
  [
    "TLS that the server does not have",
    () => `${url}?sslmode=require`,
    1,
    /^error: no secure connection to PostgreSQL .*\nhint: check sslmode/,
  ],
  [
    "an unknown sslmode",
    () => `${url}?sslmode=strict`,
    2,
    /^error: there is no sslmode "strict"\nhint: choose from disable, /,
  ],
  [
    "verify-ca without a certificate",
    () => `${url}?sslmode=verify-ca`,
    2,
    /^error: sslmode=verify-ca needs the certificate/,
  ],
  [
    "a certificate that is not there",
    () => `${url}?sslmode=verify-ca&sslrootcert=none.pem`,
    2,
    /^error: ENOENT.* 'none.pem'\n/,
  ],
  [
    "another URL",
    () => `mysql://u:${encodeURIComponent(secret)}@h/x`,
    2,
    /^error: the URL of the database does not begin with postgres:/,
  ],
  [
    "a broken URL",
    () => `postgres://u:${encodeURIComponent(secret)}@[h/x`,
    2,
    /^error: the URL of the database cannot be read\n/,
  ],
])("%s is refused without a word of the password", async (_, target, expected, message) => {
  const before = await contents(url);
  const given = await target();
  const plain = await runCli(argsFor(given));
  expect({ code: plain.code, stdout: plain.stdout }).toEqual({ code: expected, stdout: "" });
  expect(plain.stderr).toMatch(message);
  expect(plain.stderr.trimEnd().split("\n")).toHaveLength(2);
  const loud = await runCli(argsFor(given, "--json", "--debug"));
  expect(JSON.parse(loud.stderr)).toMatchObject({ code: expect.any(String), debug: expect.any(String) });
  const password = new URL(given.replace("[h", "h")).password;
  for (const said of [plain.stderr, loud.stderr, loud.stdout]) {
    for (const word of [secret, password, decodeURIComponent(password)]) expect(said).not.toContain(word);
  }
  expect(await contents(url)).toEqual(before);
});

test("a URL in the wrong place is repeated without its password", async () => {
  const typed = "postgres://etl:hush@hush@db/kpi?password=hush";
  const lines = [
    ["publish", typed],
    ["publish", "postgres", typed],
    ["query", "1", typed, "--debug", "--json"],
  ];
  for (const line of lines) {
    const { code, stderr } = await runCli(line);
    expect(code).toBe(2);
    expect(stderr).toContain("postgres://etl:***@db/kpi");
    expect(stderr).not.toContain("hush");
  }
});

test("a server that does not answer is given up on", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, stderr } = await runCli(argsFor(`postgres://u@127.0.0.1:${port}/x?connect_timeout=1`));
  silent.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: PostgreSQL cannot be reached: no answer in time/);
});

test("variables say what the URL does not, and prefer goes on without TLS", async () => {
  const { hostname, port, username, password } = new URL(url);
  const env = {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: database,
  };
  const args = ["publish", "postgres", "--warehouse", warehouse, "--quiet"];
  for (const [mode, expected] of [
    ["prefer", 0],
    ["require", 1],
    ["disable", 0],
  ] as const) {
    const { code, stderr } = await runCli(args, { env: { ...env, PGSSLMODE: mode } });
    expect
      .soft({ mode, code, isQuiet: stderr === "" })
      .toEqual({ mode, code: expected, isQuiet: expected === 0 });
  }
});

test("a read-only database is refused, and stays as it is", async () => {
  const readOnly = await server.createDatabase();
  await ask(url, `alter database ${readOnly} set default_transaction_read_only = on`);
  const { code, stderr } = await runCli(argsFor(server.url(readOnly)));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: the database is read-only \(.*\)\nhint: give the primary server/);
});

/** Something to load: a late count on a day that is there. */
async function changeDay(no: number): Promise<void> {
  const at = speaker("press", "2026-02-02");
  await writePlant(warehouse, {}, { [`late-${no}.ndjson`]: [at(`08:4${no}`, { good: 3 })] });
  await build(warehouse);
}

/** A publication that has staged its rows and waits for the facts, which somebody holds; then something happens to it. */
async function interrupt(happen: (child: { pid: number }, backend: number) => Promise<unknown>) {
  return await withClient(url, async (holder) => {
    await holder.query("begin; lock table indkpi.fact_oee in share mode");
    const child = spawn(process.execPath, [cli, ...argsFor(url)], { stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    const ended = once(child, "close");
    let backend: unknown;
    while (backend === undefined) {
      const waiting = await ask(
        url,
        "select pid from pg_stat_activity where application_name = 'indkpi' and wait_event_type = 'Lock'",
      );
      backend = waiting[0]?.["pid"];
    }
    await happen({ pid: child.pid ?? 0 }, Number(backend));
    const [code, signal]: readonly unknown[] = await ended;
    await holder.query("rollback");
    return { code, signal, stderr };
  });
}

test("all or nothing: the connection drops, the process is killed, Ctrl-C; and the next load makes up for it", async () => {
  const before = await contents(url);
  await changeDay(1);

  const dropped = await interrupt((_, backend) => ask(url, `select pg_terminate_backend(${backend})`));
  expect(dropped.code).toBe(1);
  expect(dropped.stderr).toMatch(
    /^error: the connection to PostgreSQL broke off \(.*\)\nhint: run the command again/,
  );
  expect(await contents(url)).toEqual(before);

  const killed = await interrupt(async ({ pid }) => process.kill(pid, "SIGKILL"));
  expect(killed.signal).toBe("SIGKILL");
  expect(await contents(url)).toEqual(before);

  const stopped = await interrupt(async ({ pid }) => process.kill(pid, "SIGINT"));
  expect(stopped).toMatchObject({ code: 130, stderr: "error: interrupted\n" });
  expect(await contents(url)).toEqual(before);

  const { byTable } = await publish(warehouse, url);
  expect(byTable["fact_oee"]?.dates).toBe(1);
  expect(await contents(url)).not.toEqual(before);
});

test("two publications at once: the second is told to wait", async () => {
  await changeDay(2);
  const first = await interrupt(async (_, backend) => {
    const { code, stderr } = await runCli(argsFor(url));
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: "error: another publication to this database is running\nhint: wait until it is done\n",
    });
    await ask(url, `select pg_terminate_backend(${backend})`);
  });
  expect(first.code).toBe(1);
});

/** A login of its own, gone with the test server or by hand. */
async function makeLogin(name: string, more = ""): Promise<{ name: string; password: string }> {
  const password = "pass word/1";
  await ask(url, `drop role if exists ${name}`);
  await ask(url, `create role ${name} login password '${password}' ${more}`);
  return { name, password: encodeURIComponent(password) };
}

test("a member of indkpi_loader may load but not change the schema, one of indkpi_reader only read", async () => {
  const loader = server.url(database, await makeLogin("indkpi_test_loader", "in role indkpi_loader"));
  const reader = server.url(database, await makeLogin("indkpi_test_reader", "in role indkpi_reader"));
  await changeDay(3);
  const { byTable } = await publish(warehouse, loader);
  expect(byTable["fact_oee"]?.dates).toBe(1);
  expect(await contents(reader)).toEqual(await contents(url));
  await expect(ask(reader, "delete from indkpi.fact_oee")).rejects.toThrow("permission denied");
  await expect(ask(loader, "drop view gold.oee_by_day")).rejects.toThrow("must be owner");
  const refused = await runCli(argsFor(reader, "--full-refresh"));
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /^error: PostgreSQL gives this user no right to do that \(permission denied .*\)\nhint: /,
  );
  // The whole table at once, where the keys cannot be taken off for it.
  const { tables } = await publishChanged(warehouse, loader, { bulkRows: 1, isFullRefresh: true });
  expect(tables.find(({ table }) => table === "fact_oee")?.written).toBe(byTable["fact_oee"]?.rows);
});

test("who may not create roles is told what to have run, and publishes", async () => {
  const owner = await makeLogin("indkpi_test_owner");
  const own = await server.createDatabase();
  await ask(url, `grant create on database ${own} to indkpi_test_owner`);
  await ask(url, "alter role indkpi_reader rename to indkpi_reader_away");
  try {
    const { stderr } = await publish(warehouse, server.url(own, owner));
    expect(stderr).toContain(
      'this user may not create roles, so indkpi_reader does not exist: let an administrator run "create role indkpi_reader nologin;" and publish again',
    );
  } finally {
    await ask(url, "alter role indkpi_reader_away rename to indkpi_reader");
  }
  // Now that it is there, the next load lets it read.
  const granted = "select has_table_privilege('indkpi_reader', 'gold.oee_by_day', 'select') as can_read";
  expect(await ask(server.url(own), granted)).toEqual([{ can_read: false }]);
  expect((await publish(warehouse, server.url(own, owner))).stderr).toMatch(/^nothing has changed/);
  expect(await ask(server.url(own), granted)).toEqual([{ can_read: true }]);
  const none = await makeLogin("indkpi_test_none");
  const { code, stderr } = await runCli(argsFor(server.url(await server.createDatabase(), none)));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: PostgreSQL gives this user no right/);
});
