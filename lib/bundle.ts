import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { buildConsole } from "./console-bundle.ts";
import { FUNCTIONS, type FunctionRow } from "./functions.ts";

const ROOT = resolve(import.meta.dirname, "..");
const BUILD_DIR = join(ROOT, ".build");

/**
 * Some packages are CommonJS inside and call `require` for Node's own modules, which an ES module does not have. The
 * names are unlikely, because a bundle may well declare `require` or `createRequire` itself.
 */
const BANNER =
  'import{createRequire as __bannerCreateRequire}from"node:module";const require=__bannerCreateRequire(import.meta.url);';

/** How every function is bundled. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  outdir: BUILD_DIR,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  write: false,
  platform: "node",
  target: "node24",
  format: "esm",
  splitting: true,
  // The packages' ES module builds: they are what unused code can be shaken out of.
  mainFields: ["module", "main"],
  minify: true,
  // Positions only: a stack trace names file and line, and the archive stays small.
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  banner: { js: BANNER },
  logLevel: "error",
} as const satisfies BuildOptions;

/**
 * A run for each function: what it imports on first use (vendors' packages, and the SDK's ways to credentials, of which Lambda
 * needs one) lies in files beside its `index.mjs`, and is neither read nor parsed by a cold start.
 * @returns the folder with `<name>/index.mjs` for each function
 */
export async function bundleFunctions(): Promise<string> {
  const entries = Object.entries<FunctionRow>(FUNCTIONS);
  const missing = entries.filter(([, row]) => !existsSync(join(ROOT, row.entry))).map(([, row]) => row.entry);
  if (missing.length > 0) throw new Error(`No such entry file: ${missing.join(", ")}`);
  const runs = await Promise.all(entries.map(([name, { entry }]) => bundle(name, entry)));
  const files = [...runs.flatMap(({ outputFiles }) => outputFiles), ...(await consoleFiles())];
  for (const file of files) writeIfChanged(file.path, file.contents);
  removeStrangers(files.map((file) => file.path));
  return BUILD_DIR;
}

function bundle(name: string, entry: string) {
  const entryPoints = { [`${name}/index`]: join(ROOT, entry) };
  return build({ ...BUNDLING, entryPoints, chunkNames: `${name}/[name]-[hash]` });
}

/** Beside the function that serves them. */
async function consoleFiles(): Promise<{ path: string; contents: Uint8Array }[]> {
  const folder = join(BUILD_DIR, "console-api", "console");
  return [...(await buildConsole())].map(([name, text]) => ({ path: join(folder, name), contents: Buffer.from(text) }));
}

/** Another process may be reading the bundle, a running local instance beside a test: it sees the old or the new one, whole. */
function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = join(BUILD_DIR, `${process.pid}.tmp`);
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

/** What an earlier build left behind would be deployed with the rest. */
function removeStrangers(wanted: readonly string[]): void {
  for (const folder of new Set(wanted.map((path) => dirname(path)))) {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (!wanted.some((each) => each === path || each.startsWith(`${path}/`)))
        rmSync(path, { recursive: true, force: true });
    }
  }
}
