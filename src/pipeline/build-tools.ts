import { rmSync } from "node:fs";
import { join } from "node:path";

import type { Database } from "../engine/database.ts";
import type { WorkEffects } from "../lib/effects.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { bindCollections, bindRelation, type Binding } from "./bind.ts";
import type { BronzeCopies } from "./bronze-copies.ts";
import type { Day, Stretch } from "./days.ts";
import { codeFingerprint } from "./fingerprint.ts";
import type { GraphNode } from "./graph.ts";
import type { MachineIds } from "./machine-ids.ts";
import type { Manifest, Part } from "./manifest.ts";
import type { JudgeOptions, Verdict } from "./plan.ts";
import { daysRead } from "./reads.ts";
import { writePart, type BuiltPart, type BuiltRows } from "./stage-table.ts";

export interface BuildOptions extends JudgeOptions {
  readonly paths: WarehousePaths;
  /** In building order, prerequisites included. */
  readonly relations: readonly string[];
  readonly effects: WorkEffects;
  /** Where copies of Bronze are kept from one build of a session to the next. */
  readonly copies: BronzeCopies;
}

export interface BuildContext extends BuildOptions {
  readonly database: Database;
  /** What was published before this build. */
  readonly base: Manifest;
  readonly staged: Map<string, string>;
  /** How many days are built in one query at most. */
  readonly stretchDays: number;
  /** What the ids of machines are while the table is built; texts for undefined. */
  readonly machineIds: MachineIds | undefined;
}

/** Makes what a model reads available: the days that a stretch needs, and the views above them. */
export async function bindInputs(
  { model, inputs }: GraphNode,
  { reads }: Verdict,
  { database, graph, manifest, paths, staged, copies, machineIds }: BuildContext,
  stretch: Stretch | undefined,
  key?: string,
): Promise<void> {
  const binding: Binding = { graph, manifest, paths, staged, copies, machineIds };
  for (const { relation, window } of reads) {
    if (relation.startsWith("reference.")) continue;
    await bindRelation(database, relation, binding, {
      stretch: daysRead(window, stretch),
      key: window === undefined ? undefined : key,
    });
  }
  const bindViews = async (relation: string): Promise<void> => {
    const node = graph.nodes.get(relation);
    const members = graph.collections.get(relation);
    if (members === undefined && node?.model.kind !== "view") return;
    for (const inner of members ?? node?.inputs ?? []) await bindViews(inner);
    if (members === undefined) await bindRelation(database, relation, binding);
  };
  for (const input of inputs) await bindViews(input);
  await bindCollections(database, model.relation, binding);
}

interface Keeping {
  readonly rows: BuiltRows;
  /** The days that were computed, those without rows included; all of them for undefined. */
  readonly days: readonly Day[] | undefined;
}

/** Writes a file for each part, and stages it where its content or code is not that of the file there is. */
export async function keepParts(
  { model }: GraphNode,
  { dependencies, inputsOf }: Verdict,
  { database, manifest, paths, staged, faultsOf }: BuildContext,
  { rows, days }: Keeping,
): Promise<{ parts: Record<Day, Part> }> {
  const before = manifest.tables[model.relation];
  const fingerprint = codeFingerprint(dependencies);
  const isSameCode = before !== undefined && codeFingerprint(before.dependencies) === fingerprint;
  const faults = before === undefined ? undefined : faultsOf(model.relation, before);
  const parts: Record<Day, Part> = {};
  for (const day of days ?? []) {
    parts[day] = { contentId: "", sha256: "", rows: 0, bytes: 0, modifiedMs: 0, inputs: inputsOf(day) };
  }
  const standing = (day: Day, contentId: string | undefined): Part | undefined => {
    const known = before?.parts[day];
    if (!isSameCode || known === undefined || known.contentId !== contentId) return undefined;
    return faults?.has(day) === true ? undefined : known;
  };
  const written = async (part: BuiltPart): Promise<Omit<Part, "inputs">> => {
    // No folders: on ext4 making and removing them costs more than a small file.
    const file = join(paths.staging, `${model.relation}@${part.day}.parquet`);
    const fresh = await writePart(database, model, part, { rows, file, fingerprint });
    const known = standing(part.day, fresh.contentId);
    if (known === undefined) staged.set(`${model.relation}@${part.day}`, file);
    else rmSync(file);
    return known ?? fresh;
  };
  for (const part of rows.parts) {
    const { day, rowsId } = part;
    if (days !== undefined && !days.includes(day)) continue;
    parts[day] = { ...(standing(day, rowsId) ?? (await written(part))), inputs: inputsOf(day) };
  }
  return { parts };
}
