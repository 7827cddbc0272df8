import type { ChannelConfig, PaymentChannel } from "../core/domain/channel.ts";
import type { Limits } from "../core/domain/limits.ts";
import { sandboxWebhooks } from "../core/providers/channels/sandbox-webhooks.ts";
import type { Ports } from "./functions.ts";
import type { Call, Invocation } from "./invocation.ts";
import type { ChannelModel } from "./model/channel.ts";
import type { ExchangeModel } from "./model/exchange.ts";
import type { QueueModel } from "./model/queue.ts";
import type { StepFunctionsModel } from "./model/step-functions.ts";

export type QueueName = "redemptions" | "sagas" | "refunds" | "webhooks";

export interface Outside {
  exchange: ExchangeModel;
  channel: ChannelModel;
  queues: Record<QueueName, QueueModel>;
  machine: StepFunctionsModel;
  /** Redemptions, payments and refunds of which some call at a provider was not answered for certain. */
  doubts: Set<string>;
}

/** Each merchant has an account of his own at the channel. */
export function channelConfigOf(tenantId: string): Extract<ChannelConfig, { channel: "sandbox" }> {
  const secretFor = (use: string) => `${tenantId}-${use}-`.padEnd(64, "s");
  const webhookSecrets = [secretFor("webhooks")];
  return { channel: "sandbox", baseUrl: "https://channel.example", secret: secretFor("calls"), webhookSecrets };
}

const unknown = (reason: "timeout" | "throttled") => () => ({ outcome: "unknown" as const, reason });

/** The world outside as one invocation reaches it: each call is a scheduling point. */
export function portsOf(outside: Outside, current: () => Invocation, limits: Limits): Ports {
  const { exchange, channel, queues, machine, doubts } = outside;

  /** In doubt from its sending until it is answered for certain; whoever dies in between leaves the doubt behind. */
  async function provider<Answer extends { outcome: string }>(
    subjectId: string,
    call: Pick<Call<Answer>, "what" | "effect" | "inFlightMs">,
    again?: () => Promise<Answer>,
  ): Promise<Answer> {
    const answers = { lost: unknown("timeout"), throttled: unknown("throttled") } as unknown as Pick<
      Call<Answer>,
      "lost" | "throttled"
    >;
    const wasInDoubt = doubts.has(subjectId);
    doubts.add(subjectId);
    const answer = await current().call<Answer>({ kind: "provider", ...call, ...answers, ...(again ? { again } : {}) });
    if (answer.outcome !== "unknown" && !wasInDoubt) doubts.delete(subjectId);
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

  const inFlightMs = limits.channelInFlightMs;
  const port: PaymentChannel = {
    charge: (call) => provider(call.paymentId, { what: "charge", effect: () => channel.charge(call), inFlightMs }),
    query: (call) => provider(call.paymentId, { what: "query", effect: () => channel.query(call) }),
    cancel: (call) => provider(call.paymentId, { what: "cancel", effect: () => channel.cancel(call), inFlightMs }),
    refund: (call) => provider(call.refundId, { what: "refund", effect: () => channel.refund(call), inFlightMs }),
    queryRefund: (call) => provider(call.refundId, { what: "query refund", effect: () => channel.queryRefund(call) }),
  };
  const notifyUrl = "https://api.example/v1/webhooks/sandbox";

  return {
    exchange: {
      redeem: (call) => {
        const effect = () => exchange.redeem(call);
        // A network does not repeat a call by itself; where keys are known a repeated one does no harm.
        const again = exchange.kindOf(call.code).startsWith("no-keys") ? undefined : effect;
        return provider(
          operationOf(call.providerKey),
          { what: "redeem", effect, inFlightMs: limits.exchangeInFlightMs },
          again,
        );
      },
      lookup: (call) =>
        provider(operationOf(call.providerKey), { what: "lookup", effect: () => exchange.lookup(call) }),
    },
    queue: {
      send: (messages) =>
        message("send to redemptions", () => {
          for (const { ref, delaySeconds } of messages) queues.redemptions.send(ref, delaySeconds);
        }),
    },
    jobs: {
      send: (messages) =>
        message(`send to ${[...new Set(messages.map(({ job }) => job.queue))].join(" and ")}`, () => {
          for (const { job, delaySeconds } of messages) queues[job.queue].send(job.body, delaySeconds);
        }),
    },
    channels: {
      find: async (tenantId, name) =>
        name === "sandbox" ? { port, config: channelConfigOf(tenantId), notifyUrl } : undefined,
      verifierOf: () => sandboxWebhooks,
    },
    executions: {
      start: (name, input) => execution(`start ${name}`, () => machine.start(name, input)),
      stop: (name) => execution(`stop ${name}`, () => machine.stop(name)),
      isRunning: (name) => execution(`describe ${name}`, () => machine.isRunning(name)),
      wake: (token, output) => execution(`wake ${token}`, () => machine.wake(token, output)),
    },
    deadLetters: {
      bury: ({ ref, messageId }) =>
        message("send to dead letters", () => queues[messageId.split("-")[0] as QueueName].bury(ref ?? { messageId })),
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

/** `<redemptionId>#<attempt>` */
function operationOf(providerKey: string): string {
  return providerKey.slice(0, providerKey.lastIndexOf("#"));
}
