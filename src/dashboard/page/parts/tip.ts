import { h } from "../dom.ts";

/** What a figure rests on: a name and a value, or a sentence. */
export type TipLine = readonly [name: string, value: string] | string;

/** The content of a tooltip. */
export function tipContent(title: string, lines: readonly TipLine[]): HTMLElement {
  return h(
    "div",
    { class: "tip-content" },
    h("strong", {}, title),
    lines.map((line) =>
      typeof line === "string"
        ? h("p", {}, line)
        : h("div", { class: "tip-line" }, h("span", {}, line[0]), h("b", {}, line[1])),
    ),
  );
}

let shown: { readonly owner: Element; readonly box: HTMLElement } | undefined;

function hide(): void {
  shown?.box.remove();
  shown?.owner.removeAttribute("aria-describedby");
  shown = undefined;
}

function show(owner: HTMLElement, title: string, lines: readonly TipLine[]): void {
  hide();
  const box = h("div", { class: "tip", role: "tooltip", id: "tip" }, tipContent(title, lines));
  document.body.append(box);
  owner.setAttribute("aria-describedby", "tip");
  const [place, size] = [owner.getBoundingClientRect(), box.getBoundingClientRect()];
  const left = Math.min(Math.max(8, place.left), innerWidth - size.width - 8);
  const isAbove = place.bottom + size.height + 8 > innerHeight && place.top > size.height + 8;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${isAbove ? place.top - size.height - 6 : place.bottom + 6}px`;
  shown = { owner, box };
}

/** Gives an element a tooltip on hover and on focus: where its figure comes from. */
export function withTip<T extends HTMLElement>(element: T, title: string, lines: readonly TipLine[]): T {
  const open = () => show(element, title, lines);
  element.classList.add("has-tip");
  if (!element.matches("a, button, [tabindex]")) element.tabIndex = 0;
  element.addEventListener("pointerenter", open);
  element.addEventListener("focus", open);
  element.addEventListener("pointerleave", hide);
  element.addEventListener("blur", hide);
  return element;
}

/** Takes away the tooltip of what is no longer there. */
export function hideTips(): void {
  hide();
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
addEventListener("scroll", hide, { passive: true });
