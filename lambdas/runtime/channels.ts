/** The merchants' payment channels: who has which, out of their rows, or else out of the secret that operators keep. */

import { InvariantError, RetryableError } from "../../core/foundation/domain/errors.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import {
  accountIdOf,
  type ChannelConfig,
  type ChannelName,
  type PaymentChannel,
  type WebhookVerifier,
} from "../../core/payments/domain/channel.ts";
import type { ChannelAccount, Channels, ConfiguredChannel } from "../../core/payments/services/deps.ts";
import { unusableChannel } from "../../core/payments/services/unusable-channel.ts";
import { ConfigBook, type ConfigFault } from "./channel-configs.ts";
import type { ChannelEntry } from "./channel-entry.ts";
import { ChannelRows } from "./channel-rows.ts";
import { environment, optionalEnvironment, withheld } from "./runtime.ts";
import { readSecret, vaultOf } from "./secrets.ts";

/** So long after an operator has changed an account, or a vendor's key, every function knows it. */
const MAX_AGE_SECONDS = 60;
const RETRY_AFTER_MS = 30_000;

/** Of so many merchants a process keeps what calls their vendors. */
const PORTS_MAX = 1000;

const UNUSABLE = { port: unusableChannel, cannotCall: true } as const;

type Open = (config: ChannelConfig) => Promise<PaymentChannel>;
type Report = (fault: ConfigFault) => void;

/** What a function does with channels; what it is not given it cannot do, and does not carry along. */
interface ChannelUse {
  open?: Open;
  verifierOf?: (channel: ChannelName) => WebhookVerifier;
}
type ChannelsBase = Pick<Deps, "tables" | "limits" | "clock" | "log" | "metrics">;

/** Call it while the module loads. */
export function paymentChannels(base: ChannelsBase, { open, verifierOf }: ChannelUse = {}): Channels {
  const { log, metrics } = base;
  const env = environment("CHANNEL_CONFIGS_SECRET", "CODE_CIPHER_SECRET", "API_URL");
  const sandbox = optionalEnvironment("CHANNEL_URL", "CHANNEL_SECRET");
  const ports = new Ports();
  const report: Report = ({ tenantId, channel, faults }) => {
    metrics.count("ChannelMisconfigured");
    log.warn("a channel's configuration cannot be used", { tenantId, channel, fields: faults.join(", ") });
  };
  const books = new Books(report);
  const book = async () => books.of(await readSecret(env.CHANNEL_CONFIGS_SECRET, MAX_AGE_SECONDS));
  const rows = new ChannelRows({ ...base, vault: vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base) });

  async function entryOf(tenantId: string, channel: ChannelName): Promise<ChannelEntry | undefined> {
    if (channel === "sandbox" && sandbox) {
      // Where the sandbox is deployed, every merchant has its channel.
      const secret = await readSecret(sandbox.CHANNEL_SECRET);
      const config = { channel, baseUrl: sandbox.CHANNEL_URL, secret, webhookSecrets: [secret] };
      return { config, faults: [], canCall: true };
    }
    // Whoever has a row has what it says, also when that is nothing: an account that was changed must not become an older one.
    const row = channel === "sandbox" ? undefined : await rows.find(tenantId, channel);
    return row ?? (await book()).find(tenantId, channel);
  }

  async function callable(
    tenantId: string,
    config: ChannelConfig,
  ): Promise<{ port: PaymentChannel; cannotCall?: true }> {
    if (!open) return { port: withheld<PaymentChannel>("port to payment channels") };
    const { channel } = config;
    const refused = () => report({ tenantId, channel, faults: ["credentials, says the vendor"] });
    try {
      return { port: await ports.of(tenantId, config, async (known) => telling(await open(known), refused)) };
    } catch {
      // Why may quote the configuration.
      report({ tenantId, channel, faults: ["what its port is made of"] });
      return UNUSABLE;
    }
  }

  return {
    async find(tenantId, channel): Promise<ConfiguredChannel | undefined> {
      const entry = await entryOf(tenantId, channel);
      if (entry === undefined) return undefined;
      const { config, faults, canCall, version } = entry;
      if (faults.length > 0) report({ tenantId, channel, faults });
      if (config === undefined) return undefined;
      const notifyUrl = `${env.API_URL}/v1/webhooks/${channel}`;
      const change = version === undefined ? {} : { version };
      return { config, ...change, notifyUrl, ...(canCall ? await callable(tenantId, config) : UNUSABLE) };
    },
    async all(channel, { tenantId: hinted, accountId } = {}) {
      if (channel === "sandbox") return [];
      const inSecret = new Map((await book()).all(channel).map(({ tenantId, config }) => [tenantId, config]));
      const isNamed = ([, config]: [string, ChannelConfig]) =>
        accountId !== undefined && accountIdOf(config) === accountId;
      const namedInSecret = [...inSecret].filter(isNamed).map(([tenantId]) => tenantId);
      const { named, others } = await rows.tenants(channel, accountId);
      const candidates = new Set([...namedInSecret, ...named, ...inSecret.keys(), ...others]);
      // A hint that is nobody's name takes no place from who would be tried without it.
      const first = hinted === undefined ? [] : [hinted];
      const tenantIds = [...new Set([...first, ...[...candidates].slice(0, CONTRACT.webhookAccountsMax)])];
      const entries = await rows.findMany(tenantIds, channel);
      return tenantIds.flatMap((tenantId): ChannelAccount[] => {
        const config = entries.has(tenantId) ? entries.get(tenantId)?.config : inSecret.get(tenantId);
        return config === undefined ? [] : [{ tenantId, config }];
      });
    },
    verifierOf: verifierOf ?? noVerifier,
  };
}

