import { UserError } from "../lib/errors.ts";

/**
 * `source`: how raw lines become typed rows of Bronze. `table`: built into a Parquet file. `view`: kept as SQL and
 * evaluated by whoever asks.
 */
type ModelKind = "source" | "table" | "view";

interface GrainColumn {
  readonly name: string;
  /** Written `name?` in the header: null is one of its values. */
  readonly isNullable: boolean;
}

/** Days before and after a day, both included; or every day there is. */
export type Window = { readonly fromDays: number; readonly toDays: number } | "all";

/** One SQL file of bronze, silver or gold: a header and one SELECT. Its path is its relation. */
export interface Model {
  readonly relation: string;
  /** Path relative to the repository, as shown in messages. */
  readonly file: string;
  readonly sql: string;
  /** The sentences at the top: what one row is. */
  readonly description: string;
  readonly kind: ModelKind;
  /** What identifies a row; empty when nothing does. */
  readonly grain: readonly GrainColumn[];
  readonly version: number;
  /** The date column by which a table is split, a file a day; undefined where it is one file. */
  readonly partition: string | undefined;
  /** Which days of its partitioned inputs a day of it reads; the same day where nothing is said. */
  readonly windows: ReadonlyMap<string, Window>;
  /** Rows of one value of this column come from input rows of that value alone, whatever their day. */
  readonly key: string | undefined;
  /** A relation that the runner makes of all models that match a pattern, for this model to read. */
  readonly collect: { readonly relation: string; readonly prefix: string } | undefined;
}

const headerKeys = ["grain", "kind", "version", "partition", "window", "keys", "collect", "dialect"];

/** Reads the header of a model. Throws a `UserError` that names the file and line of what is wrong. */
export function parseModel(relation: string, file: string, sql: string): Model {
  const fault = (line: number, message: string, hint: string): UserError =>
    new UserError(`${file}:${line}: ${message}`, { code: "MODEL_HEADER", hint });
  const settings = new Map<string, string>();
  const sentences: string[] = [];
  for (const [index, line] of headerLines(sql).entries()) {
    if (!line.startsWith("--!")) {
      sentences.push(line.replace(/^--\s?/, ""));
      continue;
    }
    const [, key = "", value = ""] = /^--!\s*([a-z_]+):\s*(.*)$/.exec(line) ?? [];
    if (!headerKeys.includes(key)) {
      throw fault(index + 1, `unknown header line ${JSON.stringify(line)}`, `use ${headerKeys.join(", ")}`);
    }
    const before = settings.get(key);
    if (before !== undefined && key !== "window") {
      throw fault(index + 1, `a second \`--! ${key}:\``, "keep one of them");
    }
    settings.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
  }
  const kind = settings.get("kind");
  if (kind !== "source" && kind !== "table" && kind !== "view") {
    throw fault(1, "the header has no `--! kind:`", "write one of source, table, view");
  }
  if ((kind === "source") !== relation.startsWith("bronze.")) {
    throw fault(1, `${relation} cannot be of kind ${kind}`, "source in sql/bronze, table or view elsewhere");
  }
  const version = Number(settings.get("version"));
  if (!Number.isSafeInteger(version) || version < 1) {
    throw fault(1, "the header has no `--! version:`", "write a whole number from 1 up");
  }
  const grain = parseGrain(settings.get("grain") ?? (kind === "source" ? "none" : ""));
  if (grain === undefined) {
    throw fault(1, "the header has no `--! grain:`", "name the columns that identify a row, or `none`");
  }
  const partition = settings.get("partition");
  if (partition !== undefined && (kind !== "table" || !/^[a-z][a-z0-9_]*$/.test(partition))) {
    throw fault(
      1,
      "`--! partition:` cannot be read",
      "name a date column of the table, in a model of kind table",
    );
  }
  const windows = parseWindows(settings.get("window"));
  if (windows === undefined) {
    throw fault(1, "`--! window:` cannot be read", "write it as silver.x -1..2, silver.y all");
  }
  const key = settings.get("keys");
  if (key !== undefined && partition === undefined) {
    throw fault(1, "`--! keys:` needs `--! partition:`", "say by which date the table is split");
  }
  const collect = parseCollect(settings.get("collect"));
  if (settings.has("collect") && collect === undefined) {
    throw fault(1, "`--! collect:` cannot be read", "write it as layer.relation = layer.prefix_*");
  }
  const description = sentences.join(" ").trim();
  return { relation, file, sql, description, kind, grain, version, partition, windows, key, collect };
}

/** The comments that a file of SQL begins with. */
export function headerLines(sql: string): readonly string[] {
  const lines = sql.split("\n").map((line) => line.trimEnd());
  const end = lines.findIndex((line) => !line.startsWith("--"));
  return lines.slice(0, end === -1 ? lines.length : end);
}

function parseGrain(text: string): readonly GrainColumn[] | undefined {
  if (text === "none") return [];
  const names = text.split(",").map((part) => part.trim());
  if (!names.every((name) => /^[a-z][a-z0-9_]*\??$/.test(name))) return undefined;
  return names.map((name) => ({ name: name.replace(/\?$/, ""), isNullable: name.endsWith("?") }));
}

/** `silver.heard_days all, silver.state_runs -1..0` */
function parseWindows(text: string | undefined): ReadonlyMap<string, Window> | undefined {
  const windows = new Map<string, Window>();
  for (const part of text?.split(",") ?? []) {
    const [, relation, all, from, to] =
      /^\s*([a-z_]+\.[a-z0-9_]+)\s+(?:(all)|(-?\d{1,3})\.\.(-?\d{1,3}))\s*$/.exec(part) ?? [];
    if (relation === undefined || windows.has(relation) || Number(from) > Number(to)) return undefined;
    windows.set(relation, all === undefined ? { fromDays: Number(from), toDays: Number(to) } : "all");
  }
  return windows;
}

/** `silver.source_events = silver.events_*` */
function parseCollect(text: string | undefined): Model["collect"] {
  const [, relation, prefix] = /^([a-z_]+\.[a-z0-9_]+)\s*=\s*([a-z_]+\.[a-z0-9_]+)\*$/.exec(text ?? "") ?? [];
  return relation === undefined || prefix === undefined ? undefined : { relation, prefix };
}
