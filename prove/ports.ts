import type { SendFailure, WebhookAnswer, WebhookCall } from "../core/events/domain/webhook-sender.ts";
import type { Job, JobQueue } from "../core/foundation/domain/jobs.ts";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { NotificationSender } from "../core/notifications/domain/sender.ts";
import { sandboxWebhooks } from "../core/payments/channels/sandbox-webhooks.ts";
import type { ChannelConfig, PaymentChannel } from "../core/payments/domain/channel.ts";
import type { PayoutConfig, PayoutProvider } from "../core/withdrawals/domain/payout-provider.ts";
import { sandboxPayoutWebhooks } from "../core/withdrawals/payouts/sandbox.ts";
import { type SenderInMemory, sentBy } from "../sandbox/notifications/in-memory.ts";
import type { VendorCall } from "./call-rules.ts";
import type { Ports } from "./functions.ts";
import type { Call, Invocation } from "./invocation.ts";
import type { ChannelModel } from "./model/channel.ts";
import type { ExchangeModel } from "./model/exchange.ts";
import type { PayoutModel } from "./model/payouts.ts";
import type { QueueModel } from "./model/queue.ts";
import type { ReceiversModel } from "./model/receivers.ts";
import type { StepFunctionsModel } from "./model/step-functions.ts";

export interface Outside {
  /** Told of each call before it is made. */
  onCall: (call: VendorCall, by: Invocation) => void;
  /** Told of each call that takes effect: what it is about, and its number. */
  onEffect: (call: VendorCall, by: Invocation) => void;
  /** Told of each message that its sender knows to be on its way, a lost one too. */
  onSent: (job: Job) => void;
  exchange: ExchangeModel;
  channel: ChannelModel;
  payouts: PayoutModel;
  receivers: ReceiversModel;
  sender: SenderInMemory;
  queues: Record<JobQueue, QueueModel>;
  machine: StepFunctionsModel;
}

/** Each merchant has an account of his own at the channel. */
export function channelConfigOf(tenantId: string): Extract<ChannelConfig, { channel: "sandbox" }> {
  const secretFor = (use: string) => `${tenantId}-${use}-`.padEnd(64, "s");
  const webhookSecrets = [secretFor("webhooks")];
  return { channel: "sandbox", baseUrl: "https://channel.example", secret: secretFor("calls"), webhookSecrets };
}

/** The platform has one for all merchants. */
export const PAYOUT_CONFIG = {
  provider: "sandbox",
  baseUrl: "https://payouts.example",
  secret: "platform-calls".padEnd(64, "s"),
  webhookSecrets: ["platform-webhooks".padEnd(64, "s")],
} satisfies PayoutConfig;

const unknown = (reason: "timeout" | "throttled") => () => ({ outcome: "unknown" as const, reason });

