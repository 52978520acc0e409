import { identifier, literal } from "../../engine/database.ts";
import type { PlainReading } from "../source.ts";
import type { ReadableFile } from "./prepare.ts";

interface LandingViewOptions {
  readonly source: string;
  /** Counting lines costs half the speed, so only the search for bad ones does. */
  readonly isNumbered: boolean;
}

const lineReader =
  "columns = {'line_text': 'VARCHAR'}, delim = '', quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, compression = 'none'";

/** The SQL that makes `landing.<source>`: a row per line of the given files. */
export function landingView(files: readonly ReadableFile[], options: LandingViewOptions): string {
  return view(options.source, landingLines(files, options));
}

/** What `landingView` selects. */
export function landingLines(
  files: readonly ReadableFile[],
  { isNumbered }: Omit<LandingViewOptions, "source">,
): string {
  return (isNumbered ? files.map((file) => [file]) : byRoot(files))
    .map((group) => linePart(group, isNumbered))
    .join("\nunion all ");
}

/**
 * The SQL that makes `landing.<source>` for a plain reading. DuckDB refuses unknown keys only where it found the columns
 * itself, so it is shown `example` first, an object with every field; the row is left out again.
 */
export function plainLandingView(
  files: readonly ReadableFile[],
  { source, fields, example }: { source: string; fields: PlainReading["fields"]; example: string },
): string {
  const names = Object.keys(fields).map(identifier);
  const parts = byRoot(files).map((group) => {
    const paths = [literal(example), ...group.map(pathPattern)].join(", ");
    return `select cast(null as varchar) as line_text, ${fileName(group, "landing_path")} as source_file, cast(null as bigint) as line_number, struct_pack(${names.map((name) => `${name} := ${name}`).join(", ")}) as fields
from read_json([${paths}], format = 'newline_delimited', records = true, auto_detect = true, sample_size = 1, maximum_sample_files = 1, filename = 'landing_path', compression = 'uncompressed')
where landing_path != ${literal(example)}`;
  });
  return view(source, parts.join("\nunion all "));
}

/** An object from which DuckDB's JSON reader infers the fields and their types. */
export function exampleOf(fields: PlainReading["fields"]): string {
  const values = Object.entries(fields).map(([name, type]) => [name, type === "DOUBLE" ? 0.5 : "text"]);
  return `${JSON.stringify(Object.fromEntries(values))}\n`;
}

function view(source: string, select: string): string {
  return `create or replace view landing.${identifier(source)} as ${select}`;
}

function linePart(files: readonly ReadableFile[], isNumbered: boolean): string {
  const paths = files.map(pathPattern).join(", ");
  return `select line_text, ${fileName(files, "filename")} as source_file, ${lineNumber(isNumbered, files[0])} as line_number from read_csv([${paths}], filename = true, ${lineReader})`;
}

/** Numbered files are read one by one. */
function lineNumber(isNumbered: boolean, file?: ReadableFile): string {
  return isNumbered ? `row_number() over () + ${file?.linesBefore ?? 0}` : "cast(null as bigint)";
}

/** The name in `landing/`, from the path that was read: a map of a thousand names takes microseconds a row. */
function fileName(files: readonly ReadableFile[], path: string): string {
  const [first, ...rest] = files;
  if (first === undefined) return "''";
  return rest.length === 0
    ? literal(first.file.name)
    : `substring(${path}, ${Array.from(rootOf(first)).length + 1})`;
}

/** Files whose names begin at the same place of their paths. */
function byRoot(files: readonly ReadableFile[]): readonly (readonly ReadableFile[])[] {
  const groups = new Map<string, ReadableFile[]>();
  for (const file of files) {
    const group = groups.get(rootOf(file));
    if (group === undefined) groups.set(rootOf(file), [file]);
    else group.push(file);
  }
  return [...groups.values()];
}

/** DuckDB takes a path for a pattern: what means something in one must stand for itself. */
function pathPattern({ readPath }: ReadableFile): string {
  return literal(readPath.replaceAll(/[*?[]/g, "[$&]"));
}

function rootOf({ file, readPath }: ReadableFile): string {
  return readPath.slice(0, -file.name.length);
}
