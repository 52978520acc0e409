import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { EmbeddedReport } from "../shared/answer.ts";

/** The built page. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

export async function readPage(directory: string): Promise<PageParts> {
  const read = (name: string) => readFile(join(directory, name), "utf8");
  const [script, style] = await Promise.all([read("page.js"), read("style.css")]);
  return { script, style };
}

/** One HTML file: style, script and figures in it, and a policy that lets nothing else in and nothing out. */
export function reportPage({ script, style }: PageParts, report: EmbeddedReport): string {
  // The only text in a script that would end it early.
  const safeScript = script.replaceAll(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
  const figures = gzipSync(JSON.stringify(report), { level: 9 }).toString("base64");
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(safeScript)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>IndKPIs</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript>This page draws its figures with JavaScript.</noscript>
<script type="text/plain" id="report-data">${figures}</script>
<script type="module">${safeScript}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
