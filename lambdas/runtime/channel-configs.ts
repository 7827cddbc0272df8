import * as z from "zod";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import { readPrivateKey, readPublicKey } from "../../core/foundation/providers/alipay-keys.ts";
import { baseUrlOf } from "../../core/foundation/providers/vendor-call.ts";
import { CHANNELS, type ChannelConfig, type ChannelName } from "../../core/payments/domain/channel.ts";

const text = z.string().min(1).max(8192);
const url = z.url({ protocol: /^https?$/ });
/** The first one signs, all are accepted: two while one is being rotated. */
const secrets = z.array(text).min(1).max(10);

/** One entry of the secret `ChannelConfigs`. A field that is not known is a misspelt one, so it is refused. */
const CONFIG = z.discriminatedUnion("channel", [
  z.strictObject({ channel: z.literal("sandbox"), baseUrl: url, secret: text, webhookSecrets: secrets }),
  z.strictObject({
    channel: z.literal("stripe"),
    secretKey: text,
    webhookSecrets: secrets,
    apiBase: url.exactOptional(),
  }),
  z.strictObject({
    channel: z.literal("alipay"),
    appId: text,
    sellerId: text.exactOptional(),
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
    type: z.enum(["alipay", "wxpay"]).exactOptional(),
    create: z.enum(["submit", "mapi"]).exactOptional(),
  }),
]);

const BOOK = z.record(z.string(), z.unknown());

export interface ChannelEntry {
  /** `undefined`: nothing of it can be used. Keys that cannot be used are left out of it. */
  config?: ChannelConfig;
  /** What is wrong with it: names of fields, never what stands in them. */
  faults: readonly string[];
  /** The vendor can be called with it; else its webhooks can be verified and no more. */
  canCall: boolean;
}

export interface ConfigFault {
  tenantId: string;
  channel: string;
  faults: readonly string[];
}

interface Account {
  tenantId: string;
  config: ChannelConfig;
}

/** Whose accounts at which vendors. Each entry stands for itself: another's mistake stops nobody. */
export class ConfigBook {
  readonly #tenants: Record<string, unknown>;
  readonly #all = new Map<ChannelName, readonly Account[]>();

  /** `json`: `{"<tenantId>": {"<channel>": {...}}}`. Throws without a word of it: it holds secrets. */
  constructor(json: string) {
    this.#tenants = parse(json);
  }

  /** `undefined`: there is none. */
  find(tenantId: string, channel: ChannelName): ChannelEntry | undefined {
    const tenant = own(this.#tenants, tenantId);
    if (tenant === undefined) return undefined;
    const entry = own(tenant, channel);
    return entry === undefined ? undefined : read(channel, entry);
  }

  /** Those that can verify, in the order of the secret. A name that is no tenant's is nobody's, and no id names it. */
  all(channel: ChannelName): readonly Account[] {
    const known = this.#all.get(channel);
    if (known) return known;
    const tenantIds = Object.keys(this.#tenants).filter((name) => TENANT_ID.test(name));
    const accounts = tenantIds.flatMap((tenantId) => {
      const config = this.find(tenantId, channel)?.config;
      return config === undefined ? [] : [{ tenantId, config }];
    });
    this.#all.set(channel, accounts);
    return accounts;
  }

  /** Everything that somebody has to mend, also of merchants whom nobody pays today. */
  faults(): ConfigFault[] {
    return Object.entries(this.#tenants).flatMap(([tenantId, tenant]): ConfigFault[] => {
      // `_generated` is what the deployment has put there.
      if (tenantId.startsWith("_")) return [];
      // A name that is none may be a secret in the wrong place.
      if (!TENANT_ID.test(tenantId)) return [{ tenantId: "?", channel: "?", faults: ["tenant id"] }];
      if (typeof tenant !== "object" || tenant === null) return [{ tenantId, channel: "?", faults: ["entry"] }];
      return Object.keys(tenant).flatMap((name): ConfigFault[] => {
        const channel = CHANNELS.find((known) => known === name);
        if (channel === undefined) return [{ tenantId, channel: "?", faults: ["channel"] }];
        const { faults = [] } = this.find(tenantId, channel) ?? {};
        return faults.length === 0 ? [] : [{ tenantId, channel, faults }];
      });
    });
  }
}

function read(channel: ChannelName, entry: unknown): ChannelEntry {
  const unusable: string[] = [];
  const given = typeof entry === "object" ? withUsableKeys({ channel, ...entry }, unusable) : entry;
  const { success, data, error } = CONFIG.safeParse(given);
  if (!success) return { faults: [...unusable, ...error.issues.map(fieldOf)], canCall: false };
  if (data.channel !== channel) return { faults: ["channel"], canCall: false };
  const uncallable = callFaultsOf(data);
  return { config: data, faults: [...unusable, ...uncallable], canCall: uncallable.length === 0 };
}

/** A character that was pasted along makes every signature a wrong one. */
const isSecret = (item: unknown) => typeof item === "string" && /^\S(.*\S)?$/s.test(item);
const isPublicKey = (item: unknown) => typeof item === "string" && readPublicKey(item) !== undefined;

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
      const isOrigin = apiBase === undefined || (isAddress(apiBase) && new URL(apiBase).pathname === "/");
      // It travels in a header.
      return faults({ secretKey: /^[\x21-\x7e]+$/.test(secretKey), apiBase: isOrigin });
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

function isAddress(address: string): boolean {
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

function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function parse(json: string): Record<string, unknown> {
  try {
    return BOOK.parse(JSON.parse(json));
  } catch {
    throw new Error("the secret with the channels' configurations is not a JSON object");
  }
}
