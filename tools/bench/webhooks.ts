import { deliver } from "../../core/events/services/deliver.ts";
import { fanOut } from "../../core/events/services/fan-out.ts";
import { noteFailure, tellFailing } from "../../core/events/store/endpoint-health-store.ts";
import { readLiveEndpoint } from "../../core/events/store/endpoint-store.ts";
import type { DeliveryJob } from "../../core/foundation/domain/jobs.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { ASSUMED, addUp, consumedBy, gb, sumOf, toldWithRequests, type Units } from "./capacity.ts";
import { ms, quantile } from "./measure.ts";
import type { Report } from "./report.ts";
import { deliveringDeps, happen, makeEndpoint, Receiver, type Workers } from "./webhook-run.ts";

/** What an event costs its transaction, what a delivered webhook costs, and what an endpoint that hangs costs the others. */
export async function benchWebhooks(tables: BenchTables, report: Report): Promise<void> {
  const receiver = new Receiver();
  const url = await receiver.start();
  try {
    const { deps, workers } = deliveringDeps(tables);
    await benchEvent(tables, deps, report, url);
    await benchOneWebhook(tables, deps, report, url);
    await benchHanging(deps, workers, receiver, report, url);
  } finally {
    receiver.letGo();
    receiver.stop();
  }
}

/** The same change of a row, without and with an event of it. */
async function benchEvent(tables: BenchTables, deps: AllDeps, report: Report, url: string): Promise<void> {
  const tenantId = "bench-event";
  const ref = { tenantId, webhookEndpointId: await makeEndpoint(deps, tenantId, `${url}/event`) };
  // The first failure puts the endpoint on a list, which is no part of the comparison.
  await deps.tables.transact([noteFailure(ref, Date.now())]);
  const silent = await consumedBy(tables, () => deps.tables.transact([noteFailure(ref, Date.now())]));
  const seen = await readLiveEndpoint(deps.tables, ref);
  if (!seen) throw new Error("the measured endpoint is gone");
  const telling = await consumedBy(tables, () => deps.tables.transact([tellFailing(seen, Date.now())]));
  report.check("an event, rows more in its transaction", telling.events - silent.events, {
    ...{ atMost: 1, gate: true, digits: 0 },
    beside: `${telling.writes - silent.writes} WCU more, ${telling.indexWrites - silent.indexWrites} of them indexes`,
  });
  report.check("an event, requests more", telling.requests - silent.requests, { atMost: 0, gate: true, digits: 0 });
}

const OF_WEBHOOK = {
  "an event, whoever is subscribed":
    "the merchant's endpoints, once for all its events that come together; the event is not due any more",
  "its delivery is made": "a row, whose message goes to the queue",
  "it is delivered":
    "delivery, event and endpoint are read; claim, with a lane of the endpoint; the outcome, which frees the lane",
} as const;
const DELIVERED_REQUESTS_MAX = 4;
const FANNED_OUT_REQUESTS_MAX = 2;
/** Of a receiver's answer; the function waits for it. */
const RECEIVER_SECONDS = 0.2;

async function benchOneWebhook(tables: BenchTables, base: AllDeps, report: Report, url: string): Promise<void> {
  const jobs: DeliveryJob[] = [];
  const send: AllDeps["jobs"]["send"] = async (messages) => {
    for (const { job } of messages) if (job.queue === "deliveries") jobs.push(job.body);
  };
  const deps: AllDeps = { ...base, jobs: { send } };
  const told = async (tenantId: string) => {
    const event = await happen(deps, tenantId);
    return consumedBy(tables, () => fanOut(deps, [event]));
  };
  const toNobody = await told("bench-nobody");
  await makeEndpoint(deps, "bench-one", `${url}/one`);
  // The first success is written down, as one a minute is.
  await told("bench-one");
  await deliverAll(deps, jobs);
  const toOne = await told("bench-one");
  const event = await consumedBy(tables, () => happen(deps, "bench-one"));
  const delivered = await consumedBy(tables, () => deliverAll(deps, jobs));
  const parts: Record<keyof typeof OF_WEBHOOK, Units> = {
    "an event, whoever is subscribed": toNobody,
    "its delivery is made": moreThan(toNobody, toOne),
    "it is delivered": delivered,
  };
  for (const part of Object.keys(parts) as (keyof typeof OF_WEBHOOK)[])
    report.note(part, `${toldWithRequests(parts[part])} (${OF_WEBHOOK[part]})`);
  report.check(
    "a delivered webhook, requests to DynamoDB",
    parts["its delivery is made"].requests + delivered.requests,
    {
      ...{ atMost: DELIVERED_REQUESTS_MAX, gate: true, digits: 0 },
    },
  );
  report.check("an event that is fanned out, requests to DynamoDB besides", toNobody.requests, {
    ...{ atMost: FANNED_OUT_REQUESTS_MAX, gate: true, digits: 0 },
  });
  addCost(report, sumOf([event, toOne, delivered]));
}

