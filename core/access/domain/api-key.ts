/** API keys: `tnd_<id>_<secret>`. The id finds the row, the secret proves the right; only the secret's hash is stored. */

import { createHash, timingSafeEqual } from "node:crypto";
import { TENANT_ID } from "../../foundation/domain/ids.ts";

export const SCOPES = [
  "redemptions",
  "payments",
  "codes",
  "withdrawals",
  "notifications",
  "operator",
  "merchants",
] as const;
export type Scope = (typeof SCOPES)[number];

/** A row of the key registry. Operators have no tenant. */
export interface ApiKeyRecord {
  keyId: string;
  tenantId?: string;
  scopes: Scope[];
  /** Hex SHA-256. A secret of 256 random bits needs no slow hash. */
  secretHash: string;
  label?: string;
  createdAt: number;
  revokedAt?: number;
}

/** Owner of what operators do, beside the tenants' ids; so it is never a tenant's id itself. */
export const PLATFORM = "platform";

const API_KEY = /^tnd_([0-9A-HJKMNP-TV-Z]{12})_([A-Za-z0-9_-]{43})$/;
/** Crockford's base 32: no letter that is mistaken for a digit when somebody reads a key id aloud. */
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ID_CHARS = 12;
const SECRET_BYTES = 32;

export function isTenantId(text: string): boolean {
  return TENANT_ID.test(text) && text !== PLATFORM;
}

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

/** A new key; `apiKey` is shown to its owner once and kept nowhere. */
export function newApiKey(randomBytes: (count: number) => Uint8Array): {
  apiKey: string;
  keyId: string;
  secretHash: string;
} {
  const keyId = Array.from(randomBytes(ID_CHARS), (byte) => CROCKFORD[byte % CROCKFORD.length]).join("");
  const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString("base64url");
  return { apiKey: `tnd_${keyId}_${secret}`, keyId, secretHash: hashOf(secret) };
}

export function parseApiKey(text: string): { keyId: string; secret: string } | undefined {
  const [, keyId, secret] = API_KEY.exec(text) ?? [];
  return keyId && secret ? { keyId, secret } : undefined;
}

/** Takes as long for a wrong secret as for the right one. */
export function secretMatches(secret: string, secretHash: string): boolean {
  const given = createHash("sha256").update(secret).digest();
  const stored = Buffer.from(secretHash, "hex");
  return stored.length === given.length && timingSafeEqual(given, stored);
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
