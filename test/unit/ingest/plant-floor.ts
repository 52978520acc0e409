import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { onTestFinished } from "vitest";

import { literal, withDatabase, type Row } from "../../../src/engine/database.ts";
import { sqlDirectory, warehousePaths } from "../../../src/lib/paths.ts";
import { prepareSession } from "../../../src/pipeline/bind.ts";
import { updateBronze, type BronzeUpdate } from "../../../src/pipeline/ingest/bronze.ts";
import { readManifest } from "../../../src/pipeline/manifest.ts";
import { loadProject } from "../../../src/pipeline/project.ts";

interface Refused {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** A warehouse in a directory of its own, to which a test delivers files. */
export interface PlantFloor {
  readonly landing: string;
  /** Writes a file into `landing/`. */
  readonly deliver: (name: string, content: string | Buffer) => Promise<void>;
  readonly ingest: () => Promise<BronzeUpdate & { readonly notes: readonly string[] }>;
  /** Rows of bronze.telemetry. */
  readonly rows: (select: string) => Promise<readonly Row[]>;
  readonly quarantined: () => Promise<readonly Refused[]>;
  readonly bronzeFiles: () => Promise<readonly string[]>;
}

const ingestedAt = Date.UTC(2026, 0, 31);

export async function plantFloor(): Promise<PlantFloor> {
  const root = await mkdtemp(join(tmpdir(), "indkpi-ingest-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  await mkdir(paths.landing);
  const project = await loadProject(sqlDirectory());
  const list = async (directory: string, ending: string): Promise<string[]> => {
    const names = await readdir(directory, { recursive: true }).catch(() => []);
    return names.filter((name) => name.endsWith(ending)).toSorted();
  };

  return {
    landing: paths.landing,
    deliver: async (name, content) => {
      const path = join(paths.landing, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
    ingest: () =>
      withDatabase({ spillDirectory: paths.spill }, async (database) => {
        await prepareSession(database, project.dialect);
        const notes: string[] = [];
        const effects = {
          signal: new AbortController().signal,
          note: (message: string) => notes.push(message),
          warn: (message: string) => notes.push(message),
          stderr: { write: () => true },
          now: () => ingestedAt,
          hasProgress: false,
        };
        const update = await updateBronze(database, {
          project,
          paths,
          manifest: readManifest(paths),
          effects,
        });
        return { ...update, notes };
      }),
    rows: (select) =>
      withDatabase({ spillDirectory: paths.spill }, async (database) => {
        const files = Object.values(readManifest(paths).sources).flatMap(({ batches }) =>
          batches.flatMap((batch) => batch.files),
        );
        if (files.length === 0) return [];
        const names = files.map((file) => literal(join(root, file))).join(", ");
        await database.run(
          `create view bronze as select * from read_parquet([${names}], hive_partitioning = true)`,
        );
        return await database.rows(select);
      }),
    quarantined: async () => {
      const refused: Refused[] = [];
      for (const name of await list(paths.quarantine, ".ndjson")) {
        const text = await readFile(join(paths.quarantine, name), "utf8");
        for (const line of text.trim().split("\n")) {
          const { file, line: number, reason, text: shown } = JSON.parse(line);
          refused.push({ file, line: number, reason, text: shown });
        }
      }
      return refused;
    },
    bronzeFiles: () => list(paths.bronze, ".parquet"),
  };
}

/** A line of telemetry that is in order, but for what is given. Undefined leaves a field out. */
export function event(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ts: "2026-01-05T06:00:00Z", machine_id: "M1", event_type: "heartbeat", ...fields });
}

export function fileOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
