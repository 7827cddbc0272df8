// ESM throughout: middy and fauxqs export nothing else.
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "es6" } }],
  },
  // A busy machine is slow, not wrong: a test that hangs is ended, one that waits for its turn is not.
  testTimeout: 180_000,
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  modulePathIgnorePatterns: ["<rootDir>/.build", "<rootDir>/cdk.out"],
};
