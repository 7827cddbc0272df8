import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const STORE = join(import.meta.dirname, "../core/store");

export interface NamedWrite {
  file: string;
  /** As the source spells it. */
  name: string;
  /** `redemption.${kind}` stands for all that fit. */
  fits: RegExp;
}

/** Every write that the store names, read from its sources: what has no name here cannot be left out. */
export function writesInStore(): NamedWrite[] {
  const files = readdirSync(STORE).filter((file) => file.endsWith("-store.ts"));
  return files.flatMap((file) =>
    [...readFileSync(join(STORE, file), "utf8").matchAll(/\bname: ([^,\n]+)/g)]
      .flatMap(([, value = ""]) => [...value.matchAll(/["`]([^"`]+)["`]/g)])
      .map(([, name = ""]) => ({ file, name, fits: patternOf(name) })),
  );
}

function patternOf(name: string): RegExp {
  const parts = name.split(/\$\{[^}]+\}/).map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join("[a-z_-]+")}$`);
}
