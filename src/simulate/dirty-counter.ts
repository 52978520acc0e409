/** A 16-bit counter: the next piece after 65,535 is piece 0. */
const MODULUS = 65_536;
const LOW_COUNT = 100;
const LOW_SCRAP = 4;

/** Counters of other makes roll over here: a fall from a little below may be that, for all a reader can know. */
const OTHER_MODULI = [256, 1000, 10_000, 32_768, MODULUS];
const LITTLE_BELOW = 0.9;

/**
 * What a fall to 0 looks like: a reset; a rollover, where the count stood a little below a usual modulus; or a reading gone
 * wrong, where the count was so low that it is soon passed again.
 */
type ResetLooks = "like a reset" | "like a rollover" | "like a glitch";

/** What a controller makes of the counter of a machine: it rolls over, and forgets when it is switched. */
export interface DirtyCounter {
  /** The fields of a reading as the controller gives them. `isRollover` where the total has passed the modulus. */
  readonly read: (rest: string) => { readonly rest: string; readonly isRollover: boolean };
  /** Counts from 0 after the last reading; says what a reader may take that for. */
  readonly reset: () => ResetLooks;
}

/** A counter whose first reading is so many pieces before it rolls over. */
export function createDirtyCounter(piecesToRollover: number): DirtyCounter {
  let offset: number | null = null;
  let scrapOffset = 0;
  let last = { total: 0, scrap: 0, shown: 0 };
  return {
    read: (rest) => {
      const [, totalText = "0", scrapText = "0"] = /"total_count":(\d+),"scrap_count":(\d+)/.exec(rest) ?? [];
      const total = Number(totalText);
      const scrap = Number(scrapText);
      offset ??= total - (MODULUS - piecesToRollover);
      const shown = (total - offset) % MODULUS;
      const isRollover = shown < last.shown && total > last.total && total - last.total < MODULUS / 2;
      last = { total, scrap, shown };
      const fields = `"total_count":${shown},"scrap_count":${scrap - scrapOffset}`;
      return { rest: rest.replace(/"total_count":\d+,"scrap_count":\d+/, fields), isRollover };
    },
    reset: () => {
      const shownScrap = last.scrap - scrapOffset;
      const isLow = last.shown < LOW_COUNT || shownScrap < LOW_SCRAP;
      const isNear = [last.shown, shownScrap].some((shown) =>
        OTHER_MODULI.some((modulus) => shown < modulus && shown >= LITTLE_BELOW * modulus),
      );
      offset = last.total;
      scrapOffset = last.scrap;
      last = { ...last, shown: 0 };
      return isLow ? "like a glitch" : isNear ? "like a rollover" : "like a reset";
    },
  };
}
