import config from "./jest.config.js";

/** What the store relies on, against one set of tables that all suites share: one after the other. */
export default {
  ...config,
  testMatch: [
    "<rootDir>/test/conformance/*.test.ts",
    "<rootDir>/test/core/*/store/*-writes.test.ts",
    "<rootDir>/test/core/foundation/store/table.test.ts",
  ],
  maxWorkers: 1,
  globalSetup: "<rootDir>/test/conformance/global-setup.ts",
  globalTeardown: "<rootDir>/test/conformance/global-teardown.ts",
};
