import { globSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { build } from "esbuild";

const CLIENT = resolve(import.meta.dirname, "../../client");
const pack = JSON.parse(readFileSync(join(CLIENT, "package.json"), "utf8"));
const read = (name: string) => readFileSync(join(CLIENT, name), "utf8");
const sources = globSync(["*.js", "lib/*.js"], { cwd: CLIENT });
const importsOf = (name: string) =>
  [...read(name).matchAll(/^(?:import|export)\s(?:[^;"]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    (match) => match[1] ?? match[2] ?? "",
  );

/** Minified and as it comes over the wire. */
const MINIFIED_MAX_BYTES = 20 * 1000;

test("the client in a browser: no module of Node.js, below 20 KB minified, before any compression", async () => {
  const options = {
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  } as const;
  const { outputFiles } = await build({ entryPoints: [join(CLIENT, "index.js")], ...options });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  expect(bytes.length).toBeGreaterThan(1000);
  expect(bytes.length).toBeLessThan(MINIFIED_MAX_BYTES);
  expect(gzipSync(bytes).length).toBeLessThan(MINIFIED_MAX_BYTES / 2);
});

test("the package stands alone: no dependencies, nothing from outside its folder, no module of Node.js", () => {
  expect(pack.dependencies ?? {}).toEqual({});
  const imports = sources.flatMap((name) => importsOf(name).map((path) => ({ name, path })));
  expect(imports.length).toBeGreaterThan(10);
  const odd = imports.filter(({ name, path }) => {
    return isBuiltin(path) || !path.startsWith(".") || !resolve(CLIENT, name, "..", path).startsWith(CLIENT);
  });
  expect(odd).toEqual([]);
});

test("types say what things are: there is no any", () => {
  const typed = globSync("*.d.ts", { cwd: CLIENT });
  const code = (name: string) =>
    read(name)
      .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
      .replaceAll(/"[^"]*"/g, "");
  expect(typed.length).toBeGreaterThan(3);
  expect(typed.filter((name) => /\bany\b/.test(code(name)))).toEqual([]);
});

test("all that is imported is packed, and its version is the project's", () => {
  const root = JSON.parse(readFileSync(join(CLIENT, "../package.json"), "utf8"));
  expect(pack.version).toBe(root.version);
  expect(pack.files).toEqual(["*.js", "*.d.ts", "bin", "cli", "lib"]);
});

test("the command line has the client and Node.js, nobody imports it, and it can be run", () => {
  const own = globSync(["bin/*.js", "cli/**/*.js"], { cwd: CLIENT });
  const imports = own.flatMap((name) => importsOf(name).map((path) => ({ name, path })));
  expect(imports.length).toBeGreaterThan(30);
  const odd = imports.filter(({ name, path }) =>
    path.startsWith(".")
      ? !resolve(CLIENT, name, "..", path).startsWith(CLIENT)
      : !(path.startsWith("node:") && isBuiltin(path)),
  );
  expect(odd).toEqual([]);
  expect(sources.flatMap(importsOf).filter((path) => /(cli|bin)\//.test(path))).toEqual([]);
  expect(statSync(join(CLIENT, pack.bin.tender)).mode & 0o111).not.toBe(0);
});
