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
  /** Of the secret before the key was rotated, and until when it opens as well. */
  previousHash?: string;
  previousValidUntil?: number;
  label?: string;
  createdAt: number;
  expiresAt?: number;
  revokedAt?: number;
}

export type KeyStatus = "ACTIVE" | "EXPIRED" | "REVOKED";

export function keyStatus(
  { revokedAt, expiresAt }: Pick<ApiKeyRecord, "revokedAt" | "expiresAt">,
  nowMs: number,
): KeyStatus {
  if (revokedAt !== undefined) return "REVOKED";
  return expiresAt !== undefined && nowMs >= expiresAt ? "EXPIRED" : "ACTIVE";
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

type RandomBytes = (count: number) => Uint8Array;

/** A new key; `apiKey` is shown to its owner once and kept nowhere. */
export function newApiKey(randomBytes: RandomBytes): { apiKey: string; keyId: string; secretHash: string } {
  const keyId = Array.from(randomBytes(ID_CHARS), (byte) => CROCKFORD[byte % CROCKFORD.length]).join("");
  return { keyId, ...newSecret(keyId, randomBytes) };
}

/** Another secret of a key that is there. */
export function newSecret(keyId: string, randomBytes: RandomBytes): { apiKey: string; secretHash: string } {
  const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString("base64url");
  return { apiKey: `tnd_${keyId}_${secret}`, secretHash: hashOf(secret) };
}

export function parseApiKey(text: string): { keyId: string; secret: string } | undefined {
  const [, keyId, secret] = API_KEY.exec(text) ?? [];
  return keyId && secret ? { keyId, secret } : undefined;
}

/** Whether the secret opens with this key now. */
export function opens(record: ApiKeyRecord, secret: string, nowMs: number): boolean {
  if (keyStatus(record, nowMs) !== "ACTIVE") return false;
  if (secretMatches(secret, record.secretHash)) return true;
  const { previousHash, previousValidUntil = 0 } = record;
  return previousHash !== undefined && nowMs < previousValidUntil && secretMatches(secret, previousHash);
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
