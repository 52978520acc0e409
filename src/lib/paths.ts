import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Where everything of one warehouse lives; all absolute. */
export interface WarehousePaths {
  readonly root: string;
  /** The plant, as CSV: written by people, or by `simulate` and `init`. */
  readonly reference: string;
  /** Telemetry as received. */
  readonly landing: string;
  /** What the simulator knows to be true. */
  readonly truth: string;
  readonly bronze: string;
  readonly silver: string;
  readonly gold: string;
  readonly quarantine: string;
  readonly history: string;
  readonly exports: string;
  /** Locks, manifests and journals. */
  readonly state: string;
  /** Files on their way into a layer. On the file system of the layers, so that a rename is atomic. */
  readonly staging: string;
  /** What DuckDB cannot hold in memory. */
  readonly spill: string;
}

/** Names the directories of a warehouse. Nothing is created. */
export function warehousePaths(directory: string): WarehousePaths {
  const root = resolve(directory);
  const state = join(root, ".indkpi");
  return {
    root,
    reference: join(root, "reference"),
    landing: join(root, "landing"),
    truth: join(root, "truth"),
    bronze: join(root, "bronze"),
    silver: join(root, "silver"),
    gold: join(root, "gold"),
    quarantine: join(root, "quarantine"),
    history: join(root, "history"),
    exports: join(root, "exports"),
    state,
    staging: join(state, "staging"),
    spill: join(state, "spill"),
  };
}

/** The folder of this package, with `package.json`, `sql/` and `dist/`, whichever file in it this code came to lie in. */
export const packageRoot = nearestPackage(import.meta.dirname);

function nearestPackage(directory: string): string {
  const parent = dirname(directory);
  return existsSync(join(directory, "package.json")) || parent === directory
    ? directory
    : nearestPackage(parent);
}

/** A file that `npm run build` made. */
export function builtFile(name: string): string {
  return join(packageRoot, "dist", name);
}

/** What the build of this package learned of its models. */
export function builtModelsPath(): string {
  return builtFile("parsed.json");
}

export function sqlDirectory(): string {
  return join(packageRoot, "sql");
}
