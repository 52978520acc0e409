import type { Answer } from "../../shared/answer.ts";
import { h } from "../dom.ts";
import { csvOf, saveFile } from "./csv.ts";
import { dataTable } from "./table.ts";

export interface CardOptions {
  readonly title: string;
  readonly subtitle?: string | Node | null;
  /** What is shown: the rows of the table view and of the CSV. */
  readonly answer: Pick<Answer, "columns" | "rows">;
  /** The file that CSV goes to, without its ending. */
  readonly file: string;
  /** Whether the table is shown first. */
  readonly isTable: boolean;
  readonly body: () => Node;
  readonly actions?: readonly Node[];
  readonly className?: string;
}

/** A chart with its title, its table view and its CSV. */
export function card(options: CardOptions): HTMLElement {
  const { title, subtitle, answer, file, body, actions = [], className = "" } = options;
  const content = h("div", { class: "card-body" });
  let isTable = options.isTable;
  const draw = (): void => {
    content.replaceChildren(
      isTable ? dataTable(answer, title) : answer.rows.length === 0 ? nothing() : body(),
    );
    tableButton.setAttribute("aria-pressed", String(isTable));
  };
  const tableButton = h(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-label": `${title} as a table`,
      onclick: () => {
        isTable = !isTable;
        draw();
      },
    },
    "Table",
  );
  const csvButton = h(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-label": `${title} as CSV`,
      onclick: () => saveFile(`${file}.csv`, csvOf(answer), "text/csv"),
    },
    "CSV",
  );
  draw();
  return h(
    "section",
    { class: `card ${className}`, "aria-label": title },
    h(
      "header",
      {},
      h(
        "div",
        {},
        h("h2", {}, title),
        subtitle === null || subtitle === undefined ? null : h("p", {}, subtitle),
      ),
      h("div", { class: "card-actions" }, actions, tableButton, csvButton),
    ),
    content,
  );
}

function nothing(): HTMLElement {
  return h("p", { class: "nothing" }, "Nothing to show for this choice");
}

/** A choice between a few, as buttons. */
export function choice<T extends string>(
  name: string,
  options: readonly (readonly [value: T, label: string])[],
  value: T,
  pick: (value: T) => void,
): HTMLElement {
  return h(
    "div",
    { class: "choice", role: "group", "aria-label": name },
    options.map(([each, text]) =>
      h(
        "button",
        { type: "button", "aria-pressed": String(each === value), onclick: () => pick(each) },
        text,
      ),
    ),
  );
}
