import * as z from "zod";
import type { ChannelConfig, ChannelName } from "../core/domain/channel.ts";

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

/** Whose accounts at which vendors. An entry is looked at when it is asked for: another's mistake stops nobody. */
export class ConfigBook {
  readonly #tenants: Record<string, unknown>;

  /** `json`: `{"<tenantId>": {"<channel>": {...}}}`. Throws without a word of it: it holds secrets. */
  constructor(json: string) {
    this.#tenants = parse(json);
  }

  /** `undefined`: there is none; `"broken"`: there is one that cannot be used. */
  find(tenantId: string, channel: ChannelName): ChannelConfig | "broken" | undefined {
    const tenant = own(this.#tenants, tenantId);
    if (tenant === undefined) return undefined;
    const entry = own(tenant, channel);
    if (entry === undefined) return undefined;
    const { success, data } = CONFIG.safeParse(typeof entry === "object" ? { channel, ...entry } : entry);
    return success && data.channel === channel ? data : "broken";
  }
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
    throw new Error("the secret with the channels' configurations is no JSON object");
  }
}
