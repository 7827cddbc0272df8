import { TerminalError } from "./errors.ts";

/** Prefix -> what the id is called. */
const NAMES = {
  pln: "planId",
  acc: "accountId",
  rdm: "redemptionId",
  bat: "batchId",
  pay: "paymentId",
  sag: "sagaId",
  ord: "orderId",
  ref: "refundId",
  rev: "reviewId",
  vio: "violationId",
  off: "offerId",
  cam: "campaignId",
  cod: "codeId",
  cru: "codeRedemptionId",
  sub: "subscriptionId",
  job: "jobId",
  wdr: "withdrawalId",
  dst: "destinationId",
  ret: "returnId",
  ntf: "notificationId",
  ntb: "notificationBatchId",
  tpl: "templateId",
  evt: "eventId",
  whe: "webhookEndpointId",
  dlv: "deliveryId",
} as const;

/** An id names its tenant: `<prefix>_<tenantId>_<unique>`. So any row is found by its id alone, by its owner or an operator. */
export type IdPrefix = keyof typeof NAMES;

const ID = new RegExp(`^(${Object.keys(NAMES).join("|")})_([a-z0-9][a-z0-9-]{0,31})_([0-9A-HJKMNP-TV-Z]{26})$`);

export const TENANT_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

export function makeId(prefix: IdPrefix, tenantId: string, unique: string): string {
  return `${prefix}_${tenantId}_${unique}`;
}

/** What kind of id it is; `undefined`: none of ours. */
function prefixOf(id: string): IdPrefix | undefined {
  return ID.exec(id)?.[1] as IdPrefix | undefined;
}

/**
 * The ids among some values, by the name of what they are of. Only what has the form of an id of ours: whatever else a caller
 * wrote into a path or a body may be a secret.
 */
export function idsAmong(values: readonly unknown[]): Record<string, string> {
  const ids = values.flatMap((value) => {
    const prefix = typeof value === "string" ? prefixOf(value) : undefined;
    return prefix === undefined ? [] : [[NAMES[prefix], value as string] as const];
  });
  return Object.fromEntries(ids);
}

/** The unique part of an id made by `makeId`: for plans, accounts and batches their creation ULID. */
export function uniqueOf(id: string): string {
  return id.slice(id.lastIndexOf("_") + 1);
}

export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 26 characters of 5 bits: 130 bits, beyond any birthday. */
const UNIQUE_CHARS = 26;

/** The unique part of an id that is the same for the same thing, from a hash of at least 17 bytes. */
export function uniqueFrom(hash: Uint8Array): string {
  return crockfordOf(hash, UNIQUE_CHARS);
}

/** So many symbols of 5 bits each, the lowest first. */
export function crockfordOf(bytes: Uint8Array, symbols: number): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let n = 0; n < symbols; n++) {
    text += CROCKFORD[Number(bits & 31n)];
    bits >>= 5n;
  }
  return text;
}

/** Like `uniqueFrom`, and sorted by a moment as a ULID is. */
export function uniqueAt(atMs: number, hash: Uint8Array): string {
  return ulidTime(atMs) + uniqueFrom(hash).slice(0, UNIQUE_CHARS - TIME_CHARS);
}

/** Has a ULID's form and order, by moment and then by number: the same for the same thing. */
export function numberedAt(atMs: number, n: number): string {
  return ulidTime(atMs) + String(n).padStart(UNIQUE_CHARS - TIME_CHARS, "0");
}

const TIME_CHARS = 10;

/** How a ULID of this moment begins; the least one comes right behind it. */
export function ulidTime(atMs: number): string {
  let time = "";
  for (let rest = Math.max(0, atMs); time.length < TIME_CHARS; rest = Math.floor(rest / 32))
    time = CROCKFORD[rest % 32] + time;
  return time;
}

/** The moment of a ULID. */
export function timeOfUlid(ulid: string): number {
  let atMs = 0;
  for (const symbol of ulid.slice(0, TIME_CHARS)) atMs = atMs * 32 + CROCKFORD.indexOf(symbol);
  return atMs;
}

export interface RedemptionRef {
  tenantId: string;
  redemptionId: string;
}

/** Who asks: an operator belongs to the platform and sees every tenant. */
export type Caller = { kind: "tenant"; tenantId: string; keyId: string } | { kind: "operator"; keyId: string };

/** The tenant whose row `id` names, when `caller` may see it. Another tenant's id is answered as one that does not exist. */
export function tenantOf(caller: Caller, prefix: IdPrefix, id: string): string {
  const match = ID.exec(id);
  const tenantId = match?.[1] === prefix ? match[2] : undefined;
  if (tenantId === undefined || (caller.kind === "tenant" && caller.tenantId !== tenantId)) {
    throw new TerminalError("not-found", "there is no resource with this id");
  }
  return tenantId;
}

/** The tenant that an id names, of whatever it is; `undefined`: none of ours. */
export function tenantIn(id: string): string | undefined {
  return ID.exec(id)?.[2];
}

/** The tenant that an id claims, for what comes from outside and has not been verified yet. */
export function claimedTenantOf(prefix: IdPrefix, id: string): string | undefined {
  const match = ID.exec(id);
  return match?.[1] === prefix ? match[2] : undefined;
}