function noVerifier(): never {
  throw new InvariantError("this function was given no webhook verifiers");
}

/** The secret as it was last read. One that cannot be read at all does not take the place of one that could. */
class Books {
  readonly #report: Report;
  #last: { json: string; book: ConfigBook } | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  of(json: string): ConfigBook {
    if (this.#last?.json === json) return this.#last.book;
    try {
      const book = new ConfigBook(json);
      this.#last = { json, book };
      for (const fault of book.faults()) this.#report(fault);
      return book;
    } catch {
      this.#report({ tenantId: "*", channel: "*", faults: ["the secret is not a JSON object"] });
    }
    if (this.#last) return this.#last.book;
    throw new RetryableError("overloaded", "the channels' configurations cannot be read", RETRY_AFTER_MS);
  }
}

/** A port that tells when its vendor does not know our credentials. */
function telling(port: PaymentChannel, tell: () => void): PaymentChannel {
  const told = async <Outcome extends { outcome: string; reason?: string }>(answer: Promise<Outcome>) => {
    const outcome = await answer;
    if (outcome.outcome === "unknown" && outcome.reason === "channel-unusable") tell();
    return outcome;
  };
  const [trade, list] = [port.trade?.bind(port), port.list?.bind(port)];
  return {
    charge: (call) => told(port.charge(call)),
    query: (ref) => told(port.query(ref)),
    cancel: (call) => told(port.cancel(call)),
    refund: (call) => told(port.refund(call)),
    queryRefund: (call) => told(port.queryRefund(call)),
    ...(trade && { trade: (ref) => told(trade(ref)) }),
    ...(list && { list }),
  };
}

/** A port keeps its connections, so it is made once, and again only when its configuration has changed. */
class Ports {
  readonly #made = new Map<string, { text: string; port: Promise<PaymentChannel> }>();

  of(tenantId: string, config: ChannelConfig, open: Open): Promise<PaymentChannel> {
    const name = `${tenantId}/${config.channel}`;
    const text = JSON.stringify(config);
    const known = this.#made.get(name);
    if (known?.text === text) return known.port;
    const made = { text, port: open(config) };
    this.#made.set(name, made);
    const [oldest] = this.#made.keys();
    if (this.#made.size > PORTS_MAX && oldest !== undefined) this.#made.delete(oldest);
    // What could not be made is not kept.
    made.port.catch(() => {
      if (this.#made.get(name) === made) this.#made.delete(name);
    });
    return made.port;
  }
}
