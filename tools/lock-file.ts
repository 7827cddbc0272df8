/**
 * npm writes an entry for every optional dependency into the lock file, also for platforms other than its own; `npm ci`
 * refuses a lock file without them. A registry that lacks some of these packages leaves holes. They are filled with
 * what a full registry would have said: the version that the parent asks for, and the platform that its name tells.
 */

interface LockEntry {
  version?: string;
  cpu?: string[] | string;
  dev?: boolean;
  libc?: string[];
  optional?: boolean;
  os?: string[] | string;
  optionalDependencies?: Record<string, string>;
}

export interface LockFile {
  packages: Record<string, LockEntry>;
}

/** Adds what is missing and returns the names. */
export function completeLock(lock: LockFile): string[] {
  const added: string[] = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isPresent(lock, path, name)) continue;
      lock.packages[`node_modules/${name}`] = makeEntry(name, version, entry);
      added.push(`${name}@${version}`);
    }
  }
  if (added.length > 0) {
    const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
    lock.packages = Object.fromEntries(sorted);
  }
  return added;
}

/** Beside the parent, or in a node_modules folder above it. */
function isPresent(lock: LockFile, parentPath: string, name: string): boolean {
  for (let path = parentPath; ; path = path.slice(0, Math.max(0, path.lastIndexOf("node_modules/") - 1))) {
    if (`${path === "" ? "" : `${path}/`}node_modules/${name}` in lock.packages) return true;
    if (path === "") return false;
  }
}

function makeEntry(name: string, version: string, parent: LockEntry): LockEntry {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new Error(`${name} is wanted as ${version}, not in one exact version`);
  const { os, cpu, libc } = platformOf(name);
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

/** `@swc/core-linux-arm-gnueabihf` -> linux, arm, glibc. */
export function platformOf(name: string): { os: string; cpu: string; libc?: "glibc" | "musl" } {
  const words = name.split(/[/-]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if (!os || !cpu) throw new Error(`${name} does not tell its platform: add what it needs to tools/lock-file.ts`);
  if (os !== "linux") return { os, cpu };
  if (words.some((word) => word.startsWith("musl"))) return { os, cpu, libc: "musl" };
  return words.some((word) => word.startsWith("gnu")) ? { os, cpu, libc: "glibc" } : { os, cpu };
}
