import { spawn } from "node:child_process";
import { request } from "node:http";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface RunningDashboard {
  /** The address that it printed, with the token if there is one. */
  readonly address: string;
  readonly port: number;
  readonly host: string;
  /** Ends it as Ctrl+C does; gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts the built command on any free port and waits until it listens. */
export async function startDashboard(
  warehouse: string,
  options: readonly string[] = [],
): Promise<RunningDashboard> {
  const args = [CLI, "dashboard", "--port", "0", "--warehouse", warehouse, ...options];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("close", (code) => reject(new Error(`dashboard: exit ${code}\n${said}`)));
  });
  const { port, hostname } = new URL(address);
  return {
    address,
    port: Number(port),
    host: hostname,
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

interface RawRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it is written, also where a browser or fetch would mend it. */
export function rawRequest(
  { port, host }: Pick<RunningDashboard, "port" | "host">,
  { path, method = "GET", headers = {}, body }: RawRequest,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The rows of an answer of the dashboard, as objects. */
export async function askDashboard(
  dashboard: Pick<RunningDashboard, "port" | "host">,
  name: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const path = `/api/v1/answers/${name}?${new URLSearchParams(parameters).toString()}`;
  const { status, body } = await rawRequest(dashboard, { path });
  if (status !== 200) throw new Error(`${name}: ${status} ${body}`);
  return rowsOf(JSON.parse(body));
}

/** Rows in the order of columns, as objects. */
function rowsOf(answer: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof answer !== "object" || answer === null || !("columns" in answer) || !("rows" in answer)) {
    throw new Error(`no answer: ${JSON.stringify(answer)}`);
  }
  const { columns, rows } = answer;
  if (!Array.isArray(columns) || !Array.isArray(rows)) throw new Error("no answer");
  return rows.map((cells: readonly unknown[]) =>
    Object.fromEntries(columns.map((column, index) => [String(column), cells[index]])),
  );
}
