import type { EmbeddedReport } from "../shared/answer.ts";

/** The figures that a report carries, unpacked; undefined where the page comes from a server. */
export async function readEmbedded(): Promise<EmbeddedReport | undefined> {
  const packed = document.getElementById("report-data")?.textContent?.trim();
  if (packed === undefined || packed === "") return undefined;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const body: unknown = await new Response(stream).json();
  return isReport(body) ? body : undefined;
}

function isReport(body: unknown): body is EmbeddedReport {
  return typeof body === "object" && body !== null && "answers" in body && "snapshot" in body;
}
