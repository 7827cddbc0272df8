import { setTimeout as pause } from "node:timers/promises";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import type { Answer, IdempotentRequest } from "../../core/foundation/services/deps.ts";
import { Tables } from "../../core/foundation/store/table.ts";
import { createAccount } from "../../core/redemptions/services/accounts.ts";
import { createPlan } from "../../core/redemptions/services/plans.ts";
import { unusableProvider } from "../../core/withdrawals/services/unusable-provider.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { verifierOf } from "../../lambdas/runtime/channel-verifiers.ts";
import { payoutVerifierOf } from "../../lambdas/runtime/payout-verifiers.ts";
import { random, randomBytes } from "../../lambdas/runtime/runtime.ts";
import { SenderInMemory, sentBy } from "../../sandbox/notifications/in-memory.ts";
import { type BenchTables, NAMES } from "./bench-tables.ts";

export const TENANT = "acme";

/** Services as a function runs them, with an exchange that answers at once and without logs, metrics, queues and channels. */
export function benchDeps({ client }: Pick<BenchTables, "client">): AllDeps {
  return {
    tables: new Tables({ client, ...NAMES, fraction: Math.random, pause: (ms) => pause(ms) }),
    limits: LIMITS.production,
    clock: Date.now,
    random,
    vault: new CodeVault({ pepper: "bench".repeat(12), cipherSecret: "bench".repeat(12), randomBytes }),
    exchange: {
      redeem: async ({ providerKey, account: { currency } }) => ({
        outcome: "succeeded",
        amount: { amount: 1000, currency },
        providerReference: providerKey,
      }),
      lookup: async () => ({ outcome: "not-found" }),
    },
    jobs: { send: async () => {} },
    channels: { find: async () => undefined, all: async () => [], verifierOf },
    mayBeEndpoint: () => true,
    sender: { send: async () => ({ httpStatus: 204, error: null, excerpt: null, durationMs: 0 }) },
    payouts: { port: async () => ({ port: unusableProvider, cannotCall: true }) },
    senders: sentBy(new SenderInMemory(LIMITS.production.notification, Date.now)),
    payoutWebhooks: { configOf: async () => undefined, verifierOf: payoutVerifierOf },
    executions: { start: async () => {}, stop: async () => {}, isRunning: async () => false, wake: async () => {} },
    metrics: { count: () => {}, gauge: () => {} },
    log: { note: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
}

let made = 0;
/** As a merchant would write one. */
export const newCode = (): string => `TEST-OK-1000-${(++made).toString(36).toUpperCase().padStart(8, "0")}`;
export const newKey = (): string => `key-${Buffer.from(randomBytes(9)).toString("base64url")}`;

export function request(route: string, body: unknown, key = newKey()): IdempotentRequest {
  return {
    ownerId: TENANT,
    keyId: "BENCH",
    route,
    key,
    content: { body, path: {} },
    instance: route.split(" ")[1] ?? "",
    requestId: `request-of-${key}`,
  };
}

export async function makePlan(deps: AllDeps): Promise<string> {
  const body = { name: "Bench", country: "US", target: { amount: 1_000_000_000_000, currency: "USD" } };
  return idIn(await createPlan(deps, request("POST /v1/plans", body), TENANT, body), "planId");
}

export async function makeAccount(deps: AllDeps): Promise<string> {
  const body = { country: "US", currency: "USD" };
  return idIn(await createAccount(deps, request("POST /v1/accounts", body), TENANT, body), "accountId");
}

export function idIn(answer: Answer, name: string): string {
  return String((answer.body as Record<string, unknown>)[name]);
}
