import { editDistance } from "../../lib/nearest-name.ts";

/**
 * The candidate that was most likely meant, the first of equals; undefined when none is near. Near means that
 * at most a third of the letters differ, whatever their case, or that the text is the candidate's beginning:
 * short codes such as `M1` have no neighbours.
 */
function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  for (const candidate of candidates) {
    const isBeginning = wanted.length >= 3 && candidate.toLowerCase().startsWith(wanted);
    if (isBeginning) return candidate;
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** The end of a message: `; did you mean X?`, or nothing when no candidate is near. */
export function didYouMean(text: string, candidates: Iterable<string>): string {
  const found = nearest(text, candidates);
  return found === undefined ? "" : `; did you mean ${found}?`;
}
