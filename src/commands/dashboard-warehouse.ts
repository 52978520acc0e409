import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import { followWarehouse, type FollowedSource } from "../dashboard/data/follow.ts";
import { readQuestionBook, type QuestionBook } from "../dashboard/data/questions.ts";
import type { HeldWarehouse } from "../dashboard/data/snapshots.ts";
import type { ApiError } from "../dashboard/shared/answer.ts";
import { UserError } from "../lib/errors.ts";
import { machineError } from "../lib/machine-error.ts";
import { builtFile, sqlDirectory, type WarehousePaths } from "../lib/paths.ts";
import { withLake, type Lake } from "../pipeline/lake.ts";
import { manifestPath, readManifest } from "../pipeline/manifest.ts";
import type { CommandContext } from "./command.ts";

const lookEveryMs = 300;

/** The relation without which there is nothing to show. */
const corner = "gold.fact_oee";

/** Opens the warehouse for the dashboard and follows its changes. */
export async function followDashboard({
  paths,
  signal,
}: Pick<CommandContext, "paths" | "signal">): Promise<FollowedSource & { readonly book: QuestionBook }> {
  const book = readQuestionBook(sqlDirectory());
  const source = await followWarehouse({
    book,
    signal,
    intervalMs: lookEveryMs,
    stateId: () => stateId(paths),
    open: () => holdOpen(paths, signal),
    describeProblem,
  });
  return { ...source, book };
}

/** The folder of the page, built beside the command. */
export function pageDirectory(): string {
  const directory = builtFile("dashboard/page");
  if (existsSync(join(directory, "index.html"))) return directory;
  throw new UserError("the page of the dashboard is not built", {
    code: "PAGE_MISSING",
    hint: "run: npm run build",
  });
}

const knownStates = new Map<string, { readonly stamp: string; readonly id: string | null }>();

/**
 * Names the state that the figures are in: the manifest names every file of theirs by its content. A batch that is taken
 * in is none of it until the models know it.
 */
export async function stateId(paths: WarehousePaths): Promise<string | null> {
  const path = manifestPath(paths);
  const stat = statSync(path, { throwIfNoEntry: false });
  // Looked at every few moments: read only where it was replaced.
  const stamp = stat === undefined ? "none" : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
  const known = knownStates.get(path);
  if (known?.stamp === stamp) return known.id;
  const { tables, modelled, restatements } = readManifest(paths);
  const content = JSON.stringify([tables, modelled, restatements]);
  const id =
    tables[corner] === undefined ? null : createHash("sha256").update(content).digest("hex").slice(0, 16);
  knownStates.set(path, { stamp, id });
  return id;
}

/** Opens the warehouse until it is told to close, or the command ends. */
export function holdOpen(paths: WarehousePaths, signal: AbortSignal): Promise<HeldWarehouse> {
  return new Promise((resolve, reject) => {
    const hold = (lake: Lake) =>
      new Promise<void>((close) => {
        const { database, bind, seal } = lake;
        resolve({ database, bind, seal, models: modelsOf(lake), close });
      });
    withLake({ paths, signal }, hold).catch(reject);
  });
}

function modelsOf({ graph }: Lake): HeldWarehouse["models"] {
  return [...graph.nodes.values()].map(({ model: { relation, kind, version, description } }) => ({
    relation,
    kind,
    version,
    description,
  }));
}

function describeProblem(failure: unknown): ApiError {
  const known = machineError(failure) ?? failure;
  if (known instanceof UserError) return { error: known.message, code: known.code, hint: known.hint ?? null };
  const message = known instanceof Error ? known.message : String(known);
  return {
    error: `the warehouse cannot be read: ${message}`,
    code: "WAREHOUSE_UNREADABLE",
    hint: "run: indkpi run",
  };
}
