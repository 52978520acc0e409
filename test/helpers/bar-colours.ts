/** Runs in the page: the colours in a bar that begins and ends in a given one, before and after its middle. */
export function coloursOfBar(
  canvases: readonly unknown[],
  ends: string,
): { readonly known: readonly string[]; readonly unknown: readonly string[] } | undefined {
  for (const canvas of canvases) {
    if (!(canvas instanceof HTMLCanvasElement)) continue;
    // Read from a copy: the browser warns of an original that is read often.
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const pen = copy.getContext("2d", { willReadFrequently: true });
    if (pen === null) continue;
    pen.drawImage(canvas, 0, 0);
    const image = pen.getImageData(0, 0, copy.width, copy.height);
    for (let y = 0; y < image.height; y += 1) {
      const row = Array.from({ length: image.width }, (_, x) => {
        const start = 4 * (y * image.width + x);
        return image.data.slice(start, start + 3).join(",");
      });
      const [left, right] = [row.indexOf(ends), row.lastIndexOf(ends)];
      if (left < 0 || right - left < image.width / 3) continue;
      const part = (from: number, to: number): readonly string[] => [
        ...new Set(row.slice(left + from * (right - left), left + to * (right - left))),
      ];
      return { known: part(0.1, 0.4), unknown: part(0.52, 0.73) };
    }
  }
  return undefined;
}
