/**
 * A step of `npm run build`: puts the command and the page into a few files each, under `dist/`. A program and not a
 * configuration, for the bundler's own command lists every file to whoever installs the package.
 */
import { chmodSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build, type BuildOptions, type Plugin } from "rolldown";

import packageJson from "./package.json" with { type: "json" };

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const source = (name: string) => path(`src/dashboard/page/${name}`);
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

const page: BuildOptions = {
  input: { page: source("main.ts") },
  plugins: [withPacked],
  output: {
    dir: path("dist/dashboard/page"),
    entryFileNames: "[name].js",
    format: "esm",
    minify: true,
  },
  platform: "browser",
};

/** Every command loads these two: as a few files they load in half the time that two hundred take. */
const bundled = ["yargs", "zod"];
const external = Object.keys(packageJson.dependencies)
  .filter((name) => !bundled.includes(name))
  .map((name) => new RegExp(`^${name}(/|$)`));

/** The command, and what it starts in processes and threads of their own. */
const commandLine: BuildOptions = {
  input: {
    cli: path("src/cli.ts"),
    "commands/simulate-worker": path("src/commands/simulate-worker.ts"),
    "pipeline/sandbox/worker": path("src/pipeline/sandbox/worker.ts"),
    "pipeline/write-parsed": path("src/pipeline/write-parsed.ts"),
  },
  output: {
    dir: path("dist"),
    // With the page in it, which is made anew after it.
    cleanDir: true,
    entryFileNames: "[name].js",
    chunkFileNames: "lib/[name]-[hash].js",
    // yargs looks for its texts in `locales`, three folders up from its file. From here that is in this package, where
    // there are none and English is as it is; from `cli.js` it would be beside the package, in somebody else's folder.
    codeSplitting: { groups: [{ name: "yargs", test: /node_modules\/(?:yargs|y18n)/ }] },
    format: "esm",
    sourcemap: true,
  },
  external,
  platform: "node",
};

await build(commandLine);
// npx remembers a link to it, and does not make what the link leads to executable again.
chmodSync(path("dist/cli.js"), 0o755);
await build(page);
