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
/** As it is generated: 190 bits at least. With a blank or a line's end more it would be another secret, under which no card is known. */
const VERSION = /^[A-Za-z0-9]{32,}$/;
const VERSION_IN_WORDS = "text of at least 32 letters and digits";

/**
 * What Secrets Manager keeps: `{"active": 2, "versions": {"1": "...", "2": "..."}}`. Letters and digits alone are version 1 as it
 * was generated. Throws what is wrong, never what the secret is.
 */
export function readVersions(text: string): SecretVersions {
  if (VERSION.test(text)) return { active: 1, versions: new Map([[1, text]]) };
  if (!text.startsWith("{"))
    throw wrong(`it is neither an object, from its first character on, nor a ${VERSION_IN_WORDS}`);
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
  if (typeof value === "string" && VERSION.test(value)) return value;
  throw wrong(`/versions/${number} is no ${VERSION_IN_WORDS}`);
}

const wrong = (what: string) => new InvariantError(`a secret with versions cannot be read: ${what}`);
