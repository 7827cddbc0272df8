import type { Limits } from "../core/domain/limits.ts";
import { ACCESS, type AccessRow } from "./access.ts";

/** The deployed functions as data. What a function may reach decides its environment too, so that the two cannot drift. */

export type SecretName = "pepper" | "cipher" | "exchange" | "channel";
export type SendTarget = "redemptions" | "dead-letters";

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
}

/** A caller waits for it, cold starts included: loading the bundle is pure CPU work, and half a processor halves the wait of a quarter. */
const HTTP = { timeoutSeconds: (limits: Limits) => limits.httpTimeoutSeconds, memoryMb: 1024 };
/** Nobody waits, and most of the time is spent waiting for the network. */
const BACKGROUND_MB = 512;

export const FUNCTIONS = {
  "setup-api": {
    ...HTTP,
    entry: "lambdas/http/setup-api.ts",
    does: "HTTP: plans and accounts",
    access: ACCESS["setup-api"],
    secrets: ["pepper"],
    sendsTo: [],
  },
  "redemptions-api": {
    ...HTTP,
    entry: "lambdas/http/redemptions-api.ts",
    does: "HTTP: submits and shows redemptions and batches",
    access: ACCESS["redemptions-api"],
    secrets: ["pepper", "cipher"],
    sendsTo: [],
  },
  "operator-api": {
    ...HTTP,
    entry: "lambdas/http/operator-api.ts",
    does: "HTTP: an operator's changes",
    access: ACCESS["operator-api"],
    secrets: ["pepper"],
    sendsTo: [],
  },
  "default-api": {
    ...HTTP,
    entry: "lambdas/http/default-api.ts",
    does: "HTTP: Idempotency-Keys, and a problem for every other path",
    access: ACCESS["default-api"],
    secrets: [],
    sendsTo: [],
  },
  "redemption-worker": {
    entry: "lambdas/queue/redemption-worker.ts",
    does: "Queue: moves a redemption on, the only caller of the exchange",
    timeoutSeconds: (limits) => limits.workerTimeoutSeconds,
    memoryMb: BACKGROUND_MB,
    access: ACCESS["redemption-worker"],
    secrets: ["cipher", "exchange"],
    sendsTo: ["redemptions", "dead-letters"],
    callsExchange: true,
  },
  "outbox-relay": {
    entry: "lambdas/stream/outbox-relay.ts",
    does: "Stream: sends what a transaction put into the outbox",
    // A batch is ten queue sends and a hundred small updates: well under a second. The rest is for a slow minute of AWS.
    timeoutSeconds: () => 30,
    memoryMb: BACKGROUND_MB,
    access: ACCESS["outbox-relay"],
    secrets: [],
    sendsTo: ["redemptions"],
  },
  sweeper: {
    entry: "lambdas/schedule/sweeper.ts",
    does: "Schedule: finds due work that nobody took",
    // Less than its period of a minute, so that two runs hardly ever overlap (it would do no harm).
    timeoutSeconds: () => 55,
    memoryMb: BACKGROUND_MB,
    access: ACCESS.sweeper,
    secrets: [],
    sendsTo: ["redemptions"],
  },
  "sandbox-exchange": {
    ...HTTP,
    entry: "lambdas/sandbox/exchange.ts",
    does: "HTTP: the sandbox exchange, for test stages",
    access: ACCESS["sandbox-exchange"],
    secrets: ["exchange"],
    sendsTo: [],
  },
  "sandbox-channel": {
    ...HTTP,
    entry: "lambdas/sandbox/channel.ts",
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
