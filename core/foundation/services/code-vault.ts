import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { InvariantError } from "../domain/errors.ts";
import { cleanCode, normaliseCode } from "../domain/gift-card-code.ts";
import { makeId, uniqueFrom } from "../domain/ids.ts";
import { assertComplete, readVersions, type SecretVersions } from "../domain/secret-versions.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Of what bears no number. */
const FIRST = 1;
/** Tells fields of one request apart; it protects nothing. */
const FIELD_HASH_BYTES = 8;

export interface CodeVaultOptions {
  /** Secret of all HMACs, with its versions; a worker only opens codes and is not given it. */
  pepper?: string | undefined;
  /** Secret behind the AES-256 keys, with its versions; only functions that seal or open something have it. */
  cipherSecret?: string | undefined;
  randomBytes: (count: number) => Uint8Array;
}

/** Everything that touches a code's secret. */
export class CodeVault {
  readonly #pepper: SecretVersions | undefined;
  readonly #cipher: { active: number; keys: ReadonlyMap<number, Buffer> } | undefined;
  readonly #randomBytes: (count: number) => Uint8Array;

  constructor({ pepper, cipherSecret, randomBytes }: CodeVaultOptions) {
    this.#pepper = pepper === undefined ? undefined : complete(readVersions(pepper));
    this.#cipher = cipherSecret === undefined ? undefined : keysOf(readVersions(cipherSecret));
    this.#randomBytes = randomBytes;
  }

  /** The number of the pepper that hashes what is new. */
  get hashingPepper(): number {
    return this.#peppers().active;
  }

