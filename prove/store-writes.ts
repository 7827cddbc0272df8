import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const CORE = join(import.meta.dirname, "../core");

export interface NamedWrite {
  file: string;
  /** As the source spells it. */
  name: string;
  /** `redemption.${kind}` stands for all that fit. */
  fits: RegExp;
}

/** Every write that the store names, read from its sources: what has no name here cannot be left out. */
export function writesInStore(): NamedWrite[] {
  return globSync("*/store/*-store.ts", { cwd: CORE }).flatMap((path) =>
    [...readFileSync(join(CORE, path), "utf8").matchAll(/\b(?:name: |(?:put|update|remove|check)\(\s*)([^,\n]+)/g)]
      .flatMap(([, value = ""]) => [...value.matchAll(/["`]([^"`]+)["`]/g)])
      .map(([, name = ""]) => ({ file: basename(path), name, fits: patternOf(name) })),
  );
}

function patternOf(name: string): RegExp {
  const parts = name.split(/\$\{[^}]+\}/).map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join("[a-z_-]+")}$`);
}
