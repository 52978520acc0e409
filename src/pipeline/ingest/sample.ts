import { closeSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import type { Database } from "../../engine/database.ts";
import type { ReadableFile } from "./prepare.ts";

const pieceBytes = 16 << 10;
const pieceCount = 256;
const lineFeed = 10;

/** Writes whole lines from places spread evenly over the files, in the order in which the files are read; into a folder that is there. */
export function writeSample(files: readonly ReadableFile[], path: string): ReadableFile {
  const sizes = files.map(({ readPath }) => statSync(readPath).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const step = Math.max(pieceBytes, Math.ceil(total / pieceCount));
  const pieces: Buffer[] = [];
  let begin = 0;
  let next = 0;
  files.forEach(({ readPath }, index) => {
    const end = begin + (sizes[index] ?? 0);
    if (next < end) {
      const input = openSync(readPath, "r");
      try {
        for (; next < end; next += step) pieces.push(wholeLines(input, next - begin));
      } finally {
        closeSync(input);
      }
    }
    begin = end;
  });
  const content = Buffer.concat(pieces);
  writeFileSync(path, content);
  const file = { path, name: basename(path), source: "", bytes: content.length, modifiedMs: 0 };
  return { file, readPath: path, linesBefore: 0, refused: [] };
}

function wholeLines(input: number, position: number): Buffer {
  const piece = Buffer.alloc(pieceBytes);
  const length = readSync(input, piece, 0, pieceBytes, position);
  const first = position === 0 ? 0 : piece.indexOf(lineFeed) + 1;
  return piece.subarray(first, Math.max(first, piece.lastIndexOf(lineFeed, length - 1) + 1));
}

/** More dates than this at a time take too much memory, one Parquet writer each. */
const dateLimit = 16;

export interface SampleVerdict {
  /** Lines of many dates lie mixed, as where each file holds a year of one machine. */
  readonly isScattered: boolean;
  readonly hasRefused: boolean;
}

/** Judges a sample by a source's SQL, which reads `landing.<source>`: that must be bound to the sample. */
export async function judgeSample(database: Database, sql: string): Promise<SampleVerdict> {
  const [found] = await database.rows(`
select
    count(distinct event_date) as dates,
    count(*) filter (where event_date < latest_date - 1) / greatest(count(event_date), 1) as late_share,
    count(reject_reason) as refused
from (select event_date, reject_reason, max(event_date) over (rows unbounded preceding) as latest_date from (
${sql}
))`);
  return {
    isScattered: Number(found?.["dates"] ?? 0) > dateLimit && Number(found?.["late_share"] ?? 0) > 0.05,
    hasRefused: Number(found?.["refused"] ?? 0) > 0,
  };
}
