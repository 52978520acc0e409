/** Things a terminal does with text: how wide it is, where it is cut, what it must not be fed. */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const asciiOnly = /^[\x20-\x7e]*$/;
const doubleWidth =
  /\p{Emoji_Presentation}|\p{Regional_Indicator}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const zeroWidth = /^[\p{M}\p{Cc}\p{Cf}]+$/u;

/** Control characters, line separators, and the marks that reorder what a reader sees. */
const unsafe = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;
const unsafeOnOneLine = /(?![\n\t])[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

const namedEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Columns that a text takes in a terminal with a fixed-width font. */
export function displayWidth(text: string): number {
  if (asciiOnly.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** Cuts a text to at most `width` columns, with an ellipsis as the last of them. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let keptWidth = 0;
  for (const { segment } of graphemes.segment(text)) {
    const segmentWidth = graphemeWidth(segment);
    if (keptWidth + segmentWidth > width - 1) break;
    kept += segment;
    keptWidth += segmentWidth;
  }
  return `${kept}…`;
}

/** Shows what a terminal would obey: `ESC` becomes `\x1b`, a line break `\n`. */
export function escapeControls(text: string): string {
  return asciiOnly.test(text) ? text : text.replace(unsafe, escapeOf);
}

/** The same for text of several lines, whose line breaks and tabs stay. */
export function escapeControlsInLines(text: string): string {
  return text.replace(unsafeOnOneLine, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return (
    namedEscapes[character] ??
    (code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`)
  );
}

function graphemeWidth(grapheme: string): number {
  if (doubleWidth.test(grapheme)) return 2;
  return zeroWidth.test(grapheme) ? 0 : 1;
}
