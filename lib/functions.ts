import type { HttpFunction } from "../contract/routes.ts";
import { JOB_QUEUES, type JobQueue } from "../core/foundation/domain/jobs.ts";
import type { Limits } from "../core/foundation/domain/limits.ts";
import { ACCESS, type AccessRow } from "./access.ts";

/** The deployed functions as data. What a function may reach decides its environment too, so that the two cannot drift. */

/** `channels`: the merchants' accounts at payment channels; `channel`: shared with the sandbox channel. */
export type SecretName = "pepper" | "cipher" | "exchange" | "channels" | "channel";
export type SendTarget = JobQueue | `${JobQueue}-dead-letters`;
/** What a function may do with executions of the payment saga; `wake`: answer a task that waits. */
export type SagaRight = "start" | "stop" | "describe" | "wake";

export interface FunctionRow {
  /** Source file, from the repository's root. The bundle is `.build/<name>/index.mjs`. */
  entry: string;
  does: string;
  timeoutSeconds: (limits: Limits) => number;
  /** CPU grows with memory: 1769 MB is one whole processor. */
  memoryMb: number;
  access: readonly AccessRow[];
  secrets: readonly SecretName[];
  sendsTo: readonly SendTarget[];
  /** Calls the exchange: gets its base URL. */
  callsExchange?: true;
  /** Knows the merchants' payment channels: gets their configurations, and what it takes to reach the sandbox's. */
  knowsChannels?: true;
  steers?: readonly SagaRight[];
}

/** A caller waits for it, cold starts included: loading the bundle is pure CPU work, and half a processor halves the wait of a quarter. */
const HTTP = { timeoutSeconds: (limits: Limits) => limits.httpTimeoutSeconds, memoryMb: 1024 };
/** Nobody waits, and most of the time is spent waiting for the network. */
const BACKGROUND_MB = 512;

export const FUNCTIONS = {
  "setup-api": {
    ...HTTP,
    entry: "lambdas/http/setup/handler.ts",
    does: "HTTP: plans and accounts",
    access: ACCESS["setup-api"],
    secrets: ["pepper"],
    sendsTo: [],
  },
  "redemptions-api": {
    ...HTTP,
    entry: "lambdas/http/redemptions/handler.ts",
    does: "HTTP: submits and shows redemptions and batches",
    access: ACCESS["redemptions-api"],
    secrets: ["pepper", "cipher"],
    sendsTo: [],
  },
  "operator-api": {
    ...HTTP,
    entry: "lambdas/http/operator/handler.ts",
    does: "HTTP: an operator's changes",
    access: ACCESS["operator-api"],
    secrets: ["pepper"],
    sendsTo: [],
  },
  "payments-api": {
    ...HTTP,
    entry: "lambdas/http/payments/handler.ts",
    does: "HTTP: payments, their refunds, and orders",
    access: ACCESS["payments-api"],
    secrets: ["pepper"],
    sendsTo: [],
    knowsChannels: true,
  },
  "webhooks-api": {
    ...HTTP,
    entry: "lambdas/http/webhooks/handler.ts",
    does: "HTTP: what payment channels tell, verified and put into the inbox",
    access: ACCESS["webhooks-api"],
    secrets: [],
    sendsTo: [],
    knowsChannels: true,
  },
  "default-api": {
    ...HTTP,
    entry: "lambdas/http/default/handler.ts",
    does: "HTTP: Idempotency-Keys, and a problem for every other path",
    access: ACCESS["default-api"],
    secrets: [],
    sendsTo: [],
  },
  "redemption-worker": {
    entry: "lambdas/queue/redemption-worker.ts",
    does: "Queue: moves a redemption on, the only caller of the exchange",
    timeoutSeconds: (limits) => limits.exchange.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: ACCESS["redemption-worker"],
    secrets: ["cipher", "exchange"],
    sendsTo: ["redemptions", "redemptions-dead-letters"],
    callsExchange: true,
  },
  "saga-starter": {
    entry: "lambdas/queue/saga-starter.ts",
    does: "Queue: starts the executions that drive sagas, and stops those that a saga has left",
    // Two calls of Step Functions a message, ten messages at once.
    timeoutSeconds: () => 15,
    memoryMb: BACKGROUND_MB,
    access: [],
    secrets: [],
    sendsTo: ["sagas-dead-letters"],
    steers: ["start", "stop"],
  },
  "payment-saga": {
    entry: "lambdas/payment-saga/handler.ts",
    does: "Step Functions: every task of the payment saga",
    timeoutSeconds: (limits) => limits.saga.timeoutSeconds,
    // A payment waits for each of its tasks, and a vendor's package is loaded at its first call.
    memoryMb: 1024,
    access: ACCESS["payment-saga"],
    secrets: [],
    sendsTo: [],
    knowsChannels: true,
    steers: ["wake"],
  },
  "refund-worker": {
    entry: "lambdas/queue/refund-worker.ts",
    does: "Queue: moves a refund on",
    timeoutSeconds: (limits) => limits.refund.timeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: ACCESS["refund-worker"],
    secrets: [],
    sendsTo: ["refunds", "refunds-dead-letters"],
    knowsChannels: true,
  },
  "webhook-worker": {
    entry: "lambdas/queue/webhook-worker.ts",
    does: "Queue: applies what a channel has told to its payment",
    // Reads, at most one question to a vendor, one transaction and a call of Step Functions.
    timeoutSeconds: () => 15,
    memoryMb: BACKGROUND_MB,
    access: ACCESS["webhook-worker"],
    secrets: [],
    sendsTo: ["webhooks", "webhooks-dead-letters"],
    knowsChannels: true,
    steers: ["wake"],
  },
  "outbox-relay": {
    entry: "lambdas/stream/outbox-relay.ts",
    does: "Stream: sends what a transaction put into the outbox",
    // A batch is ten queue sends and a hundred small updates: well under a second. The rest is for a slow minute of AWS.
    timeoutSeconds: () => 30,
    memoryMb: BACKGROUND_MB,
    access: ACCESS["outbox-relay"],
    secrets: [],
    sendsTo: JOB_QUEUES,
  },
  sweeper: {
    entry: "lambdas/schedule/sweeper.ts",
    does: "Schedule: finds due work that nobody took",
    // Less than its period of a minute, so that two runs hardly ever overlap (it would do no harm).
    timeoutSeconds: () => 55,
    memoryMb: BACKGROUND_MB,
    access: ACCESS.sweeper,
    secrets: [],
    sendsTo: JOB_QUEUES,
    steers: ["describe"],
  },
  "sandbox-exchange": {
    ...HTTP,
    entry: "sandbox/exchange/handler.ts",
    does: "HTTP: the sandbox exchange, for test stages",
    access: ACCESS["sandbox-exchange"],
    secrets: ["exchange"],
    sendsTo: [],
  },
  "sandbox-channel": {
    ...HTTP,
    entry: "sandbox/channel/handler.ts",
    does: "HTTP: the sandbox payment channel and its page, for test stages",
    access: ACCESS["sandbox-channel"],
    secrets: ["channel"],
    sendsTo: [],
  },
} as const satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof FUNCTIONS;

/** The sandbox is a part of test stages only. */
export function functionNames(sandbox: boolean): FunctionName[] {
  return (Object.keys(FUNCTIONS) as FunctionName[]).filter((name) => sandbox || !isSandbox(name));
}

export function isSandbox(name: FunctionName): boolean {
  return name.startsWith("sandbox-");
}

export function isHttp(name: FunctionName): name is HttpFunction {
  return name.endsWith("-api") || isSandbox(name);
}
