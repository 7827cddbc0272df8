import type {
  ChannelConfig,
  RawWebhook,
  WebhookVerdict,
  WebhookVerifier,
} from "../../../../core/payments/domain/channel.ts";

export const refused = (httpStatus: number, why: string) => ({ kind: "refused", httpStatus, why });
export const ignored = (why: string) => ({ kind: "ignored", why });

export function verdictOf(
  verifier: WebhookVerifier,
  raw: RawWebhook,
  config: ChannelConfig,
  nowMs: number,
): WebhookVerdict {
  const webhook = verifier.read(raw, nowMs);
  return webhook.kind === "refused" ? webhook : webhook.verify(config);
}

/** The payment that the bytes claim to be about; `undefined` too for what is refused by itself. */
export function claimIn(verifier: WebhookVerifier, raw: RawWebhook, nowMs = 0): string | undefined {
  const webhook = verifier.read(raw, nowMs);
  return webhook.kind === "refused" ? undefined : webhook.claimedPaymentId;
}

/** The account at the vendor that the bytes claim to be of. */
export function accountIn(verifier: WebhookVerifier, raw: RawWebhook, nowMs = 0): string | undefined {
  const webhook = verifier.read(raw, nowMs);
  return webhook.kind === "refused" ? undefined : webhook.claimedAccountId;
}

/**
 * Flips each bit of each byte of the body. An unsigned spelling may change (`%2F` is `%2f`), what is said may not: so each
 * result is a refusal or says exactly the same. Returns the positions where it was neither, and how often it was the latter.
 */
export function flipEveryBit(
  verifier: WebhookVerifier,
  raw: RawWebhook,
  config: ChannelConfig,
  nowMs: number,
): { believed: string[]; respelled: number; count: number } {
  const truth = JSON.stringify(verdictOf(verifier, raw, config, nowMs));
  const believed: string[] = [];
  let respelled = 0;
  for (let at = 0; at < raw.body.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const body = Buffer.from(raw.body);
      body[at] = (body[at] ?? 0) ^ (1 << bit);
      const verdict: WebhookVerdict = verdictOf(verifier, { ...raw, body }, config, nowMs);
      if (verdict.kind === "refused") continue;
      if (JSON.stringify(verdict) === truth) respelled += 1;
      else believed.push(`byte ${at}, bit ${bit}`);
    }
  }
  return { believed, respelled, count: raw.body.length * 8 };
}
