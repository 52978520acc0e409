import { defineConfig } from "vitest/config";

const project = (name: string, testTimeout: number) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

export default defineConfig({
  test: {
    globalSetup: ["test/helpers/build.ts", "test/helpers/unpack-browser.ts"],
    // Each concurrent test spawns commands that use every core by themselves.
    maxConcurrency: 3,
    maxWorkers: 2,
    projects: [
      project("unit", 60_000),
      project("sql", 300_000),
      project("cli", 300_000),
      project("physics", 120_000),
      project("crash", 600_000),
      project("browser", 300_000),
    ],
  },
});