/** The world outside as one invocation reaches it: each call is a scheduling point. */
export function portsOf(outside: Outside, current: () => Invocation, limits: Limits): Ports {
  const { exchange, channel, payouts, sender, receivers, queues, machine } = outside;

  async function provider<Answer extends Told>(
    call: Pick<Call<Answer>, "what" | "effect" | "inFlightMs">,
    again?: () => Promise<Answer>,
  ): Promise<Answer> {
    const answers = { lost: unknown("timeout"), throttled: unknown("throttled") } as unknown as Pick<
      Call<Answer>,
      "lost" | "throttled"
    >;
    const asking = current();
    asking.told = "uncertain";
    const answer = await asking.call<Answer>({ kind: "provider", ...call, ...answers, ...(again ? { again } : {}) });
    if (isCertain(answer)) asking.told = "certain";
    return answer;
  }

  function message(what: string, effect: () => void): Promise<void> {
    const run = async () => effect();
    return current().call<void>({ kind: "message", what, effect: run, again: run, lost: failed, throttled: failed });
  }

  function execution<Answer>(what: string, run: () => Answer): Promise<Answer> {
    const effect = async () => run();
    return current().call<Answer>({ kind: "execution", what, effect, again: effect, lost: failed, throttled: failed });
  }

  /** To a merchant's server. Whatever comes of it is an answer. */
  function webhook({ url, headers, body }: WebhookCall): Promise<WebhookAnswer> {
    const failed = (error: SendFailure) => ({ httpStatus: null, error, excerpt: null, durationMs: 0 }) as const;
    const effect = async (): Promise<WebhookAnswer> => {
      const { status, retryAfterMs } = receivers.receive(url, headers, Buffer.from(body).toString("utf8"));
      if (status === undefined) return failed("timeout");
      const later = retryAfterMs === undefined ? {} : { retryAfterMs };
      return { httpStatus: status, error: null, excerpt: null, durationMs: 0, ...later };
    };
    const lost = () => failed("timeout");
    const { callTimeoutMs: inFlightMs } = limits.delivery;
    const call = { kind: "provider" as const, what: "webhook", effect, again: effect, inFlightMs };
    return current().call<WebhookAnswer>({ ...call, lost, throttled: () => failed("connection-failed") });
  }

  /** It knows a call by its key: a repeated one meets the first. */
  function asking<Answer extends Told>(what: string, effect: () => Promise<Answer>): Promise<Answer> {
    return provider({ what, effect, inFlightMs: limits.charge.inFlightMs }, effect);
  }

  /** Its intent must be on record when it arrives, each time. */
  function moving<Answer extends Told>(
    subject: "charge" | "cancel" | "refund",
    id: string,
    providerKey: string,
    effect: () => Promise<Answer>,
  ): Promise<Answer> {
    const by = current();
    outside.onCall({ subject, id, providerKey }, by);
    return asking(subject, () => {
      outside.onEffect({ subject, id, providerKey }, by);
      return effect();
    });
  }

  const port: PaymentChannel = {
    charge: (call) => moving("charge", call.paymentId, call.providerKey, () => channel.charge(call)),
    query: (call) => asking("query", () => channel.query(call)),
    cancel: (call) => moving("cancel", call.paymentId, call.compensationKey, () => channel.cancel(call)),
    refund: (call) => moving("refund", call.refundId, call.providerKey, () => channel.refund(call)),
    queryRefund: (call) => asking("query refund", () => channel.queryRefund(call)),
    list: (call) => provider({ what: "list charges", effect: () => channel.list(call) }),
  };
  const payoutPort: PayoutProvider = {
    pay: (call) => {
      const made: VendorCall = { subject: "payout", id: call.withdrawalId, providerKey: call.withdrawalId };
      const by = current();
      outside.onCall(made, by);
      const effect = () => {
        outside.onEffect(made, by);
        return payouts.pay(call);
      };
      return provider({ what: "payout", effect, inFlightMs: limits.withdrawal.inFlightMs }, effect);
    },
    query: (ref) => provider({ what: "query payout", effect: () => payouts.query(ref) }),
    list: (call) => provider({ what: "list payouts", effect: () => payouts.list(call) }),
  };
  const senderPort: NotificationSender = {
    send: (call) => {
      const { notificationId: id, providerKey } = call;
      const made: VendorCall = { subject: "notification", id, providerKey };
      const by = current();
      outside.onCall(made, by);
      const effect = () => {
        outside.onEffect(made, by);
        return sender.send(call);
      };
      return provider({ what: "send message", effect, inFlightMs: limits.notification.inFlightMs }, effect);
    },
    query: (ref) => provider({ what: "query message", effect: () => sender.query(ref) }),
  };
  const notifyUrl = "https://api.example/v1/webhooks/sandbox";

  return {
    exchange: {
      redeem: (call) => {
        const [id = ""] = call.providerKey.split("#");
        const made: VendorCall = { subject: "redemption", id, providerKey: call.providerKey };
        const by = current();
        outside.onCall(made, by);
        const effect = () => {
          outside.onEffect(made, by);
          return exchange.redeem(call);
        };
        // A network does not repeat a call by itself; where keys are known a repeated one does no harm.
        const again = exchange.kindOf(call.code).startsWith("no-keys") ? undefined : effect;
        return provider({ what: "redeem", effect, inFlightMs: limits.exchange.inFlightMs }, again);
      },
      lookup: (call) => provider({ what: "lookup", effect: () => exchange.lookup(call) }),
      list: (call) => provider({ what: "list effects", effect: () => exchange.list(call) }),
    },
    jobs: {
      send: (messages) =>
        message(`send to ${[...new Set(messages.map(({ job }) => job.queue))].join(" and ")}`, () => {
          for (const { job, delaySeconds } of messages) queues[job.queue].send(job.body, delaySeconds);
        }).then(() => {
          for (const { job } of messages) outside.onSent(job);
        }),
    },
    sender: {
      send: (call) => webhook(call),
    },
    channels: {
      find: async (tenantId, name) =>
        name === "sandbox" ? { port, config: channelConfigOf(tenantId), notifyUrl } : undefined,
      all: async () => [],
      verifierOf: () => sandboxWebhooks,
    },
    payouts: { port: async () => ({ port: payoutPort }) },
    senders: sentBy(senderPort),
    payoutWebhooks: { configOf: async () => PAYOUT_CONFIG, verifierOf: () => sandboxPayoutWebhooks },
    executions: {
      start: (name, input) => execution(`start ${name}`, () => machine.start(name, input)),
      stop: (name) => execution(`stop ${name}`, () => machine.stop(name)),
      isRunning: (name) => execution(`describe ${name}`, () => machine.isRunning(name)),
      wake: (token, output) => execution(`wake ${token}`, () => machine.wake(token, output)),
    },
    deadLetters: {
      bury: ({ ref, messageId }) =>
        message("send to dead letters", () => queues[messageId.split("-")[0] as JobQueue].bury(ref ?? { messageId })),
    },
    hold: {
      hide: (receiptHandle, seconds) =>
        message("hide message", () => {
          for (const each of Object.values(queues)) each.hide(receiptHandle, seconds);
        }),
    },
  };
}

function failed(): never {
  throw Object.assign(new Error("planned: no answer"), { name: "TimeoutError" });
}

interface Told {
  outcome: string;
  reason?: string;
}

/** "Used" may have been our own doing; and what cannot be given back is nobody's until a person has looked. */
const REFUSALS_IN_DOUBT: readonly unknown[] = ["code-used", "not-captured", "exceeds-charge", "refused"];

/** "Not found" proves little. */
function isCertain({ outcome, reason }: Told): boolean {
  return outcome !== "unknown" && outcome !== "not-found" && !REFUSALS_IN_DOUBT.includes(reason);
}
