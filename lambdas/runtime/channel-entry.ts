/** One merchant's account at one channel, as somebody has written it down: what of it can be used. */

import * as z from "zod/mini";
import { readPrivateKey, readPublicKey } from "../../core/foundation/providers/alipay-keys.ts";
import { baseUrlOf } from "../../core/foundation/providers/vendor-call.ts";
import type { ChannelConfig, ChannelName } from "../../core/payments/domain/channel.ts";

const text = z.string().check(z.minLength(1), z.maxLength(8192));
const url = z.url({ protocol: /^https?$/ });
/** The first one signs, all are accepted: two while one is being rotated. */
const secrets = z.array(text).check(z.minLength(1), z.maxLength(10));

/** A field that is not known is a misspelt one, so it is refused. */
const CONFIG = z.discriminatedUnion("channel", [
  z.strictObject({ channel: z.literal("sandbox"), baseUrl: url, secret: text, webhookSecrets: secrets }),
  z.strictObject({
    channel: z.literal("stripe"),
    secretKey: text,
    webhookSecrets: secrets,
    apiBase: z.exactOptional(url),
  }),
  z.strictObject({
    channel: z.literal("alipay"),
    appId: text,
    sellerId: z.exactOptional(text),
    privateKey: text,
    alipayPublicKeys: secrets,
    gateway: url,
    mode: z.enum(["precreate", "page"]),
  }),
  z.strictObject({
    channel: z.literal("epay"),
    pid: text,
    keys: secrets,
    gateway: url,
    type: z.exactOptional(z.enum(["alipay", "wxpay"])),
    create: z.exactOptional(z.enum(["submit", "mapi"])),
  }),
]);

export interface ChannelEntry {
  /** `undefined`: nothing of it can be used. Keys that cannot be used are left out of it. */
  config?: ChannelConfig;
  /** What is wrong with it: names of fields, never what stands in them. */
  faults: readonly string[];
  /** Of its row, if it has one. */
  version?: number;
  /** The vendor can be called with it; else its webhooks can be verified and no more. */
  canCall: boolean;
}

export function readEntry(channel: ChannelName, entry: unknown): ChannelEntry {
  const unusable: string[] = [];
  const given = typeof entry === "object" ? withUsableKeys({ channel, ...entry }, unusable) : entry;
  const { success, data, error } = CONFIG.safeParse(given);
  if (!success) return { faults: [...unusable, ...error.issues.map(fieldOf)], canCall: false };
  if (data.channel !== channel) return { faults: ["channel"], canCall: false };
  const uncallable = callFaultsOf(data);
  return { config: data, faults: [...unusable, ...uncallable], canCall: uncallable.length === 0 };
}

/** A character that was pasted along makes every signature a wrong one. */
export const isSecret = (item: unknown) => typeof item === "string" && /^\S(.*\S)?$/s.test(item);
export const isPublicKey = (item: unknown) => typeof item === "string" && readPublicKey(item) !== undefined;

/** Fields that hold several of a kind, any of which verifies. */
const KEY_RINGS: Record<string, (item: unknown) => boolean> = {
  webhookSecrets: isSecret,
  keys: isSecret,
  alipayPublicKeys: isPublicKey,
};

/** One broken key among several is left out, the others verify. */
function withUsableKeys(entry: Record<string, unknown>, unusable: string[]): Record<string, unknown> {
  const usable = { ...entry };
  for (const [field, isUsable] of Object.entries(KEY_RINGS)) {
    const items = own(entry, field);
    if (!Array.isArray(items)) continue;
    unusable.push(...items.flatMap((item, at) => (isUsable(item) ? [] : [`${field}[${at}]`])));
    usable[field] = items.filter(isUsable);
  }
  return usable;
}

/** What stops the calls of a vendor and no webhook. */
function callFaultsOf(config: ChannelConfig): string[] {
  const faults = (checks: Record<string, boolean>) => Object.keys(checks).filter((field) => !checks[field]);
  switch (config.channel) {
    case "sandbox":
      return faults({ baseUrl: isAddress(config.baseUrl) });
    case "stripe": {
      const { secretKey, apiBase } = config;
      return faults({ secretKey: isHeaderText(secretKey), apiBase: apiBase === undefined || isOrigin(apiBase) });
    }
    case "alipay": {
      const { privateKey, gateway, appId } = config;
      const isReadable = readPrivateKey(privateKey) !== undefined;
      return faults({ privateKey: isReadable, gateway: isAddress(gateway), appId: isSecret(appId) });
    }
    case "epay":
      return faults({ gateway: isAddress(config.gateway), pid: isSecret(config.pid) });
  }
}

/** It travels in a header. */
export const isHeaderText = (secret: string) => /^[\x21-\x7e]+$/.test(secret);
export const isOrigin = (address: string) => isAddress(address) && new URL(address).pathname === "/";

export function isAddress(address: string): boolean {
  try {
    baseUrlOf(address);
    return true;
  } catch {
    return false;
  }
}

function fieldOf({ code, path }: z.core.$ZodIssue): string {
  // A name that we do not know may be a secret in the wrong place.
  return code === "unrecognized_keys" ? "a field that is not known" : path.join(".") || "entry";
}

export function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
