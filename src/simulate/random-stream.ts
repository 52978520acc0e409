import { randomLogNormal, randomNormal, randomWeibull } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Draws the next number of a stream: with a plain stream uniform in [0, 1). */
export type Draw = () => number;

/** A value with its relative chance among its neighbours. */
export interface Weighted<Value> {
  readonly value: Value;
  readonly weight: number;
}

/**
 * One independent stream of uniform numbers per seed and scope, e.g. `PRESS_01` and `repair`.
 * Streams are keyed by name, not by order of creation, so a new consumer or another parameter reshuffles no other stream.
 */
export function randomStream(seed: number, ...scope: readonly string[]): Draw {
  const generator = xoroshiro128plusFromState(hashToState(`${seed}/${scope.join("/")}`));
  return () => uniformFloat64(generator);
}

/** Log-normal draws from their mean and coefficient of variation, in the unit of the mean. */
export function logNormalByMean(stream: Draw, mean: number, cv: number): Draw {
  const variance = Math.log(1 + cv * cv);
  return randomLogNormal.source(stream)(Math.log(mean) - variance / 2, Math.sqrt(variance));
}

/** Log-normal draws from their median and the standard deviation of their logarithm. */
export function logNormalByMedian(stream: Draw, median: number, sigma: number): Draw {
  return randomLogNormal.source(stream)(Math.log(median), sigma);
}

/** Weibull draws from their mean and shape (1 = exponential, above 1 = ageing), in the unit of the mean. */
export function weibullByMean(stream: Draw, mean: number, shape: number): Draw {
  return randomWeibull.source(stream)(shape, 0, mean / gamma(1 + 1 / shape));
}

/** Normal draws around 0. */
export function normalNoise(stream: Draw, deviation: number): Draw {
  return randomNormal.source(stream)(0, deviation);
}

/** Uniform draws between two bounds. */
export function uniformBetween(stream: Draw, from: number, to: number): Draw {
  return () => from + (to - from) * stream();
}

/** Picks one of the choices by weight; consumes exactly one number of the stream. */
export function pickWeighted<Value>(stream: Draw, choices: readonly Weighted<Value>[]): Value {
  const total = choices.reduce((sum, choice) => sum + choice.weight, 0);
  let left = stream() * total;
  for (const choice of choices) {
    left -= choice.weight;
    if (left < 0) return choice.value;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError("nothing to pick from");
  return last.value;
}

/** 128 bits from a text (cyrb128, public domain): enough to keep streams apart, the same on every machine. */
function hashToState(text: string): number[] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  const mixed = h1 ^ h2 ^ h3 ^ h4;
  // The generator stands still on all zeros; the odd constant makes that impossible.
  return [mixed | 1, h2 ^ mixed, h3 ^ mixed, h4 ^ mixed];
}

/** The gamma function for arguments above 0.5 (Lanczos, g = 7, 9 coefficients; relative error below 1e-13). */
function gamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  const series = coefficients.reduce((sum, c, index) => sum + c / (z + index + 1), 0.9999999999998099);
  const t = z + 7.5;
  return Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * series;
}
