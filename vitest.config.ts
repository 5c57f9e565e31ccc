import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Tests on servers wait more than they work, so that two files at once pay on two cores as well. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 60_000 } },
      { test: { name: "engine", include: ["test/engine/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: Math.max(2, availableParallelism() - 1), sequence: { groupOrder: 1 } } },
      { test: { name: "cli", include: ["test/cli/**/*.test.ts"], globalSetup: "test/cli/build.ts", testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: "webview", include: ["test/webview/**/*.test.ts"], globalSetup: "test/cli/build.ts", testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false } },
      { test: { name: "vsix", include: ["test/vsix/**/*.test.ts"], globalSetup: "test/vsix/packaged.ts", testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false, sequence: { groupOrder: 2 } } },
    ],
  },
});
