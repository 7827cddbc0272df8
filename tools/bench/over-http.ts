import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LocalError } from "../../local/local-error.ts";
import { freePort } from "../../local/servers/free-port.ts";
import { newItems } from "./batch.ts";
import { newCode, newKey } from "./bench-deps.ts";
import { ms, quantile } from "./measure.ts";
import type { Report } from "./report.ts";

const ROOT = join(import.meta.dirname, "../..");
const START_TIMEOUT_MS = 300_000;
const ROUNDS = 3;
const ITEMS = 100;
/** So many accounts let the workers end each round's cards within a second or two. */
const ACCOUNTS = 20;
const DRAIN_TIMEOUT_MS = 8_000;

interface Api {
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
  get(path: string): Promise<Record<string, unknown>>;
}

/** 100 codes in one request against 100 requests one after the other, through the whole local run. */
export async function benchOverHttp(folder: string, report: Report): Promise<void> {
  const { api, child } = await startLocalRun(join(folder, "local-run"));
  try {
    const plan = { name: "Bench", country: "US", target: { amount: 1_000_000_000_000, currency: "USD" } };
    const { planId } = await api.post("/v1/plans", plan);
    for (let n = 0; n < ACCOUNTS; n++) await api.post("/v1/accounts", { country: "US", currency: "USD" });
    const submit = () => api.post("/v1/redemptions", { planId, code: newCode() });
    for (let n = 0; n < 20; n++) await submit();

    const [single, batch]: [number[], number[]] = [[], []];
    const batchItems = () => api.post("/v1/redemption-batches", { planId, mode: "partial", items: newItems() });
    await batchItems();
    for (let round = 0; round < ROUNDS; round++) {
      await drained(api);
      single.push(
        await timed(async () => {
          for (let n = 0; n < ITEMS; n++) await submit();
        }),
      );
      await drained(api);
      batch.push(await timed(batchItems));
    }
    const [singles, together] = [quantile(single, 0.5), quantile(batch, 0.5)];
    report.note("100 single HTTP submissions, one after the other", `${ms(singles)}, ${perSecond(singles)}`);
    report.check(
      "items/s of one HTTP batch of 100 against them",
      singles / together,
      { atLeast: 4 },
      {
        unit: " x",
        beside: `${ms(together)}, ${perSecond(together)}`,
        why: "On one machine the hundred transactions of a batch share one engine and two processors with everything else, and a single submission has no network round trip to lose: both lift the single one.",
      },
    );
  } finally {
    await stop(child);
  }
}

const perSecond = (took: number) => `${Math.round((ITEMS / took) * 1000)} items/s`;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

/** Until the workers have ended what was accepted before: their work would be measured with ours. */
async function drained(api: Api): Promise<void> {
  const deadline = performance.now() + DRAIN_TIMEOUT_MS;
  for (const status of ["ACCEPTED", "CLAIMED", "SENDING", "UNKNOWN"]) {
    while (performance.now() < deadline) {
      const { items } = await api.get(`/v1/redemptions?status=${status}&limit=1`);
      if ((items as unknown[]).length === 0) break;
      await pause(100);
    }
  }
}

async function startLocalRun(state: string): Promise<{ api: Api; child: ChildProcess }> {
  const args = ["--no-warnings=ExperimentalWarning", "local/start.ts", "--port", String(await freePort())];
  const child = spawn(process.execPath, [...args, "--state", state, "--fresh"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await untilReady(child);
  const { keys } = JSON.parse(readFileSync(join(state, "credentials.json"), "utf8")) as { keys: { merchant: string } };
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(url + path, init);
    const body = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path} was refused: ${JSON.stringify(body)}`);
    return body;
  };
  const authorization = `Bearer ${keys.merchant}`;
  return {
    child,
    api: {
      get: (path) => call(path, { headers: { authorization } }),
      post: (path, body) =>
        call(path, {
          method: "POST",
          headers: { authorization, "content-type": "application/json", "idempotency-key": newKey() },
          body: JSON.stringify(body),
        }),
    },
  };
}

async function untilReady(child: ChildProcess): Promise<string> {
  let output = "";
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = /^ready (\S+)$/m.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", () => reject(new LocalError(`The local run did not start:\n${output.slice(-2000)}`)));
  });
  const late = pause(START_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw new LocalError(`The local run is not ready after ${START_TIMEOUT_MS / 1000} s:\n${output.slice(-2000)}`);
  });
  return Promise.race([url, late]);
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}
