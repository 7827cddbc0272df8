import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type ProbeDeps, probe } from "../../lambdas/schedule/probing.ts";
import { until } from "../../tools/harness/waiting.ts";
import { LOCAL_INVARIANTS, type LocalPlant, localPlants } from "../invariants/local-plants.ts";
import { plantIn, violationsCounted } from "./planted.ts";

// Synthesis is seconds of work, more on a busy machine.
jest.setTimeout(180_000);

const ROOT = resolve(import.meta.dirname, "../..");
const children: ChildProcess[] = [];
let folder: string;

interface Running {
  url: string;
  output: () => string;
  /** Exit code, after the signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tender-start-"));
});
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ["--no-warnings", "local/start.ts", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  const exit = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
  const ready = new Promise<string | undefined>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const url = /^ready (http:\/\/127\.0\.0\.1:\d+)\n/m.exec(output)?.[1];
        if (url) done(url);
      });
    }
    void exit.then(() => done(undefined));
  });
  return { child, output: () => output, exit, ready };
}

async function start(...args: string[]): Promise<Running> {
  const { child, output, exit, ready } = run("--state", folder, ...args);
  const url = await ready;
  if (!url) throw new Error(`It did not start:\n${output()}`);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exit;
  };
  return { url, output, end };
}

const readJson = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));

async function call(running: Running, method: string, path: string, body?: object, key = path) {
  const headers = {
    Authorization: `Bearer ${readJson("credentials.json").keys.merchant}`,
    "Content-Type": "application/json",
  };
  const idempotency = body ? { "Idempotency-Key": key } : {};
  const init = { method, headers: { ...headers, ...idempotency }, ...(body ? { body: JSON.stringify(body) } : {}) };
  const response = await fetch(running.url + path, init);
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, string>,
  };
}

/** Asks until the redemption has ended; the test's own timeout is the bound. */
async function ended(running: Running, redemptionId: string): Promise<string> {
  for (;;) {
    const { body } = await call(running, "GET", `/v1/redemptions/${redemptionId}`);
    const { status = "" } = body;
    if (["SUCCEEDED", "FAILED", "NEEDS_REVIEW"].includes(status)) return status;
  }
}

/** What the operators' list shows of the merchants that have something planted. */
async function violationsListed(running: Running): Promise<Set<string>> {
  const headers = { Authorization: `Bearer ${readJson("credentials.json").keys.operator}` };
  const answer = await fetch(`${running.url}/v1/reviews?kind=violation&limit=100`, { headers });
  const { items } = (await answer.json()) as { items: { tenantId: string; why: string }[] };
  return new Set(items.map(({ tenantId, why }) => `${tenantId} ${why.split(" ")[0]}`));
}

/** The probe, as its function would run it: whether it passed, and what it had to say. */
async function probed({ url }: Running, money: ProbeDeps["money"], apiKey: string): Promise<[boolean, unknown[]]> {
  const said: unknown[] = [];
  const log: ProbeDeps["log"] = {
    note() {},
    info() {},
    warn() {},
    error: (...line: unknown[]) => void said.push(line),
  };
  const unique = () => randomBytes(4).toString("hex").toUpperCase();
  const metrics = { count() {}, gauge() {} };
  // A busy machine may take long over the first call of a function: that it works is what is asked.
  const limitMs = 120_000;
  const readKey = async () => apiKey;
  const { passed } = await probe({ url, money, readKey, limitMs, clock: Date.now, unique, metrics, log });
  return [passed, said];
}

/** The auditor runs as soon as the instance does. */
async function allFound(running: Running, plants: readonly LocalPlant[]): Promise<void> {
  const counted = async () => violationsCounted(folder) >= plants.length || undefined;
  await until("the auditor to count what is planted", counted, { timeoutMs: 60_000, everyMs: 100 });
  const listed = await violationsListed(running);
  expect(
    plants.map(({ tenantId, invariant }) => `${tenantId} ${invariant}`).filter((each) => !listed.has(each)),
  ).toEqual([]);
}

test("redeems a card, lets the probe redeem and pay, tells of what is planted in its rows, keeps its state over SIGTERM and SIGKILL, and refuses a second one beside it", async () => {
  const first = await start("--port", "0");
  expect(first.output().trimEnd().split("\n").at(-1)).toBe(`ready ${first.url}`);
  expect(statSync(join(folder, "credentials.json")).mode & 0o777).toBe(0o600);
  const { body: plan } = await call(first, "POST", "/v1/plans", {
    name: "P",
    country: "US",
    target: { amount: 9000, currency: "USD" },
  });
  await call(first, "POST", "/v1/accounts", { country: "US", currency: "USD" });
  const card = { planId: plan.planId, code: "TEST-OK-2500-START" };
  const accepted = await call(first, "POST", "/v1/redemptions", card);
  expect(accepted.status).toBe(202);
  expect(await ended(first, String(accepted.body.redemptionId))).toBe("SUCCEEDED");

  const { merchant } = readJson("credentials.json").keys;
  for (const money of ["none", "real"] as const) expect(await probed(first, money, merchant)).toEqual([true, []]);

  const second = run("--state", folder, "--port", "0");
  expect([await second.exit, second.output()]).toEqual([1, expect.stringContaining(`serves ${first.url} from it`)]);
  const elsewhere = run("--state", join(folder, "elsewhere"), "--port", new URL(first.url).port);
  expect([await elsewhere.exit, elsewhere.output()]).toEqual([
    1,
    expect.stringMatching(/Port \d+ of 127.0.0.1 is taken/),
  ]);

  const { keys } = readJson("credentials.json");
  const listed = execFileSync(process.execPath, ["tools/keys.ts", "list", "--state", folder], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(listed).toMatch(/demo[\s\S]*other|other[\s\S]*demo/);
  expect(await first.end("SIGTERM")).toBe(0);
  expect(first.output().trimEnd().split("\n").at(-1)).toBe(
    `  stopped; everything is kept in ${folder}, and the next start goes on from there`,
  );
  expect(existsSync(join(folder, "run.json"))).toBe(false);

  const again = await start("--port", "0");
  const replay = await call(again, "POST", "/v1/redemptions", card);
  expect([replay.status, replay.body, replay.headers.get("idempotent-replayed")]).toEqual([202, accepted.body, "true"]);
  expect(readJson("credentials.json")).toEqual({ apiUrl: again.url, keys });
  const plants = await localPlants();
  expect(new Set(plants.map(({ invariant }) => invariant))).toEqual(new Set(LOCAL_INVARIANTS));
  expect(violationsCounted(folder)).toBe(0);
  await plantIn(folder, plants);
  expect(await again.end("SIGKILL")).toBeNull();

  const afterKill = await start("--port", "0");
  expect((await call(afterKill, "GET", `/v1/redemptions/${accepted.body.redemptionId}`)).body.status).toBe("SUCCEEDED");
  await allFound(afterKill, plants);
  const log = readFileSync(join(folder, "logs/functions.log"), "utf8");
  expect(log).toContain("[redemption-worker] ");
  for (const secret of [card.code, ...Object.values(keys as Record<string, string>)]) expect(log).not.toContain(secret);
  expect(await afterKill.end("SIGINT")).toBe(0);
});

test("an old Node is told in one sentence", async () => {
  const { isNewEnough } = (await import(join(ROOT, "local/node-version.js"))) as {
    isNewEnough(version: string): boolean;
  };
  expect(["v20.20.2", "v22.17.9", "v22.18.0", "v24.0.0"].map(isNewEnough)).toEqual([false, false, true, true]);
});
