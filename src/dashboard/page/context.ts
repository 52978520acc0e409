import type { Answer } from "../shared/answer.ts";
import type { Request } from "../shared/requests.ts";
import type { Route, Scope, Span } from "../shared/route.ts";

/** A place of the plant. */
export interface Place {
  readonly scope: Scope;
  readonly scopeId: string;
  readonly name: string;
  readonly parentScope: string;
  readonly parentId: string;
  readonly zone: string;
  readonly constraintId: string;
  readonly outputId: string;
  readonly horizonMs: number | null;
}

/** The plant, as every screen knows it. */
export interface Plant {
  readonly span: Span;
  readonly places: readonly Place[];
  readonly shifts: readonly (readonly [id: string, times: string])[];
  readonly products: readonly (readonly [id: string, name: string])[];
  readonly reasonNames: ReadonlyMap<string, string>;
}

/** What a screen draws from. */
export interface ScreenContext {
  readonly route: Route;
  readonly plant: Plant;
  readonly place: Place;
  /** Whether the page is a report, with no server behind it. */
  readonly isReport: boolean;
  readonly answers: (name: string) => Answer;
  readonly ask: (request: Request) => Promise<Answer>;
  /** Goes to another route; the address changes with it. */
  readonly go: (change: Partial<Route>) => void;
}

/** Draws one screen from the answers to its requests. */
export type Screen = (context: ScreenContext) => Node | Promise<Node>;

/** The place that a route speaks of. */
export function placeOf(
  plant: Plant,
  { scope, scopeId }: Pick<Route, "scope" | "scopeId">,
): Place | undefined {
  return plant.places.find((place) => place.scope === scope && place.scopeId === scopeId);
}

export function reasonName(plant: Plant, code: string): string {
  return code === "" ? "no reason given" : (plant.reasonNames.get(code) ?? code);
}

export function machineName(plant: Plant, id: string): string {
  const name = placeOf(plant, { scope: "machine", scopeId: id })?.name ?? id;
  return name === id ? id : `${id} · ${name}`;
}
