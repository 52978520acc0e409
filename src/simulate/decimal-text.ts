const THOUSANDTHS = Array.from({ length: 1000 }, (_, value) => `.${String(value).padStart(3, "0")}`);
const TENTHS = Array.from({ length: 10 }, (_, value) => `.${value}`);

/** A number with three decimals, as toFixed(3) but for the rare tie, and several times as fast. */
export function threeDecimals(value: number): string {
  const thousandths = Math.round(Math.abs(value) * 1000);
  const whole = Math.floor(thousandths / 1000);
  const sign = value < 0 && thousandths > 0 ? "-" : "";
  return `${sign}${whole}${THOUSANDTHS[thousandths - whole * 1000] ?? ""}`;
}

/** A number with one decimal. */
export function oneDecimal(value: number): string {
  const tenths = Math.round(Math.abs(value) * 10);
  const whole = Math.floor(tenths / 10);
  const sign = value < 0 && tenths > 0 ? "-" : "";
  return `${sign}${whole}${TENTHS[tenths - whole * 10] ?? ""}`;
}
