import { defineConfig } from "vitest/config";

const project = (name: string, testTimeout: number) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

export default defineConfig({
  test: {
    globalSetup: ["test/helpers/build.ts"],
    // Each concurrent test spawns commands that use every core by themselves.
    maxConcurrency: 3,
    projects: [
      project("unit", 20_000),
      project("sql", 60_000),
      project("cli", 120_000),
      project("physics", 60_000),
    ],
  },
});
