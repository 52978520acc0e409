import { screenIds, type Route } from "../shared/route.ts";
import type { Place, Plant } from "./context.ts";
import { h } from "./dom.ts";
import { pathTo } from "./plant.ts";
import { screenNames, shifted, type ShellActions } from "./shell.ts";

const others: readonly (readonly [key: string, does: string])[] = [
  ["u", "up: from machine to line to site to plant"],
  ["[ and ]", "earlier and later"],
  ["t", "all charts as tables, and back"],
  ["d", "light or dark"],
  ["← → Enter", "in a chart: from point to point, and open it"],
  ["Esc", "close this"],
];

/** The letter of each screen, in their order. */
const screenKeys = "123456789abs";

/** What the keyboard does wherever nothing is being typed. */
export function onKey(
  event: KeyboardEvent,
  route: Route,
  plant: Plant,
  place: Place,
  actions: ShellActions,
): void {
  const target = event.target;
  const isTyping = target instanceof HTMLElement && target.matches("input, select, textarea, dialog *");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const screen = screenIds[screenKeys.indexOf(event.key)];
  if (event.key.length === 1 && screen !== undefined) actions.go({ screen, bucket: "", reason: "" });
  else if (event.key === "u") {
    const above = pathTo(plant, place).at(-2);
    if (above !== undefined) actions.go({ scope: above.scope, scopeId: above.scopeId });
  } else if (event.key === "[") actions.go(shifted(route, -1));
  else if (event.key === "]") actions.go(shifted(route, 1));
  else if (event.key === "t") actions.go({ isTable: !route.isTable });
  else if (event.key === "d") actions.toggleTheme();
  else if (event.key === "?") actions.help();
  else return;
  event.preventDefault();
}

/** A list of the keys. */
export function showHelp(): void {
  const screens = screenIds.map((screen, index) => [screenKeys[index] ?? "", screenNames[screen]] as const);
  const dialog = h(
    "dialog",
    { class: "help", "aria-label": "Keys" },
    h("h2", {}, "Keys"),
    h(
      "dl",
      {},
      [...screens, ...others].map(([key, does]) =>
        h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)),
      ),
    ),
    h("form", { method: "dialog" }, h("button", { class: "primary" }, "Close")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
