import { SANDBOX_SIGNATURE_HEADER, signWebhook } from "../../core/foundation/domain/webhook-signature.ts";
import { referenceOf } from "../../sandbox/channel/calls.ts";
import type { AskedPayment } from "./payments.ts";
import type { Stage } from "./stage.ts";

const ANSWER_TIMEOUT_MS = 35_000;
/** More than the tolerance for a clock that is wrong. */
const LONG_AGO_SECONDS = 3600;

export interface Webhook {
  eventId: string;
  type: "charge.paid" | "charge.declined";
  paymentId: string;
  orderNo: string;
  amount: { amount: number; currency: string };
  providerReference: string;
}

/** What the sandbox channel itself says of the payment, to the byte. */
export function webhookOf({ paymentId = "", orderNo, amount }: AskedPayment, type: Webhook["type"]): Webhook {
  const providerReference = referenceOf(paymentId);
  const eventId = providerReference.replace(/^sbx_/, "evt_");
  return { eventId, type, paymentId, orderNo, amount, providerReference };
}

/** Undefined: there was no answer. */
export type Status = number | undefined;

/** Whoever knows the secret may say it: the channel, and whoever repeats its words. */
export async function deliver(stage: Stage, webhook: Webhook): Promise<Status> {
  const body = JSON.stringify(webhook);
  return post(stage, "sandbox", body, signWebhook(secretOf(stage), nowSeconds(), body));
}

/** What somebody tries who does not know it: name, and the status that he gets. */
export async function forge(stage: Stage, webhook: Webhook): Promise<{ what: string; status: Status }[]> {
  const body = JSON.stringify(webhook);
  const signature = signWebhook(secretOf(stage), nowSeconds(), body);
  const dearer = JSON.stringify({ ...webhook, amount: { ...webhook.amount, amount: 1 } });
  const foreign = JSON.stringify({ ...webhook, paymentId: webhook.paymentId.replace("pay_demo_", "pay_nobody_") });
  const forgeries: [what: string, channel: string, body: string, signature?: string][] = [
    ["no signature", "sandbox", body],
    ["an empty signature", "sandbox", body, ""],
    ["another secret", "sandbox", body, signWebhook("a-secret-of-somebody-else", nowSeconds(), body)],
    ["another amount than was signed", "sandbox", dearer, signature],
    ["another merchant's payment", "sandbox", foreign, signature],
    ["signed an hour ago", "sandbox", body, signWebhook(secretOf(stage), nowSeconds() - LONG_AGO_SECONDS, body)],
    ["a time of its own", "sandbox", body, signature.replace(/^t=\d+/, `t=${nowSeconds() + 1}`)],
    ["half of a body", "sandbox", body.slice(0, body.length / 2), signature],
    ["sent as stripe's", "stripe", body, signature],
    ["sent as alipay's", "alipay", body, signature],
  ];
  return Promise.all(
    forgeries.map(async ([what, channel, text, signed]) => ({
      what,
      status: await post(stage, channel, text, signed),
    })),
  );
}

async function post({ instance }: Stage, channel: string, body: string, signature?: string): Promise<Status> {
  const request = fetch(`${instance.url}/v1/webhooks/${channel}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signature === undefined ? {} : { [SANDBOX_SIGNATURE_HEADER]: signature }),
    },
    body,
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  try {
    const response = await request;
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

function secretOf({ instance }: Stage): string {
  return instance.secret("ChannelSecret");
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
