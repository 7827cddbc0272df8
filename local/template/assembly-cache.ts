import { createHash } from "node:crypto";
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** Everything that the template and the bundles are made from, what is installed included; a folder counts with all in it. */
export const SOURCES = [
  ...["bin", "lib", "contract", "core", "invariants", "lambdas", "sandbox", "console", "client/index.js", "client/lib"],
  "local/template/synthesise.ts",
  ...["cdk.json", "package.json", "package-lock.json", "tsconfig.json", "node_modules/.package-lock.json"],
];
/** The two profiles, and a branch beside. Each holds some 10 MB of bundles and source maps. */
const KEPT = 4;

/** The same for the same sources, packages, Node.js and context, and for nothing else. */
export function assemblyKey(root: string, context: Record<string, unknown>): string {
  const hash = createHash("sha256").update(JSON.stringify([process.version, process.arch, context]));
  for (const source of SOURCES) addToHash(hash, root, source);
  return hash.digest("hex");
}

function addToHash(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  const full = join(root, path);
  const entry = statSync(full, { throwIfNoEntry: false });
  if (entry?.isDirectory()) {
    for (const name of readdirSync(full).sort()) addToHash(hash, root, join(path, name));
  } else {
    const content = entry ? readFileSync(full) : undefined;
    hash.update(JSON.stringify([path, content?.length ?? "absent"])).update(content ?? "");
  }
}

/**
 * Finished cloud assemblies by their key, for every state folder. What is taken is a copy: a running instance loads its
 * functions from it for as long as it lives, whatever is removed here.
 */
export class AssemblyCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether it was there; then `outdir` is it. */
  take(key: string, outdir: string): boolean {
    const kept = join(this.#folder, key);
    if (!existsSync(kept)) return false;
    try {
      copyFolder(kept, outdir);
      return true;
    } catch (error) {
      // Another process has just removed it as the oldest.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      rmSync(outdir, { recursive: true, force: true });
      return false;
    }
  }

  /** Appears whole or not at all. */
  put(key: string, outdir: string): void {
    const draft = join(this.#folder, `draft-${process.pid}`);
    try {
      copyFolder(outdir, draft);
      renameSync(draft, join(this.#folder, key));
      this.#removeOldest(key);
    } catch {
      // Another process was faster with the same, or the disk is full: what is not kept is made again.
      rmSync(draft, { recursive: true, force: true });
    }
  }

  #removeOldest(newest: string): void {
    const others = readdirSync(this.#folder).filter((name) => name !== newest);
    const entries = others.flatMap((name) => {
      const madeAt = statSync(join(this.#folder, name), { throwIfNoEntry: false })?.mtimeMs;
      return madeAt === undefined ? [] : [{ name, madeAt }];
    });
    entries.sort((a, b) => b.madeAt - a.madeAt);
    for (const { name } of entries.slice(KEPT - 1)) rmSync(join(this.#folder, name), { recursive: true, force: true });
  }
}

function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}
