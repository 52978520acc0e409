import { literal } from "../../engine/database.ts";
import type { PreparedFile } from "./prepare.ts";

interface LandingViewOptions {
  readonly source: string;
  /** Counting lines costs half the speed, so only the search for bad ones does. */
  readonly isNumbered: boolean;
  /** Takes the elements of JSON arrays; otherwise arrays are read line by line like the rest. */
  readonly readsArrays: boolean;
}

const lineReader =
  "columns = {'line_text': 'VARCHAR'}, delim = '', quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, compression = 'none'";

/** The SQL that makes `landing.<source>`: a row per line (or array element) of the given files. */
export function landingView(files: readonly PreparedFile[], options: LandingViewOptions): string {
  const lines = files.filter(({ isArray }) => !(isArray && options.readsArrays));
  const arrays = files.filter(({ isArray }) => isArray && options.readsArrays);
  const parts = [
    ...lineParts(lines, options.isNumbered),
    ...arrays.map((file) => arrayPart(file, options.isNumbered)),
  ];
  return `create or replace view landing.${options.source} as ${parts.join("\nunion all ")}`;
}

function lineParts(files: readonly PreparedFile[], isNumbered: boolean): string[] {
  const [first, ...rest] = files;
  if (first === undefined) return [];
  const number = isNumbered ? "row_number() over ()" : "cast(null as bigint)";
  if (rest.length === 0 || isNumbered) {
    return files.map(
      ({ file, readPath }) =>
        `select line_text, ${literal(file.name)} as source_file, ${number} as line_number from read_csv(${literal(readPath)}, ${lineReader})`,
    );
  }
  const paths = files.map(({ readPath }) => literal(readPath)).join(", ");
  const names = files.map(({ file, readPath }) => `${literal(readPath)}: ${literal(file.name)}`).join(", ");
  return [
    `select line_text, (map {${names}})[filename] as source_file, ${number} as line_number from read_csv([${paths}], filename = true, ${lineReader})`,
  ];
}

function arrayPart({ file, readPath }: PreparedFile, isNumbered: boolean): string {
  const number = isNumbered ? "row_number() over ()" : "cast(null as bigint)";
  return `select cast(json as varchar) as line_text, ${literal(file.name)} as source_file, ${number} as line_number from read_json_objects(${literal(readPath)}, format = 'array', compression = 'uncompressed')`;
}
