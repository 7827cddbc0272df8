import { join } from "node:path";
import autocannon from "autocannon";
import { ApiClient } from "../harness/client.ts";
import { Instance } from "../harness/instance.ts";
import { until } from "../harness/waiting.ts";
import { newItems } from "./batch.ts";
import { newCode, newKey } from "./bench-deps.ts";
import { ms, quantile } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 3;
const ITEMS = 100;
const CLIENTS = 8;
/** So many accounts let the workers end each round's cards within a second or two. */
const ACCOUNTS = 20;
const DRAIN_TIMEOUT_MS = 8_000;

/** What a caller sees of the whole local run: single submissions, batches of 100, and eight clients at once. */
export async function benchOverHttp(folder: string, report: Report): Promise<void> {
  const instance = new Instance(join(folder, "local-run"));
  try {
    await instance.start(() => {});
    const { url, credentials } = instance;
    const apiKey = credentials.keys.merchant;
    const client = new ApiClient({ url: () => url, apiKey, owner: "bench", log: [] });
    const plan = { name: "Bench", country: "US", target: { amount: 1_000_000_000_000, currency: "USD" } };
    const { json } = await client.expect(201, "POST /v1/plans", { key: newKey(), body: plan });
    const account = { body: { country: "US", currency: "USD" } };
    for (let n = 0; n < ACCOUNTS; n++) await client.expect(201, "POST /v1/accounts", { key: newKey(), ...account });
    const { planId } = json;
    const drain = () => drained(client);
    const singles = { path: "/v1/redemptions", body: () => ({ planId, code: newCode() }) };
    const batches = { path: "/v1/redemption-batches", body: () => ({ planId, mode: "partial", items: newItems() }) };
    const fire = (what: typeof singles | typeof batches, amount: number, connections = 1) =>
      load({ url, apiKey, ...what, amount, connections });

    await fire(singles, 20);
    await fire(batches, 1);
    const [single, batch]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      await drain();
      single.push(sum(await fire(singles, ITEMS)));
      await drain();
      batch.push(sum(await fire(batches, 1)));
    }
    const [apart, together] = [quantile(single, 0.5), quantile(batch, 0.5)];
    report.note("100 single HTTP submissions, one after the other", `${ms(apart)}, ${perSecond(apart)}`);
    report.check("items/s of one HTTP batch of 100 against them", apart / together, {
      atLeast: 4,
      unit: " x",
      beside: `${ms(together)}, ${perSecond(together)}`,
      why: "On one machine the hundred transactions of a batch share one engine and two processors with everything else, and a single submission has no network round trip to lose: both lift the single one.",
    });
    await drain();
    const busy = await fire(singles, 4 * ITEMS, CLIENTS);
    const [p50, p95] = [quantile(busy, 0.5), quantile(busy, 0.95)];
    report.note(
      `${CLIENTS} clients at once, a submission`,
      `p50 ${ms(p50)}, p95 ${ms(p95)}, workers and engine beside`,
    );
  } finally {
    await instance.stop();
  }
}

const perSecond = (took: number) => `${Math.round((ITEMS / took) * 1000)} items/s`;
const sum = (times: readonly number[]) => times.reduce((total, one) => total + one, 0);

interface Load {
  url: string;
  apiKey: string;
  path: string;
  body: () => object;
  amount: number;
  connections: number;
}

/** The time of each request in milliseconds; each one has a key and a body of its own. */
function load({ url, apiKey, path, body, amount, connections }: Load): Promise<number[]> {
  const times: number[] = [];
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const setupRequest = (request: autocannon.Request): autocannon.Request => ({
    ...request,
    headers: { ...headers, "idempotency-key": newKey() },
    body: JSON.stringify(body()),
  });
  return new Promise((resolve, reject) => {
    const requests: autocannon.Request[] = [{ method: "POST", path, setupRequest }];
    const running = autocannon({ url, amount, connections, requests, timeout: 60 }, (error, result) => {
      if (error || result.errors + result.non2xx > 0) reject(error ?? new Error(`${path} was refused or not answered`));
      else resolve(times);
    });
    running.on("response", (_client, _status, _bytes, tookMs) => times.push(tookMs));
  });
}

/** Until the workers have ended what was accepted before: their work would be measured with ours. */
async function drained(client: ApiClient): Promise<void> {
  const isDrained = async () => {
    const waiting = ["ACCEPTED", "CLAIMED", "SENDING", "UNKNOWN"].map((status) =>
      client.get<{ items: unknown[] }>("GET /v1/redemptions", { query: { status, limit: "1" } }),
    );
    return (await Promise.all(waiting)).every(({ items }) => items.length === 0) || undefined;
  };
  await until("the workers", isDrained, { timeoutMs: DRAIN_TIMEOUT_MS, everyMs: 100 }).catch(() => {});
}