async function deliverAll(deps: AllDeps, jobs: DeliveryJob[]): Promise<void> {
  for (const job of jobs.splice(0)) {
    const result = await deliver(deps, job, () => deps.limits.delivery.timeoutSeconds * 1000);
    if (result.kind === "again") throw new Error("the measured webhook was not delivered at its first try");
  }
}

function moreThan(less: Units, more: Units): Units {
  const fields = Object.keys(more) as (keyof Units)[];
  return Object.fromEntries(fields.map((field) => [field, more[field] - less[field]])) as unknown as Units;
}

function addCost(report: Report, together: Units): void {
  const { together: atOnce, relaySeconds } = ASSUMED;
  addUp(report, "a million events, each told to one endpoint", {
    ...together,
    gbSeconds: (relaySeconds * gb("event-fan-out")) / atOnce + RECEIVER_SECONDS * gb("webhook-sender"),
    invocations: 1 / atOnce + 1,
    calls: 0,
    // Sent in tens; received and deleted one by one.
    queueRequests: 1 / atOnce + 2,
  });
  report.note(
    "assumed",
    `${RECEIVER_SECONDS * 1000} ms a receiver's answer, ${atOnce} records at once in the fan-out, written beside the change by itself; without storage, logs, traffic`,
  );
}

const MERCHANTS = 10;
const ENDPOINTS_EACH = 20;
/** Of the merchant whose endpoint hangs: as many as that has lanes, and some that find them taken. */
const EVENTS_OF_FIRST = 10;
const PAIRS = 5;
const DELIVERIES = (EVENTS_OF_FIRST + MERCHANTS - 1) * ENDPOINTS_EACH;
const MOVES_AT_MOST = 1.1;

/** Two hundred endpoints, all well, and then one of them hanging, by turns: how long the others wait for what happens at one moment. */
async function benchHanging(
  deps: AllDeps,
  workers: Workers,
  receiver: Receiver,
  report: Report,
  url: string,
): Promise<void> {
  const merchants = Array.from({ length: MERCHANTS }, (_, n) => `bench-m${n}`);
  for (const merchant of merchants)
    for (let n = 0; n < ENDPOINTS_EACH; n++) await makeEndpoint(deps, merchant, `${url}/${merchant}/${n}`);
  const [first = ""] = merchants;
  const hanging = `/${first}/0`;
  const othersCount = DELIVERIES - EVENTS_OF_FIRST;

  const round = async (hangs: boolean) => {
    const events = [];
    for (const merchant of merchants)
      for (let n = 0; n < (merchant === first ? EVENTS_OF_FIRST : 1); n++) events.push(await happen(deps, merchant));
    receiver.heard();
    if (hangs) receiver.hang(hanging);
    const startedAt = performance.now();
    await fanOut(deps, events);
    const others: number[] = [];
    await workers.until(() => {
      for (const { path, at } of receiver.heard()) if (path !== hanging) others.push(at - startedAt);
      return others.length >= othersCount;
    });
    const tookMs = performance.now() - startedAt;
    receiver.letGo();
    await workers.rest();
    return { p95: quantile(others, 0.95), perSecond: (others.length / tookMs) * 1000 };
  };

  await round(false);
  const pairs: Record<"hung" | "well", Awaited<ReturnType<typeof round>>>[] = [];
  for (let n = 0; n < PAIRS; n++) {
    globalThis.gc?.();
    const isFirst = n % 2 === 0;
    const [one, other] = [await round(isFirst), await round(!isFirst)];
    pairs.push(isFirst ? { hung: one, well: other } : { hung: other, well: one });
  }
  const median = (of: (pair: (typeof pairs)[number]) => number) => quantile(pairs.map(of), 0.5);
  report.check(
    `p95 of ${MERCHANTS * ENDPOINTS_EACH - 1} endpoints beside one that hangs, against all well`,
    median(({ hung, well }) => hung.p95 / well.p95),
    {
      ...{ atMost: MOVES_AT_MOST, unit: " x" },
      beside: `${ms(median(({ hung }) => hung.p95))} against ${ms(median(({ well }) => well.p95))}, ${DELIVERIES} deliveries at one moment`,
      why: "The median of the pairs' own ratios, and the engine, the receiver and the workers share this machine's processors.",
    },
  );
  report.note(
    "deliveries/s of this machine",
    `${median(({ well }) => well.perSecond).toFixed(0)}, fanned out, claimed, sent and recorded; ${median(({ hung }) => hung.perSecond).toFixed(0)} beside one that hangs`,
  );
}
