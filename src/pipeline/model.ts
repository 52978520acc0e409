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
  /** A relation that the runner makes of all models that match a pattern, for this model to read. */
  readonly collect: { readonly relation: string; readonly prefix: string } | undefined;
}

const headerKeys = ["grain", "kind", "version", "collect", "dialect"];

/** Reads the header of a model. Throws a `UserError` that names the file and line of what is wrong. */
export function parseModel(relation: string, file: string, sql: string): Model {
  const lines = sql.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const comments = lines.slice(0, end === -1 ? lines.length : end);
  const settings = new Map<string, string>();
  const sentences: string[] = [];
  comments.forEach((line, index) => {
    if (!line.startsWith("--!")) {
      sentences.push(line.replace(/^--\s?/, ""));
      return;
    }
    const [, key = "", value = ""] = /^--!\s*([a-z_]+):\s*(.*)$/.exec(line) ?? [];
    if (!headerKeys.includes(key)) {
      throw headerFault(
        file,
        index + 1,
        `unknown header line ${JSON.stringify(line)}`,
        `use ${headerKeys.join(", ")}`,
      );
    }
    settings.set(key, value.trim());
  });
  const kind = settings.get("kind");
  if (kind !== "source" && kind !== "table" && kind !== "view") {
    throw headerFault(file, 1, "the header has no `--! kind:`", "write one of source, table, view");
  }
  const version = Number(settings.get("version"));
  if (!Number.isSafeInteger(version) || version < 1) {
    throw headerFault(file, 1, "the header has no `--! version:`", "write a whole number from 1 up");
  }
  const grain = settings.get("grain");
  if (grain === undefined && kind !== "source") {
    throw headerFault(
      file,
      1,
      "the header has no `--! grain:`",
      "name the columns that identify a row, or `none`",
    );
  }
  return {
    relation,
    file,
    sql,
    description: sentences.join(" ").trim(),
    kind,
    grain: parseGrain(grain),
    version,
    collect: parseCollect(settings.get("collect")),
  };
}

function parseGrain(text: string | undefined): readonly GrainColumn[] {
  if (text === undefined || text === "none") return [];
  return text.split(",").map((part) => {
    const name = part.trim();
    return { name: name.replace(/\?$/, ""), isNullable: name.endsWith("?") };
  });
}

/** `silver.source_events = silver.events_*` */
function parseCollect(text: string | undefined): Model["collect"] {
  const [, relation, prefix] = /^([a-z_.]+)\s*=\s*([a-z_.]+)\*$/.exec(text ?? "") ?? [];
  return relation === undefined || prefix === undefined ? undefined : { relation, prefix };
}

function headerFault(file: string, line: number, message: string, hint: string): UserError {
  return new UserError(`${file}:${line}: ${message}`, { code: "MODEL_HEADER", hint });
}