  /** The same for the same card of the same tenant, however it is written; says nothing about the card. `pepper`: by its number. */
  redemptionId(tenantId: string, code: string, pepper = this.hashingPepper): string {
    return makeId("rdm", tenantId, uniqueFrom(this.#hmac("code", `${tenantId}\n${normaliseCode(code)}`, pepper)));
  }

  /** Likewise for the same redemption code of the same tenant. `normal`: however it was typed. */
  codeId(tenantId: string, normal: string, pepper = this.hashingPepper): string {
    return makeId("cod", tenantId, uniqueFrom(this.#hmac("redemption code", `${tenantId}\n${normal}`, pepper)));
  }

  /**
   * The other peppers, by which the same card or code may be known. While one takes the place of the next, both hash what is new:
   * `rival` is the one that another function may be using at this moment. `settled` hash nothing new any more.
   */
  otherPeppers(): { rival?: number; settled: number[] } {
    const { active, versions } = this.#peppers();
    const rival = [active + 1, active - 1].find((number) => versions.has(number));
    const settled = [...versions.keys()].filter((number) => number !== active && number !== rival);
    return { ...(rival === undefined ? {} : { rival }), settled };
  }

  /**
   * Stands for a person where rows are told apart by it: the same for the same name, and nobody reads the name out of it. So what
   * counts once for each person counts on when the name has been forgotten. By the first pepper for good: of a name that is forgotten
   * no other mark could be made.
   */
  personMark(tenantId: string, kind: "user" | "customer" | "receiver", name: string): string {
    return uniqueFrom(this.#hmac(kind, `${tenantId}\n${name}`, FIRST));
  }

  /** The number of the key that seals now. */
  get sealingKey(): number {
    return this.#keys().active;
  }

  /**
   * Bound to its redemption. By the first key without a number, as releases from before the numbers do: one that still runs beside
   * this one has to open it.
   */
  seal(redemptionId: string, code: string): Uint8Array {
    const text = cleanCode(code);
    return this.sealingKey === FIRST ? this.#sealed(redemptionId, text) : this.sealText(redemptionId, text);
  }

  /** Any text, bound to the place where it is kept. Its first byte is the number of the key that opens it. */
  sealText(place: string, text: string): Uint8Array {
    return Buffer.concat([Uint8Array.of(this.sealingKey), this.#sealed(place, text)]);
  }

  /** IV, cipher text and tag in one. */
  #sealed(place: string, text: string): Buffer {
    const iv = this.#randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key(this.sealingKey), iv).setAAD(Buffer.from(place));
    return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws at what was sealed for another place or changed, and names the key's number where there is no such key any more. */
  open(place: string, sealed: Uint8Array): string {
    return this.#opened(place, sealed).text;
  }

  /** The same text under the key that seals now; `undefined`: it is so already. */
  resealed(place: string, sealed: Uint8Array): Uint8Array | undefined {
    const { text, keyNumber } = this.#opened(place, sealed);
    return keyNumber === this.sealingKey ? undefined : this.sealText(place, text);
  }

  #opened(place: string, sealed: Uint8Array): { text: string; keyNumber: number } {
    const [keyNumber = 0] = sealed;
    const { keys } = this.#keys();
    if (keys.has(keyNumber)) {
      const text = this.#tried(place, keyNumber, sealed.subarray(1));
      if (text !== undefined) return { text, keyNumber };
    }
    // It may bear no number: then its first byte says nothing. What opens has the right key, by its tag.
    const text = keys.has(FIRST) ? this.#tried(place, FIRST, sealed) : undefined;
    if (text !== undefined) return { text, keyNumber: FIRST };
    if (keys.has(keyNumber)) throw new InvariantError("what is sealed was changed, or is of another place");
    throw new InvariantError(`there is no key number ${keyNumber} to open this with`);
  }

  /** `undefined`: this key has not sealed it for this place. */
  #tried(place: string, keyNumber: number, sealed: Uint8Array): string | undefined {
    if (sealed.length < IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key(keyNumber), sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, "utf8");
    try {
      return text + decipher.final("utf8");
    } catch {
      return undefined;
    }
  }

  /**
   * HMAC of the canonical JSON (RFC 8785), and a short one per field so that a refusal can name the one that differs. `like`: a
   * fingerprint to be compared with, whose pepper is taken.
   */
  fingerprint(
    content: { body: unknown; path: Record<string, string> },
    like?: string,
  ): { fingerprint: string; fieldHashes: Record<string, string> } {
    const pepper = like === undefined ? this.hashingPepper : pepperOf(like);
    const fieldHashes: Record<string, string> = {};
    for (const [pointer, value] of fieldsOf(content)) {
      fieldHashes[pointer] = this.#hmac("field", canonical(value), pepper)
        .subarray(0, FIELD_HASH_BYTES)
        .toString("base64url");
    }
    const hash = this.#hmac("request", canonical(content), pepper).toString("base64url");
    return { fingerprint: pepper === FIRST ? hash : `${pepper}.${hash}`, fieldHashes };
  }

  #hmac(purpose: string, text: string, pepper: number): Buffer {
    const secret = this.#peppers().versions.get(pepper);
    if (secret === undefined) throw new InvariantError(`there is no pepper number ${pepper} to hash this with`);
    return createHmac("sha256", secret).update(`${purpose}\n${text}`).digest();
  }

  #peppers(): SecretVersions {
    if (!this.#pepper) throw new InvariantError("this function was not given the pepper");
    return this.#pepper;
  }

  #keys() {
    if (!this.#cipher) throw new InvariantError("this function was not given the code cipher's secret");
    return this.#cipher;
  }

  #key(keyNumber: number): Buffer {
    return this.#keys().keys.get(keyNumber) as Buffer;
  }
}

function complete(peppers: SecretVersions): SecretVersions {
  assertComplete(peppers);
  return peppers;
}

/** Of a fingerprint: those of the first bear no number. */
export function pepperOf(fingerprint: string): number {
  const [number, hash] = fingerprint.split(".");
  return hash === undefined ? FIRST : Number(number);
}

function keysOf({ active, versions }: SecretVersions) {
  const keys = [...versions].map(([number, secret]) => [number, createHash("sha256").update(secret).digest()] as const);
  return { active, keys: new Map(keys) };
}

/** The pointers that a refusal can name: top-level fields, each item of an array, path parameters. */
function fieldsOf({
  body,
  path,
}: {
  body: unknown;
  path: Record<string, string>;
}): [pointer: string, value: unknown][] {
  const fields: [string, unknown][] = [];
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) fields.push([`/${name}/${index}`, item]);
    else fields.push([`/${name}`, value]);
  }
  for (const [name, value] of Object.entries(path)) fields.push([`/path/${name}`, value]);
  return fields;
}

/** Throws at a half of a surrogate pair, which RFC 8785 does not know and no request that is taken has in it. */
function canonical(value: unknown): string {
  return canonicalize(value) ?? "null";
}

/** The first field in which two requests under one key differ. */
export function firstDifference(first: Record<string, string>, second: Record<string, string>): string | undefined {
  const pointers = new Set([...Object.keys(second), ...Object.keys(first)]);
  return [...pointers].find((pointer) => first[pointer] !== second[pointer]);
}
