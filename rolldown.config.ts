import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { defineConfig, type Plugin } from "rolldown";

const source = (name: string) => fileURLToPath(new URL(`src/dashboard/page/${name}`, import.meta.url));
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** The HTML and the style as they are, and everything also packed, for the server to send. */
const withPacked: Plugin = {
  name: "with-packed",
  generateBundle(_, bundle) {
    const files = Object.values(bundle).map((file) => ({
      name: file.fileName,
      content: file.type === "chunk" ? file.code : file.source,
    }));
    for (const name of ["index.html", "style.css"]) {
      const content = readFileSync(source(name), "utf8");
      files.push({ name, content });
      this.emitFile({ type: "asset", fileName: name, source: content });
    }
    for (const { name, content } of files) {
      this.emitFile({
        type: "asset",
        fileName: `${name}.br`,
        source: brotliCompressSync(content, brotliOptions),
      });
      this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(content, { level: 9 }) });
    }
  },
};

export default defineConfig({
  input: { page: source("main.ts") },
  plugins: [withPacked],
  output: {
    dir: fileURLToPath(new URL("dist/dashboard/page", import.meta.url)),
    entryFileNames: "[name].js",
    format: "esm",
    minify: true,
  },
  platform: "browser",
});
