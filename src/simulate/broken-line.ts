/** Ways to break a line of telemetry, so that no reader may accept it. */
const BREAKS: readonly (readonly [kind: string, (text: string) => string])[] = [
  ["truncated", (text) => `${text.slice(0, Math.floor(text.length * 0.6))}\n`],
  ["no time zone", (text) => text.replace('Z","machine_id"', '","machine_id"')],
  ["impossible time", (text) => text.replace(/"ts":"(\d{4})-\d{2}/, '"ts":"$1-13')],
  ["no machine", (text) => text.replace('"machine_id":', '"machine":')],
];

/** A broken copy of a line; `chance` in [0, 1) says how. */
export function breakLine(text: string, chance: number): { readonly kind: string; readonly text: string } {
  const [kind, breakIt] = BREAKS[Math.floor(chance * BREAKS.length)] ?? ["empty", () => "{\n"];
  return { kind, text: breakIt(text) };
}
