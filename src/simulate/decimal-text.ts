/** Formats numbers with so many decimals, as toFixed does but for the rare tie, and several times as fast. */
function createDecimals(digits: number): (value: number) => string {
  const scale = 10 ** digits;
  const fractions = Array.from({ length: scale }, (_, value) => `.${String(value).padStart(digits, "0")}`);
  return (value) => {
    const scaled = Math.round(Math.abs(value) * scale);
    const whole = Math.floor(scaled / scale);
    const text = `${whole}${fractions[scaled - whole * scale] ?? ""}`;
    return value < 0 && scaled > 0 ? `-${text}` : text;
  };
}

export const oneDecimal = createDecimals(1);
export const threeDecimals = createDecimals(3);
export const fourDecimals = createDecimals(4);
