import { anchor } from "./markdown.ts";
import type { Columns } from "./dictionary.ts";

const fence = /^```[^\n]*\n.*?^```$/gms;

/** Relations and columns that a page names in code and that do not exist. `gold.oee_by_*` stands for any that begins so. */
export function relationFaults(
  markdown: string,
  columns: Columns,
  others: readonly string[],
): readonly string[] {
  const blocks = markdown.match(fence) ?? [];
  const spans = markdown.replaceAll(fence, "").match(/`[^`\n]+`/g) ?? [];
  const faults = [...blocks, ...spans].flatMap((code) =>
    [...code.matchAll(/\b((?:bronze|silver|gold)\.[a-z0-9_]+)(\*|<)?(?:\.([a-z0-9_]+))?/g)]
      .filter(([, relation = "", open, column]) => {
        const known = [...columns.keys(), ...others];
        if (open !== undefined) return !known.some((name) => name.startsWith(relation));
        if (!known.includes(relation)) return true;
        return column !== undefined && columns.get(relation)?.some(({ name }) => name === column) !== true;
      })
      .map(([name]) => name),
  );
  return [...new Set(faults)];
}

/** Links to files that `textOf` does not find, or to headings that their page does not have. */
export function linkFaults(path: string, textOf: (path: string) => string | undefined): readonly string[] {
  const page = (textOf(path) ?? "").replaceAll(fence, "").replaceAll(/`[^`\n]+`/g, "code");
  const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return [...new Set(links)].filter((target) => {
    if (/^(?:https?|mailto):/.test(target)) return false;
    const { pathname, hash } = new URL(target, `file:///${path}`);
    const text = textOf(decodeURIComponent(pathname).slice(1));
    return (
      text === undefined || (hash !== "" && !anchorsOf(text).includes(decodeURIComponent(hash.slice(1))))
    );
  });
}

function anchorsOf(markdown: string): readonly string[] {
  const headings = markdown.replaceAll(fence, "").matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) => anchor(heading));
}

/** Descriptions that say nothing. */
export function descriptionFaults(
  models: Iterable<{ readonly file: string; readonly description: string }>,
): readonly string[] {
  return [...models]
    .filter(({ description }) => !/^[A-Z`].{15,}?[.?](?: |$)/s.test(description))
    .map(({ file }) => file);
}
