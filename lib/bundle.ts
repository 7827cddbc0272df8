import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type BuildOptions, build, type OutputFile } from "esbuild";
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
 * As they are deployed, a run for each function: what it imports on first use (vendors' packages, and the SDK's ways to
 * credentials, of which Lambda needs one) lies in files beside its `index.mjs`, and is neither read nor parsed by a cold start.
 * @returns the folder with `<name>/index.mjs` for each function
 */
export async function bundleFunctions(): Promise<string> {
  const outputs: OutputFile[] = [];
  const waiting = entries();
  // More at once only hold more memory.
  const lanes = Array.from({ length: availableParallelism() }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, entry] = next;
      const entryPoints = { [`${name}/index`]: entry };
      outputs.push(...(await build({ ...BUNDLING, entryPoints, chunkNames: `${name}/[name]-[hash]` })).outputFiles);
    }
  });
  await Promise.all(lanes);
  const files = [...outputs, ...(await consoleFiles(BUILD_DIR))];
  for (const file of files) writeIfChanged(file.path, file.contents);
  removeStrangers(files.map((file) => file.path));
  return BUILD_DIR;
}

/**
 * The same code in one run, with what several functions have in common in files of `<outdir>/shared`: a tenth of the work, and
 * each start reads a little more. The CDK puts a function's folder beside that one, from where the same relative paths hold.
 */
export async function bundleTogether(outdir: string): Promise<string> {
  const entryPoints = Object.fromEntries(entries().map(([name, entry]) => [`${name}/index`, entry]));
  const [, console] = await Promise.all([
    build({ ...BUNDLING, entryPoints, chunkNames: "shared/[name]-[hash]", outdir, write: true }),
    consoleFiles(outdir),
  ]);
  for (const { path, contents } of console) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  return outdir;
}

/** Names with their files, in full. */
function entries(): [name: string, path: string][] {
  const all = Object.entries<FunctionRow>(FUNCTIONS);
  const missing = all.filter(([, row]) => !existsSync(join(ROOT, row.entry))).map(([, row]) => row.entry);
  if (missing.length > 0) throw new Error(`No such entry file: ${missing.join(", ")}`);
  return all.map(([name, { entry }]) => [name, join(ROOT, entry)]);
}

/** Beside the function that serves them. */
async function consoleFiles(outdir: string): Promise<{ path: string; contents: Uint8Array }[]> {
  const folder = join(outdir, "console-api", "console");
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
