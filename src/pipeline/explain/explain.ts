import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { asText } from "../../engine/values.ts";
import { ExitCode, UserError } from "../../lib/errors.ts";
import { nearestName } from "../../lib/nearest-name.ts";
import type { SqlParameter } from "../../lib/parameters.ts";
import { sqlDirectory } from "../../lib/paths.ts";
import { withPrerequisites, type Graph } from "../graph.ts";
import { withLake, type Lake, type LakeOptions } from "../lake.ts";
import { answerOf } from "../questions/answer.ts";
import { requireMachine } from "../questions/known-names.ts";
import { declaredParameters } from "../questions/parameters.ts";
import { narrowFacts, type MachineShift } from "./narrow.ts";
import {
  elementRow,
  kpiRow,
  pieceRow,
  rejectRow,
  shiftRow,
  stepRow,
  stopRow,
  type ElementRow,
  type KpiRow,
  type PieceRow,
  type RejectRow,
  type ShiftRow,
  type StepRow,
  type StopRow,
} from "./sections.ts";
import { traceSources, type SourceTrace } from "./source-lines.ts";

/** A model that a figure is made by. */
interface UsedModel {
  readonly relation: string;
  readonly file: string;
  readonly version: number;
}

/** A KPI and what the symbols of its formula stand for. */
interface ExplainedKpi extends KpiRow {
  readonly elements: readonly ElementRow[];
}

/** Everything that a KPI of one shift of a machine rests on. */
export interface Explanation extends MachineShift {
  /** What the catalogue says of the KPI, and its value; several where it is one of several orders. */
  readonly kpi: readonly [ExplainedKpi, ...ExplainedKpi[]];
  readonly shift: ShiftRow;
  readonly steps: readonly StepRow[];
  readonly stops: readonly StopRow[];
  readonly pieces: readonly PieceRow[];
  readonly rejects: readonly RejectRow[];
  /** In building order: what the figure is made of, and last what gives it. */
  readonly models: readonly UsedModel[];
  readonly sources: readonly SourceTrace[];
}

export interface ExplainOptions extends MachineShift {
  readonly kpi: string;
}

const relationsOfShift = ["gold.oee_by_machine_shift", "gold.time_waterfall", "gold.state_timeline"];

/** Follows a KPI back to its formula, its parts and the lines they came from. */
export async function explainKpi(
  { kpi, machineId, date, shiftId }: ExplainOptions,
  options: LakeOptions,
): Promise<Explanation> {
  return await withLake(options, async (lake) => {
    const place = { machineId, date, shiftId };
    const ask = asker(lake, { kpi, machine_id: machineId, production_date: date, shift_id: shiftId });
    await requireKpi(lake, kpi);
    await requireMachine(lake, machineId);
    await requireShift(lake, place, ask);
    // Orders and capability are of all time: they are asked for before the facts are cut.
    const asKnown = await explained(ask);
    await lake.bind(relationsOfShift);
    await narrowFacts(lake, place);
    const isOfShift = asKnown.some(hasShift);
    const rows = isOfShift ? (await explained(ask)).filter(hasShift) : asKnown;
    const [first, ...others] = rows;
    const [shift] = await ask("shift", shiftRow);
    if (first === undefined || shift === undefined) throw unknownShift(place, []);
    const relation = kpi === "oee" ? "gold.oee_by_machine_shift" : "gold.kpi_iso22400";
    return {
      ...place,
      kpi: [first, ...others],
      shift,
      steps: await ask("waterfall", stepRow),
      stops: await ask("stops", stopRow),
      pieces: await ask("pieces", pieceRow),
      rejects: await ask("rejects", rejectRow),
      models: modelsOf(lake.graph, [relation, ...relationsOfShift]),
      sources: await traceSources(
        lake,
        { machineId, from: shift.started_at, until: shift.ended_at },
        options.paths,
      ),
    };
  });
}

type Ask = <T>(name: string, row: z.ZodType<T>, more?: Readonly<Record<string, string>>) => Promise<T[]>;

/** Runs files of `sql/explain` with the parameters that each of them declares. */
function asker(lake: Lake, given: Readonly<Record<string, string>>): Ask {
  return async (name, row, more = {}) => {
    const file = `sql/explain/${name}.sql`;
    const sql = readFileSync(join(sqlDirectory(), "..", file), "utf8");
    const values = { ...given, ...more };
    const parameters: SqlParameter[] = declaredParameters(sql).map((declared) => ({
      name: declared.name,
      type: declared.type,
      value: values[declared.name] ?? null,
    }));
    const { objects } = await answerOf(lake, { file, sql }, parameters);
    return z.array(row).parse(objects);
  };
}

async function explained(ask: Ask): Promise<readonly ExplainedKpi[]> {
  const rows: ExplainedKpi[] = [];
  for (const row of await ask("kpi", kpiRow)) rows.push({ ...row, elements: await elementsOf(row, ask) });
  return rows;
}

function hasShift({ extent }: KpiRow): boolean {
  return extent === "shift" || extent === "date";
}

async function elementsOf(
  { scope, scope_id: scopeId, kpi, extent }: KpiRow,
  ask: Ask,
): Promise<readonly ElementRow[]> {
  if (scope === "order") return await ask("order_elements", elementRow, { order_id: scopeId ?? "" });
  if (extent === "all" && /^c[mp]k?$/.test(kpi)) return await ask("capability_elements", elementRow);
  return await ask("elements", elementRow);
}

async function requireKpi(lake: Lake, kpi: string): Promise<void> {
  await lake.bind(["gold.kpi_catalogue"]);
  const rows = await lake.database.rows("select kpi from gold.kpi_catalogue order by kpi_no");
  const known = rows.map((row) => asText(row["kpi"]));
  if (known.includes(kpi)) return;
  const nearest = nearestName(kpi, known);
  throw new UserError(`there is no KPI ${kpi}`, {
    code: "UNKNOWN_KPI",
    hint: nearest === undefined ? `there are ${known.join(", ")}` : `did you mean ${nearest}?`,
    exitCode: ExitCode.usage,
  });
}

async function requireShift(lake: Lake, place: MachineShift, ask: Ask): Promise<void> {
  await lake.bind(["gold.fact_oee"]);
  const shifts = await ask(
    "shifts_of_machine",
    z.object({ production_date: z.string(), shift_id: z.string() }),
  );
  const names = shifts.map(({ production_date: date, shift_id: shift }) => `${date}/${shift}`);
  if (!names.includes(`${place.date}/${place.shiftId}`)) throw unknownShift(place, names);
}

function unknownShift({ machineId, date, shiftId }: MachineShift, near: readonly string[]): UserError {
  return new UserError(`${machineId} has no shift ${date}/${shiftId}`, {
    code: "UNKNOWN_SHIFT",
    hint: near.length === 0 ? "it was never heard of" : `there are ${near.join(", ")}`,
  });
}

function modelsOf(graph: Graph, relations: readonly string[]): readonly UsedModel[] {
  return withPrerequisites(graph, relations).flatMap((relation) => {
    const model = graph.nodes.get(relation)?.model;
    return model === undefined ? [] : [{ relation, file: model.file, version: model.version }];
  });
}
