import { createHash } from "node:crypto";
import type { SecretVersions } from "../../core/foundation/domain/secret-versions.ts";
import {
  readSeenVersions,
  type SeenVersions,
  writeSeenVersions,
} from "../../core/foundation/store/seen-versions-store.ts";
import type { Tables } from "../../core/foundation/store/table.ts";
import { LocalError } from "../../local/local-error.ts";

export type SecretName = "cipher" | "pepper";

/**
 * Refuses a secret that is not what was seen of it before. A text from before `add` would be one: the next `add` would give another
 * value the same number, and what the lost one has hashed or sealed would not be known any more. Keeps what is new.
 */
export async function compareWithSeen(tables: Tables, name: SecretName, known: SecretVersions): Promise<void> {
  const seen = await readSeenVersions(tables, name);
  const next = withNew(name, seen ?? {}, known);
  if (seen && Object.keys(next).length === Object.keys(seen).length) return;
  const { committed } = await tables.write(writeSeenVersions(name, seen, next));
  if (!committed) throw new LocalError("Somebody else is taking a step at this moment: look at `status` first.");
}

/** All versions that were ever seen, with those of now. */
export function withNew(name: SecretName, seen: SeenVersions, { versions }: SecretVersions): SeenVersions {
  const numbers = Object.keys(seen).map(Number);
  // Of the cipher older ones may have been retired.
  const needed = name === "pepper" ? numbers : numbers.filter((number) => number === Math.max(...numbers));
  const missing = needed.find((number) => !versions.has(number));
  if (missing !== undefined) throw changed(name, `version ${missing}, which it had, is missing`);
  const now = Object.fromEntries([...versions].map(([number, value]) => [number, hashOf(value)]));
  const other = numbers.find((number) => versions.has(number) && now[number] !== seen[number]);
  if (other !== undefined) throw changed(name, `version ${other} is not the one that it was`);
  return { ...seen, ...now };
}

const hashOf = (value: string) => createHash("sha256").update(value).digest("base64url");
const changed = (name: SecretName, what: string) =>
  new LocalError(`The secret ${name} was changed by hand: ${what}. Put back the text from before, then take the step.`);
