/** Files that enumerate from end to end, or play what another program of `.ci/run` plays too: `npm run test:exhaustive`. */
const EXHAUSTIVE_ONLY = "\\.exhaustive\\.test\\.ts$";

// ESM throughout: middy and fauxqs export nothing else.
export default {
  testEnvironment: "<rootDir>/test/support/environment.ts",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: process.env.TENDER_EXHAUSTIVE === "1" ? [] : [EXHAUSTIVE_ONLY],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "es6" } }],
  },
  // A busy machine is slow, not wrong: a test that hangs is ended, one that waits for its turn is not.
  testTimeout: 180_000,
  // Jest leaves a core idle unless told otherwise; the engine is a process of its own, and waits for no one.
  maxWorkers: "100%",
  // ES modules are never unloaded: a worker that has grown to this is replaced between two files.
  workerIdleMemoryLimit: "700MB",
  // The second: every answer that the document describes was seen.
  reporters: ["default", "<rootDir>/test/support/answers/gate.ts"],
  testSequencer: "<rootDir>/test/support/sequencer.ts",
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  modulePathIgnorePatterns: ["<rootDir>/.build", "<rootDir>/cdk.out"],
};
