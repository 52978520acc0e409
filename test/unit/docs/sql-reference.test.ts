import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, expect, test } from "vitest";

import { sqlDirectory } from "../../../src/lib/paths.ts";
import { descriptionFaults, linkFaults, relationFaults } from "../../docs/page-faults.ts";
import { sqlReferenceText } from "../../docs/sql-reference.ts";
import { readSqlReference, type SqlReference } from "../../helpers/reference-docs.ts";

const root = join(sqlDirectory(), "..");
const pages = ["README.md", "DECISIONS.md", "sql/README.md", "warehouse/README.md"].filter((page) =>
  existsSync(join(root, page)),
);
const textOf = (path: string): string | undefined => {
  const file = join(root, path);
  if (!existsSync(file)) return undefined;
  return path.endsWith(".md") ? readFileSync(file, "utf8") : "";
};
let reference: SqlReference;
beforeAll(async () => {
  reference = await readSqlReference();
});

test("sql/README.md is what `npm run docs` makes", () => {
  expect(textOf("sql/README.md")).toBe(sqlReferenceText(reference));
});

test("a change of a header, a type or a meaning changes the page", () => {
  const [model] = reference.project.models.values();
  const { dictionary, columns, graph } = reference;
  const changed: readonly SqlReference[] = [
    { ...reference, columns: new Map([...columns, ["gold.dim_product", [{ name: "name", type: "BLOB" }]]]) },
    { ...reference, dictionary: dictionary.map((entry) => ({ ...entry, meaning: "Other." })) },
    { ...reference, graph: { ...graph, nodes: new Map([...graph.nodes].slice(1)) } },
  ];
  expect(model).toBeDefined();
  const texts = changed.map(sqlReferenceText);
  expect(new Set([...texts, sqlReferenceText(reference)]).size).toBe(4);
});

test("every model says in a sentence what its rows are", () => {
  const { models, checks } = reference.project;
  expect(descriptionFaults([...models.values(), ...checks])).toStrictEqual([]);
  expect(descriptionFaults(reference.questions)).toStrictEqual([]);
  expect(
    descriptionFaults([
      { file: "a", description: "" },
      { file: "b", description: "one row per machine." },
      { file: "c", description: "One row per machine" },
      { file: "d", description: "One row per machine." },
    ]),
  ).toStrictEqual(["a", "b", "c"]);
});

test.each(pages)("every relation that %s names exists", (page) => {
  const macros = readdirSync(join(sqlDirectory(), "macros")).map(
    (file) => `gold.${file.replace(/\.sql$/, "")}`,
  );
  const others = [...reference.graph.collections.keys(), ...macros, "gold.duckdb"];
  expect(relationFaults(textOf(page) ?? "", reference.columns, others)).toStrictEqual([]);
});

test("a relation or column that does not exist is told, in spans and in blocks", () => {
  const columns = new Map([["gold.fact_oee", [{ name: "running_ms", type: "BIGINT" }]]]);
  const page = [
    "`gold.fact_oee`, `gold.fact_*`, `gold.fact_oee.running_ms`, `gold.fact_<x>` and gold.prose",
    "`gold.fact_oe`, `gold.loss_*`, `gold.fact_oee.walking_ms`",
    "```sql\nselect * from gold.facts\n```",
  ].join("\n");
  expect(relationFaults(page, columns, [])).toStrictEqual([
    "gold.facts",
    "gold.fact_oe",
    "gold.loss_*",
    "gold.fact_oee.walking_ms",
  ]);
});

test.each(pages)("every link of %s leads somewhere", (page) => {
  expect(linkFaults(page, textOf)).toStrictEqual([]);
});

test("a link to no file or no heading is told", () => {
  const files = new Map([
    [
      "sql/README.md",
      "## A heading\n[a](#a-heading) [`b`](../c.md#there) [d](https://x.y/z) `[e](e.md)`\n[f](f.sql) [g](#g) [h](../c.md#h)",
    ],
    ["c.md", "# There"],
  ]);
  expect(linkFaults("sql/README.md", (path) => files.get(path))).toStrictEqual(["f.sql", "#g", "../c.md#h"]);
});
