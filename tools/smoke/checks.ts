import { randomUUID } from "node:crypto";
import { Tender } from "../../client/index.js";
import { payOne, redeemOne } from "../../lambdas/schedule/journeys.ts";

export interface Target {
  url: string;
  /** Of a merchant of a stage with the sandbox. */
  apiKey?: string | undefined;
}

export interface Check {
  name: string;
  /** Throws what is wrong. */
  run: (target: Target) => Promise<void>;
}

/** A start of a function, twice. */
const ANSWER_MS = 20_000;
/** A vendor that is asked again, and the delays of the queues between. */
const END_MS = 120_000;

export const PUBLIC_CHECKS: readonly Check[] = [
  {
    name: "GET /health is ok",
    async run({ url }) {
      const { status, json } = await ask(url, "/health");
      must(status === 200 && json.status === "ok", `answered ${status} ${JSON.stringify(json)}`);
    },
  },
  {
    name: "nobody is let in without a key, and the refusal is a problem document",
    async run({ url }) {
      const { status, type, json } = await ask(url, "/v1/payments");
      must(status === 401 && type.startsWith("application/problem+json"), `answered ${status} ${type}`);
      must(typeof json.requestId === "string", "the problem names no request");
    },
  },
];

/** With a key: one of each journey that money takes, at the sandbox's vendors. */
export const SANDBOX_CHECKS: readonly Check[] = [
  {
    name: "a gift card is redeemed",
    async run(target) {
      const card = randomUUID().slice(0, 8).toUpperCase();
      const keys = { planKey: randomUUID(), accountKey: randomUUID() };
      await redeemOne(clientOf(target), { ...keys, targetCents: 1000, card, leftMs: () => END_MS });
    },
  },
  {
    name: "a payment is paid",
    async run(target) {
      await payOne(clientOf(target), { orderNo: `smoke-${randomUUID()}`, leftMs: () => END_MS });
    },
  },
];

function clientOf({ url, apiKey = "" }: Target): Tender {
  return new Tender({ baseUrl: url, apiKey });
}

async function ask(url: string, path: string) {
  const response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(ANSWER_MS), redirect: "error" });
  const type = response.headers.get("content-type") ?? "";
  const text = await response.text();
  const json = type.includes("json") ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, type, json };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
