import { expect, test } from "vitest";

import { warehousePaths } from "../../../src/lib/paths.ts";
import { withLake } from "../../../src/pipeline/lake.ts";
import { copyRelations, tryFormulas } from "../../docs/formulas-on-data.ts";
import { writeSmallPlant } from "../../docs/small-plant.ts";
import { temporaryWarehouse } from "../../helpers/cli.ts";
import { build } from "../../helpers/plant.ts";
import { readSqlReference } from "../../helpers/reference-docs.ts";

test(
  "every formula of the dictionary gives the figures of a built warehouse",
  { timeout: 180_000 },
  async () => {
    const warehouse = await temporaryWarehouse();
    await writeSmallPlant(warehouse);
    await build(warehouse);
    const reference = await readSqlReference();
    const { signal } = new AbortController();
    const { trials, planted } = await withLake({ paths: warehousePaths(warehouse), signal }, async (lake) => {
      await lake.bind(lake.graph.nodes.keys());
      await copyRelations(lake.database, reference);
      const dictionary = reference.dictionary.map((entry) =>
        entry.key === "availability" ? { ...entry, formula: "running_s / planned_production_s" } : entry,
      );
      return {
        trials: await tryFormulas(lake.database, reference),
        planted: await tryFormulas(lake.database, { ...reference, dictionary }, ["gold.oee_by_machine"]),
      };
    });
    expect(trials.filter(({ wrong }) => wrong > 0)).toStrictEqual([]);
    const tried = new Set(trials.filter((trial) => trial.tried > 0).map(({ key }) => key));
    const formulas = reference.dictionary.filter(({ formula }) => formula !== "").map(({ key }) => key);
    expect(formulas.filter((key) => !tried.has(key))).toStrictEqual([]);
    expect(planted.filter(({ wrong }) => wrong > 0).map(({ column }) => column)).toStrictEqual([
      "availability",
    ]);
  },
);
