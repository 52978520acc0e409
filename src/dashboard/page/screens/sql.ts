import type { Screen } from "../context.ts";
import { h } from "../dom.ts";
import { count } from "../format.ts";
import { card } from "../parts/card.ts";
import { runSql } from "../store.ts";

const example =
  "select line_id, oee, availability, performance, quality\nfrom gold.oee_by_line\norder by oee";

let kept = example;

/** A console over bronze, silver and gold: read-only, in a process of its own that is stopped in time. */
export const sql: Screen = ({ isReport, route }) => {
  if (isReport)
    return h("p", { class: "nothing" }, "A report has no console: run indkpi dashboard, or indkpi query");
  const input = h(
    "textarea",
    { rows: 8, spellcheck: "false", "aria-label": "SQL statement", class: "code" },
    kept,
  );
  const output = h("div", { class: "sql-output", "aria-live": "polite" });
  const button = h("button", { type: "submit", class: "primary" }, "Run");
  const run = async (): Promise<void> => {
    kept = input.value;
    button.disabled = true;
    output.replaceChildren(h("p", { class: "note" }, "running ..."));
    try {
      const outcome = await runSql(kept);
      output.replaceChildren(
        outcome.kind === "problem"
          ? problem(outcome.problem.error, outcome.problem.hint)
          : card({
              title: `${count(outcome.answer.rows.length)} rows`,
              subtitle: outcome.answer.isCut ? "more were found; these are the first" : null,
              answer: outcome.answer,
              file: "query",
              isTable: true,
              body: () => h("p", {}, `${count(outcome.answer.rows.length)} rows`),
            }),
      );
    } finally {
      button.disabled = false;
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void run();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  });
  return h(
    "div",
    { class: "screen", "data-view": route.isTable ? "table" : "" },
    h(
      "section",
      { class: "card", "aria-label": "SQL console" },
      h(
        "header",
        {},
        h(
          "div",
          {},
          h("h2", {}, "SQL"),
          h("p", {}, "one read-only SELECT on bronze.*, silver.* and gold.*; Ctrl+Enter runs it"),
        ),
      ),
      h("form", { class: "sql", onsubmit: submit }, input, button),
    ),
    output,
  );
};

function problem(error: string, hint: string | null): HTMLElement {
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("pre", {}, error),
    hint === null ? null : h("p", {}, hint),
  );
}
