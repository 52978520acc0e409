import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { identifier, type Database } from "../../engine/database.ts";
import type { Model } from "../model.ts";
import { plainReading } from "../source.ts";
import { exampleOf, landingView, plainLandingView } from "./landing-view.ts";
import type { ReadableFile } from "./prepare.ts";
import { judgeSample, writeSample, type SampleVerdict } from "./sample.ts";

/** How a batch is read, once `landing.<source>` is bound to it. */
export interface Reading {
  /** The source's SQL, or its plain form. */
  readonly sql: string;
  readonly isPlain: boolean;
  /** Whether the rows are to be sorted by date, for they may be of very many. */
  readonly isScattered: boolean;
  /** Whether it is read so quickly that nothing needs to be prepared for it. */
  readonly isSmall: boolean;
}

interface ReadingOptions {
  readonly source: string;
  readonly model: Model;
  readonly files: readonly ReadableFile[];
  readonly scratch: string;
  readonly mayBePlain: boolean;
}

/** Fewer bytes are read as quickly as judged. */
const smallBytes = 4 << 20;

/** What may be said of lines without a look at them. */
const unjudged: SampleVerdict = { isScattered: true, hasRefused: false };

/** Binds `landing.<source>` to a batch: the plain way if the source has one and a sample of the lines bears it. */
export async function bindReading(database: Database, options: ReadingOptions): Promise<Reading> {
  const { files, scratch } = options;
  await database.run(`create schema if not exists ${identifier("landing")}`);
  mkdirSync(scratch, { recursive: true });
  const bytes = files.reduce((sum, { readPath }) => sum + statSync(readPath).size, 0);
  const sample = bytes <= smallBytes ? undefined : writeSample(files, join(scratch, "sample"));
  return (await bindPlainReading(database, sample, options)) ?? (await bindLines(database, sample, options));
}

async function bindPlainReading(
  database: Database,
  sample: ReadableFile | undefined,
  { source, model, files, scratch, mayBePlain }: ReadingOptions,
): Promise<Reading | undefined> {
  const plain = plainReading(model.sql);
  if (plain === undefined || !mayBePlain) return undefined;
  const example = join(scratch, "example");
  writeFileSync(example, exampleOf(plain.fields));
  const view = (read: readonly ReadableFile[]): string =>
    plainLandingView(read, { source, fields: plain.fields, example });
  // A line that the plain reading cannot take is no fault here: then all are read line by line.
  const verdict = await judge(database, plain.sql, sample, view).catch(() => undefined);
  if (verdict === undefined || verdict.hasRefused) return undefined;
  await database.run(view(files));
  return { sql: plain.sql, isPlain: true, isScattered: verdict.isScattered, isSmall: sample === undefined };
}

async function bindLines(
  database: Database,
  sample: ReadableFile | undefined,
  { source, model, files }: ReadingOptions,
): Promise<Reading> {
  const view = (read: readonly ReadableFile[]): string => landingView(read, { source, isNumbered: false });
  const { isScattered } = await judge(database, model.sql, sample, view);
  await database.run(view(files));
  return { sql: model.sql, isPlain: false, isScattered, isSmall: sample === undefined };
}

async function judge(
  database: Database,
  sql: string,
  sample: ReadableFile | undefined,
  view: (read: readonly ReadableFile[]) => string,
): Promise<SampleVerdict> {
  if (sample === undefined) return unjudged;
  await database.run(view([sample]));
  return await judgeSample(database, sql);
}
