import type { UtcMs } from "./site-clock.ts";

/** Letters and digits of a VIN (ISO 3779): no I, O and Q. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
/** Model years repeat every 30 years (ISO 3779, position 10); 2026 is T. */
const YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789";
const FIRST_CODED_YEAR = 2010;
/** Weights of the 17 positions and values of the letters for the check digit (49 CFR 565.15). */
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const VALUES = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
const CHECK_POSITION = 8;
/** 366 days of so many serial numbers fit into six digits; a line that makes more goes on with another plant letter. */
const SERIALS_A_DAY = 2700;
const DAY_MS = 86_400_000;

/**
 * Numbers the vehicles of one line: manufacturer, line, check digit, year, plant, day of the year and serial number. The
 * day is in the number, so that two runs with different dates share none.
 */
export function createVehicleNumbers(
  manufacturer: string,
  lineNumber: number,
  nowMs: () => UtcMs,
): () => string {
  const descriptor = `${manufacturer}V${inBase33(lineNumber).padStart(4, "0")}`;
  let nextDayMs: UtcMs = Number.NEGATIVE_INFINITY;
  let year = "";
  let yearBeginMs: UtcMs = 0;
  let onDay = 0;
  let prefix = "";
  let prefixSum = 0;

  const beginBlock = (): void => {
    const plant = ALPHABET[10 + Math.floor(onDay / SERIALS_A_DAY)] ?? "Z";
    prefix = `${descriptor}0${year}${plant}`;
    prefixSum = weightedSum(prefix, 0);
  };

  return () => {
    const atMs = nowMs();
    if (atMs >= nextDayMs) {
      const fullYear = new Date(atMs).getUTCFullYear();
      year = YEAR_CODES[(fullYear - FIRST_CODED_YEAR + 60) % 30] ?? "0";
      yearBeginMs = Date.UTC(fullYear, 0, 1);
      nextDayMs = (Math.floor(atMs / DAY_MS) + 1) * DAY_MS;
      onDay = 0;
    }
    if (onDay % SERIALS_A_DAY === 0) beginBlock();
    const day = Math.floor((nextDayMs - 1 - yearBeginMs) / DAY_MS);
    const serial = String(day * SERIALS_A_DAY + (onDay % SERIALS_A_DAY)).padStart(6, "0");
    onDay += 1;
    const check = (prefixSum + weightedSum(serial, 11)) % 11;
    return `${prefix.slice(0, CHECK_POSITION)}${check === 10 ? "X" : check}${prefix.slice(CHECK_POSITION + 1)}${serial}`;
  };
}

/** The sum behind the check digit, of a part of a number that begins at a position. */
export function weightedSum(text: string, from: number): number {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    sum += (VALUES.indexOf(text.charAt(index)) % 10) * (WEIGHTS[from + index] ?? 0);
  }
  return sum;
}

function inBase33(value: number): string {
  const digit = ALPHABET[value % 33] ?? "0";
  return value < 33 ? digit : inBase33(Math.floor(value / 33)) + digit;
}
