import { expect, test } from "vitest";

import { readQuestionBook } from "../../../src/dashboard/data/questions.ts";
import { baseRequests, boardRequests, screenRequests } from "../../../src/dashboard/shared/requests.ts";
import { defaultRoute, screenIds } from "../../../src/dashboard/shared/route.ts";
import { sqlDirectory } from "../../../src/lib/paths.ts";

const book = readQuestionBook(sqlDirectory());
const route = defaultRoute({ first: "2026-01-01", last: "2026-01-31", days: 7 });
const requests = [
  ...baseRequests,
  ...screenIds.flatMap((screen) => screenRequests({ ...route, screen })),
  ...boardRequests(route, "2026-01-05", "early"),
];

test("every question that a screen asks is a file and gets the parameters it names", () => {
  const faults = requests.flatMap(({ name, parameters }) => {
    const wanted = book.questions.get(name)?.parameters;
    const given = Object.keys(parameters).toSorted();
    return JSON.stringify(wanted) === JSON.stringify(given)
      ? []
      : [`${name}: ${String(wanted)} / ${given.join()}`];
  });
  expect(faults).toEqual([]);
});

test("every question is asked by some screen", () => {
  const asked = new Set(requests.map(({ name }) => name));
  expect([...book.questions.keys()].filter((name) => !asked.has(name))).toEqual([]);
});

test("the ratios of the dashboard are those of gold.oee_ratios, over other rows", () => {
  const macro = book.macros.find(({ name }) => name === "ratios_of");
  expect(macro?.statement).toContain("create or replace macro ratios_of(periods) as table");
  expect(macro?.body).toContain("from query_table(periods)");
  expect(macro?.body).not.toContain("gold.oee_periods\n");
});

test("a question says what it asks", () => {
  const silent = [...book.questions.values()].filter(({ description }) => !/\?/.test(description));
  expect(silent.map(({ name }) => name)).toEqual([]);
});
