import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { completeLock, type LockFile, platformOf } from "../../tools/lock-file.ts";

test("fills the platforms that a registry lacked, once", () => {
  const lock: LockFile = {
    packages: {
      "": {},
      "node_modules/parent": {
        dev: true,
        optionalDependencies: { "@x/y-linux-x64-gnu": "1.2.3", "@x/y-win32-ia32-msvc": "1.2.3" },
      },
      "node_modules/@x/y-linux-x64-gnu": { version: "1.2.3" },
    },
  };
  expect(completeLock(lock)).toEqual(["@x/y-win32-ia32-msvc@1.2.3"]);
  expect(lock.packages["node_modules/@x/y-win32-ia32-msvc"]).toEqual({
    version: "1.2.3",
    cpu: ["ia32"],
    dev: true,
    optional: true,
    os: ["win32"],
  });
  expect(completeLock(lock)).toEqual([]);
});

test.each([
  ["@swc/core-linux-arm-gnueabihf", { os: "linux", cpu: "arm", libc: "glibc" }],
  ["@biomejs/cli-linux-arm64-musl", { os: "linux", cpu: "arm64", libc: "musl" }],
  ["@unrs/resolver-binding-android-arm-eabi", { os: "android", cpu: "arm" }],
  ["@esbuild/linux-loong64", { os: "linux", cpu: "loong64" }],
])("reads the platform of %s from its name", (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

test("guesses nothing", () => {
  expect(() => platformOf("@x/binding-wasm")).toThrow(/does not tell its platform/);
});

test("the project's own lock file is complete", () => {
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as LockFile;
  expect(completeLock(lock)).toEqual([]);
});
