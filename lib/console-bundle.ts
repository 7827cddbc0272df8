import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
const SOURCE = join(ROOT, "console");
/** Places in the page for the addresses of the others. */
const SCRIPT = "%SCRIPT%";
const STYLES = "%STYLES%";

const BUNDLING = {
  absWorkingDir: ROOT,
  outdir: "console",
  entryNames: "[name]-[hash]",
  bundle: true,
  write: false,
  platform: "browser",
  // Evergreen browsers of the last two years.
  target: ["es2023", "chrome131", "firefox132", "safari18.1"],
  format: "esm",
  alias: { "node:crypto": join(SOURCE, "src/no-hashes.ts") },
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  legalComments: "none",
  logLevel: "error",
} as const satisfies BuildOptions;

/** The console's files by name: the page, one script, one style sheet. A new release has new names. */
export async function buildConsole(): Promise<Map<string, string>> {
  const entryPoints = { main: join(SOURCE, "src/main.tsx"), styles: join(SOURCE, "styles/styles.css") };
  const { outputFiles } = await build({ ...BUNDLING, entryPoints });
  const assets = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const addressOf = (extension: string) => {
    const name = [...assets.keys()].find((each) => each.endsWith(extension));
    if (name === undefined) throw new Error(`The console's bundle has no ${extension} file.`);
    return `/console/assets/${name}`;
  };
  const page = readFileSync(join(SOURCE, "page.html"), "utf8")
    .replace(SCRIPT, addressOf(".js"))
    .replace(STYLES, addressOf(".css"));
  return new Map([["page.html", page], ...assets]);
}
