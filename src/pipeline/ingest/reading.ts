import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { identifier, type Database } from "../../engine/database.ts";
import type { Model } from "../model.ts";
import { plainReading } from "../source.ts";
import { exampleOf, landingView, plainLandingView } from "./landing-view.ts";
import type { ReadableFile } from "./prepare.ts";
import { judgeSample, writeSample } from "./sample.ts";

/** How a batch is read, once `landing.<source>` is bound to it. */
export interface Reading {
  /** The source's SQL, or its plain form. */
  readonly sql: string;
  readonly isPlain: boolean;
  readonly isScattered: boolean;
}

interface ReadingOptions {
  readonly source: string;
  readonly model: Model;
  readonly files: readonly ReadableFile[];
  readonly scratch: string;
  readonly mayBePlain: boolean;
}

/** Binds `landing.<source>` to a batch: the plain way if the source has one and a sample of the lines bears it. */
export async function bindReading(database: Database, options: ReadingOptions): Promise<Reading> {
  const { files, scratch } = options;
  await database.run(`create schema if not exists ${identifier("landing")}`);
  const sample = writeSample(files, join(scratch, "sample"));
  return (await bindPlainReading(database, sample, options)) ?? (await bindLines(database, sample, options));
}

async function bindPlainReading(
  database: Database,
  sample: ReadableFile,
  { source, model, files, scratch, mayBePlain }: ReadingOptions,
): Promise<Reading | undefined> {
  const plain = plainReading(model.sql);
  if (plain === undefined || !mayBePlain) return undefined;
  const example = join(scratch, "example");
  writeFileSync(example, exampleOf(plain.fields));
  const viewOptions = { source, fields: plain.fields, example };
  await database.run(plainLandingView([sample], viewOptions));
  // A line that the plain reading cannot take is no fault here: then all are read line by line.
  const verdict = await judgeSample(database, plain.sql).catch(() => undefined);
  if (verdict === undefined || verdict.hasRefused) return undefined;
  await database.run(plainLandingView(files, viewOptions));
  return { sql: plain.sql, isPlain: true, isScattered: verdict.isScattered };
}

async function bindLines(
  database: Database,
  sample: ReadableFile,
  { source, model, files }: ReadingOptions,
): Promise<Reading> {
  const options = { source, isNumbered: false };
  await database.run(landingView([sample], options));
  const { isScattered } = await judgeSample(database, model.sql);
  await database.run(landingView(files, options));
  return { sql: model.sql, isPlain: false, isScattered };
}
