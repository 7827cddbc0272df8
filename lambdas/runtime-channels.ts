/** The merchants' payment channels: who has which, out of the secret that operators keep. */

import type { ChannelConfig, ChannelName, PaymentChannel, WebhookVerifier } from "../core/domain/channel.ts";
import { InvariantError } from "../core/domain/errors.ts";
import type { Channels, ConfiguredChannel, Log } from "../core/services/deps.ts";
import { ConfigBook } from "./channel-configs.ts";
import { environment, optionalEnvironment, withheld } from "./runtime.ts";
import { readSecret } from "./runtime-secrets.ts";

/** So long after an operator has changed an account, or a vendor's key, every function knows it. */
const MAX_AGE_SECONDS = 60;

type Open = (config: ChannelConfig) => Promise<PaymentChannel>;

/** What a function does with channels; what it is not given it cannot do, and does not carry along. */
interface ChannelUse {
  log: Log;
  open?: Open;
  verifierOf?: (channel: ChannelName) => WebhookVerifier;
}

/** Call it while the module loads. */
export function paymentChannels({ log, open, verifierOf }: ChannelUse): Channels {
  const env = environment("CHANNEL_CONFIGS_SECRET", "API_URL");
  const sandbox = optionalEnvironment("CHANNEL_URL", "CHANNEL_SECRET");
  const ports = new Ports();
  let book: { json: string; entries: ConfigBook } | undefined;

  async function configOf(tenantId: string, channel: ChannelName): Promise<ChannelConfig | undefined> {
    if (channel === "sandbox" && sandbox) {
      // Where the sandbox is deployed, every merchant has its channel.
      const secret = await readSecret(sandbox.CHANNEL_SECRET);
      return { channel, baseUrl: sandbox.CHANNEL_URL, secret, webhookSecrets: [secret] };
    }
    const json = await readSecret(env.CHANNEL_CONFIGS_SECRET, MAX_AGE_SECONDS);
    if (book?.json !== json) book = { json, entries: new ConfigBook(json) };
    const config = book.entries.find(tenantId, channel);
    if (config !== "broken") return config;
    log.warn("a channel's configuration cannot be used", { tenantId, channel });
    return undefined;
  }

  return {
    async find(tenantId, channel): Promise<ConfiguredChannel | undefined> {
      const config = await configOf(tenantId, channel);
      if (config === undefined) return undefined;
      const port = open ? await ports.of(tenantId, config, open) : withheld<PaymentChannel>("port to payment channels");
      return { port, config, notifyUrl: `${env.API_URL}/v1/webhooks/${channel}` };
    },
    verifierOf: verifierOf ?? noVerifier,
  };
}

function noVerifier(): never {
  throw new InvariantError("this function was given no webhook verifiers");
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
    // What could not be made is not kept.
    made.port.catch(() => {
      if (this.#made.get(name) === made) this.#made.delete(name);
    });
    return made.port;
  }
}
