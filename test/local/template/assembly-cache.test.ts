import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { FUNCTIONS } from "../../../lib/functions.ts";
import { AssemblyCache, assemblyKey, SOURCES } from "../../../local/template/assembly-cache.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tender-assembly-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe("the key of an assembly", () => {
  const key = (context = { limits: "demo" }) => assemblyKey(folder, context);
  beforeEach(() => {
    write("core/a.ts", "one");
    write("core/deep/b.ts", "two");
    write("package-lock.json", "{}");
  });

  test.each<[string, () => void]>([
    ["a source is edited", () => write("core/deep/b.ts", "TWO")],
    ["a source is added", () => write("lambdas/new.ts", "")],
    ["a source is removed", () => rmSync(join(folder, "core/a.ts"))],
    ["a source is renamed", () => renameSync(join(folder, "core/a.ts"), join(folder, "core/c.ts"))],
    [
      "text moves from one source into the next",
      () => {
        write("core/a.ts", "");
        write("core/deep/b.ts", "onetwo");
      },
    ],
    ["the lock file changes", () => write("package-lock.json", '{"a":1}')],
    ["another package is installed", () => write("node_modules/.package-lock.json", "{}")],
    ["the CDK's settings change", () => write("cdk.json", "{}")],
    ["the bundler's settings change", () => write("tsconfig.json", "{}")],
  ])("is another one when %s", (_what, change) => {
    const before = key();
    change();
    expect(key()).not.toBe(before);
  });

  test("is another one in another context", () => {
    expect(key({ limits: "production" })).not.toBe(key());
  });

  test("stays when nothing is changed that an assembly is made from", () => {
    const before = key();
    write("README.md", "words");
    write("test/a.test.ts", "test");
    write(".build/assemblies/x/manifest.json", "{}");
    expect(key()).toBe(before);
  });
});

test("every file that the template and the functions are made from is part of the key", async () => {
  const { metafile } = await build({
    entryPoints: ["bin/app.ts", ...Object.values(FUNCTIONS).map(({ entry }) => entry)],
    absWorkingDir: resolve(import.meta.dirname, "../../.."),
    outdir: "not-written",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  const files = Object.keys(metafile.inputs);
  expect(files).toContain("lib/app.ts");
  const isCounted = (file: string) => SOURCES.some((source) => file === source || file.startsWith(`${source}/`));
  expect(files.filter((file) => !isCounted(file))).toEqual([]);
});

describe("kept assemblies", () => {
  const at = (name: string) => join(folder, name);
  const make = (name: string, text: string) => {
    write(`${name}/manifest.json`, text);
    return at(name);
  };

  test("come back as copies: whoever runs from one is not touched by what happens to the kept one", () => {
    const cache = new AssemblyCache(at("cache"));
    expect(cache.take("k", at("mine"))).toBe(false);
    cache.put("k", make("made", "content"));
    write("mine/left-over.json", "of another assembly");
    expect(cache.take("k", at("mine"))).toBe(true);
    rmSync(at("cache"), { recursive: true });
    expect(readdirSync(at("mine"))).toEqual(["manifest.json"]);
    expect(readFileSync(at("mine/manifest.json"), "utf8")).toBe("content");
  });

  test("are few: the oldest go", () => {
    const cache = new AssemblyCache(at("cache"));
    for (const key of ["a", "b", "c", "d", "e", "f"]) cache.put(key, make("made", key));
    const kept = readdirSync(at("cache"));
    expect(kept).toHaveLength(4);
    expect(kept).toContain("f");
  });

  test("may be put twice, by processes that made the same", () => {
    const cache = new AssemblyCache(at("cache"));
    cache.put("k", make("made", "content"));
    cache.put("k", make("made", "content"));
    expect(readdirSync(at("cache"))).toEqual(["k"]);
  });

  test("are no reason to fail where nothing can be kept", () => {
    write("cache", "a file where a folder should be");
    const cache = new AssemblyCache(at("cache"));
    cache.put("k", make("made", "content"));
    expect(existsSync(at("made/manifest.json"))).toBe(true);
    expect(cache.take("k", at("mine"))).toBe(false);
  });
});
