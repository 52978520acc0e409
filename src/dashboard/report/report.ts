import type { Snapshot } from "../data/snapshots.ts";
import { answerKey, type Answer, type Cell } from "../shared/answer.ts";
import { baseRequests, type Request } from "../shared/requests.ts";
import { daysIn, type Scope, type Span } from "../shared/route.ts";
import { reportRequests, shiftRequests, stopRequests, type ReportPlace } from "./contents.ts";
import { reportPage, type PageParts } from "./page.ts";

export interface ReportOptions {
  readonly snapshot: Snapshot;
  readonly page: PageParts;
  /** Production dates; undefined: as far as there are any. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Told how many of how many places are done. */
  readonly advance: (done: number, total: number) => void;
}

/** There is nothing to report on. */
export class NothingToReport extends Error {
  override readonly name = "NothingToReport";
}

type Found = Pick<Answer, "columns" | "rows">;

/** Everything the dashboard shows of some dates, as one HTML page that needs no server. */
export async function writeReport(options: ReportOptions): Promise<string> {
  const { snapshot, page, advance } = options;
  /** In the order in which they are asked, and not in that in which they come. */
  const answers = new Map<string, Promise<Found>>();
  const ask = (request: Request): Promise<Found> => {
    const key = answerKey(request.name, request.parameters);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const found = answerTo(snapshot, request);
    // Whoever waits for it is told; nobody may be waiting yet.
    found.catch(() => undefined);
    answers.set(key, found);
    return found;
  };
  const askAll = async (requests: readonly Request[]): Promise<void> => {
    await Promise.all(requests.map(ask));
  };

  await askAll(baseRequests);
  const span = reportSpan(await ask({ name: "filters", parameters: {} }), options);
  answers.set("filters", Promise.resolve(spanFilters(span)));
  const places = placesIn(await ask({ name: "places", parameters: {} }));
  for (const [index, place] of places.entries()) {
    const requests = reportRequests(span, place);
    await askAll(requests);
    const pareto = requests.find(({ name }) => name === "pareto");
    if (pareto !== undefined) await askAll(stopRequests(span, place, await ask(pareto)));
    const boards = requests.find(({ name }) => name === "shifts");
    if (boards !== undefined) {
      const shown = latestShifts(place, await ask(boards));
      answers.set(answerKey(boards.name, boards.parameters), Promise.resolve(shown));
      await askAll(shiftRequests(span, place, shown));
    }
    advance(index + 1, places.length);
  }
  return reportPage(page, {
    snapshot: snapshot.id,
    title: `Report ${span.first} to ${span.last}`,
    answers: await settled(answers),
    models: snapshot.models,
  });
}

async function answerTo(snapshot: Snapshot, { name, parameters }: Request): Promise<Found> {
  const { columns, rows } = await snapshot.query(name, parameters);
  return { columns, rows };
}

async function settled(answers: ReadonlyMap<string, Promise<Found>>): Promise<Record<string, Found>> {
  const entries = [...answers].map(async ([key, found]) => [key, await found] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function reportSpan(filters: Found, { from, to }: ReportOptions): Span {
  const idOf = (kind: string): string => {
    const id = filters.rows.find(([each]) => each === kind)?.[1];
    if (typeof id !== "string") throw new NothingToReport("no machine has been heard of yet");
    return id;
  };
  const [first, last] = [idOf("first_date"), idOf("last_date")];
  const shown = { first: from ?? first, last: to ?? last };
  if (shown.first > last || shown.last < first || shown.first > shown.last) {
    throw new NothingToReport(`there are figures from ${first} to ${last} only`);
  }
  const [begin, end] = [shown.first < first ? first : shown.first, shown.last > last ? last : shown.last];
  return { first: begin, last: end, days: daysIn(begin, end) };
}

/** A machine has the boards of its last day alone: those of all its shifts would be half of a report. */
function latestShifts({ scope }: ReportPlace, shifts: Found): Found {
  const latest = shifts.rows[0]?.[shifts.columns.indexOf("production_date")];
  if (scope !== "machine") return shifts;
  return { columns: shifts.columns, rows: shifts.rows.filter((row) => row.includes(latest ?? null)) };
}

/** A report has its dates, and neither shifts nor products to choose. */
function spanFilters({ first, last }: Span): Found {
  const rows: readonly (readonly Cell[])[] = [
    ["first_date", first, null],
    ["last_date", last, null],
  ];
  return { columns: ["kind", "id", "name"], rows };
}

const scopes: readonly Scope[] = ["plant", "site", "line", "machine"];

function placesIn(places: Found): readonly ReportPlace[] {
  return places.rows.flatMap(([scope, scopeId]) => {
    const known = scopes.find((each) => each === scope);
    return known === undefined ? [] : [{ scope: known, scopeId: typeof scopeId === "string" ? scopeId : "" }];
  });
}
