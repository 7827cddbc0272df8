import { InvariantError } from "./errors.ts";

/** A secret of our own that is renewed: all of its versions that are still needed, by number, and which of them writes. */
export interface SecretVersions {
  active: number;
  versions: ReadonlyMap<number, string>;
}

/** The number is one byte of what is sealed. */
const NUMBER_MAX = 255;
/** Each pepper that there is costs a condition with each new card, and nobody needs a sixth version of a cipher. */
export const VERSIONS_MAX = 5;
/** Of letters and digits: 190 bits. */
const VERSION_MIN_CHARS = 32;

/**
 * What Secrets Manager keeps: `{"active": 2, "versions": {"1": "...", "2": "..."}}`. A text that is no object is version 1 as it was
 * generated. Throws what is wrong, never what the secret is.
 */
export function readVersions(text: string): SecretVersions {
  if (!text.startsWith("{")) return { active: 1, versions: new Map([[1, text]]) };
  const { active, versions: given } = parsed(text);
  if (typeof given !== "object" || given === null) throw wrong("/versions is no object");
  const versions = new Map(Object.entries(given).map(([number, value]) => [numberOf(number), textOf(number, value)]));
  if (versions.size > VERSIONS_MAX) throw wrong(`there are more than ${VERSIONS_MAX} versions`);
  if (new Set(versions.values()).size < versions.size) throw wrong("two versions are the same");
  if (typeof active !== "number" || !versions.has(active)) throw wrong("/active names no version");
  return { active, versions };
}

export function writeVersions({ active, versions }: SecretVersions): string {
  return JSON.stringify({ active, versions: Object.fromEntries(versions) });
}

/** With no number missing: what one of them has hashed, no other finds. */
export function assertComplete({ versions }: SecretVersions): void {
  for (let number = 1; number <= versions.size; number++)
    if (!versions.has(number)) throw wrong(`version ${number} is missing, and what was hashed with it counts for good`);
}

function parsed(text: string): { active?: unknown; versions?: unknown } {
  try {
    return JSON.parse(text);
  } catch {
    // Its message would quote the text.
    throw wrong("it begins like JSON and is none");
  }
}

function numberOf(number: string): number {
  if (/^[1-9]\d{0,2}$/.test(number) && Number(number) <= NUMBER_MAX) return Number(number);
  throw wrong(`/versions has a name that is no number from 1 to ${NUMBER_MAX}`);
}

function textOf(number: string, value: unknown): string {
  if (typeof value === "string" && value.length >= VERSION_MIN_CHARS) return value;
  throw wrong(`/versions/${number} is no text of at least ${VERSION_MIN_CHARS} characters`);
}

const wrong = (what: string) => new InvariantError(`a secret with versions cannot be read: ${what}`);
