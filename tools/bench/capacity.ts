import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import { outboxKey } from "../../core/foundation/store/keys.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { submitRedemption } from "../../core/redemptions/services/redemptions.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { FUNCTIONS, type FunctionName } from "../../lib/functions.ts";
import { benchDeps, makeAccount, makePlan, newCode, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { PRICES } from "./prices.ts";
import type { Report } from "./report.ts";

export interface Units {
  requests: number;
  writes: number;
  indexWrites: number;
  reads: number;
  /** What it tells of: one row more in a transaction that there is anyway. */
  events: number;
}

/** What one redemption consumes on its way, and what a million of them cost. */
export async function benchCapacity(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  const planId = await makePlan(deps);
  await makeAccount(deps);
  const body = { code: newCode(), planId, batchId: "capacity" };
  const key = newKey();
  const submit = () => submitRedemption(deps, request("POST /v1/redemptions", body, key), TENANT, body);
  const ref = { tenantId: TENANT, redemptionId: deps.vault.redemptionId(TENANT, body.code) };

  // The account is one that the plan is filling already, as all but the first cards of a plan meet it.
  await settleAnother(deps, planId);
  const accepted = await consumedBy(tables, submit);
  const outbox = await outboxOf(deps, ref.tenantId, ref.redemptionId);
  const settled = await consumedBy(tables, async () => {
    await relayOutbox(deps, outbox);
    await workRedemption(deps, ref, () => 60_000);
  });
  // A cancelled transaction is paid for but reports nothing: its rows without the indexes, which it never reaches.
  const replayed = { requests: 1, writes: accepted.writes - accepted.indexWrites, indexWrites: 0, reads: 0, events: 0 };
  await submit();
  report.note("accepted", told(accepted));
  report.note("settled (relay and worker, from accepted to SUCCEEDED)", told(settled));
  report.note("replayed (a cancelled transaction: reckoned, not reported)", told(replayed));
  checkEvents(report, "a redemption, accepted", accepted, 0);
  checkEvents(report, "a redemption, settled", settled, 1);
  addCost(report, accepted, settled);
}

export const told = ({ writes, indexWrites, reads, events }: Units) =>
  `${writes} WCU (${indexWrites} of them indexes), ${reads} RCU${events > 0 ? `, ${events} of its rows events` : ""}`;

/** One action for each event, and none for what tells of nothing. */
export function checkEvents(report: Report, what: string, { events }: Pick<Units, "events">, atMost: number): void {
  report.check(`${what}: rows of events`, events, { atMost, gate: true, digits: 0 });
}

export const toldWithRequests = (units: Units) => `${units.requests} requests, ${told(units)}`;

export function sumOf(parts: readonly Units[]): Units {
  const total = { requests: 0, writes: 0, indexWrites: 0, reads: 0, events: 0 };
  for (const units of parts) for (const field of Object.keys(total) as (keyof Units)[]) total[field] += units[field];
  return total;
}

async function settleAnother(deps: AllDeps, planId: string): Promise<void> {
  const body = { code: newCode(), planId, batchId: "capacity" };
  await submitRedemption(deps, request("POST /v1/redemptions", body), TENANT, body);
  const ref = { tenantId: TENANT, redemptionId: deps.vault.redemptionId(TENANT, body.code) };
  await workRedemption(deps, ref, () => 60_000);
}

/** The stream would bring it; reading it is free of capacity. */
export async function outboxOf(deps: AllDeps, tenantId: string, subjectId: string): Promise<OutboxRow[]> {
  const partition: [string, string] = ["pk", outboxKey(tenantId, subjectId, "").pk];
  return (await deps.tables.query("main", { partition, limit: 10 })).items as unknown as OutboxRow[];
}

export async function consumedBy({ meter }: BenchTables, run: () => Promise<unknown>): Promise<Units> {
  meter.consumed.length = 0;
  meter.metering = true;
  const { requests, events } = meter;
  await run();
  meter.metering = false;
  const units = {
    ...{ requests: meter.requests - requests, events: meter.events - events },
    ...{ writes: 0, indexWrites: 0, reads: 0 },
  };
  for (const { kind, capacity } of meter.consumed) {
    const total = capacity.CapacityUnits ?? 0;
    if (kind === "read") units.reads += total;
    else {
      units.writes += total;
      for (const index of Object.values(capacity.GlobalSecondaryIndexes ?? {}))
        units.indexWrites += index.CapacityUnits ?? 0;
    }
  }
  return units;
}

/** What this bench cannot measure on one machine, in seconds of billed time and in calls; the rest is measured. */
export const ASSUMED = {
  httpSeconds: 0.02,
  /** Ten records or messages an invocation, ten messages a queue request. */
  together: 10,
  relaySeconds: 0.05,
  /** Most of it waiting for the exchange. */
  workerSeconds: 1,
} as const;

/** Of memory. */
export const gb = (name: FunctionName) => FUNCTIONS[name].memoryMb / 1024;

function addCost(report: Report, accepted: Units, settled: Units): void {
  const { httpSeconds, together, relaySeconds, workerSeconds } = ASSUMED;
  const gbSeconds =
    httpSeconds * gb("redemptions-api") +
    (relaySeconds * gb("outbox-relay") + workerSeconds * gb("redemption-worker")) / together;
  const [writes, reads] = [accepted.writes + settled.writes, accepted.reads + settled.reads];
  const invocations = 1 + 2 / together;
  addUp(report, "a million redemptions, accepted and settled", {
    writes,
    reads,
    gbSeconds,
    invocations,
    isQueued: true,
  });
  report.note(
    "assumed",
    `${httpSeconds * 1000} ms an HTTP call, ${workerSeconds} s an exchange call, ${together} at once in relay and worker; without storage, logs, secrets`,
  );
}

interface Used extends Pick<Units, "writes" | "reads"> {
  gbSeconds: number;
  invocations: number;
  /** Of the API. @default 1 */
  calls?: number;
  /** By messages that are sent, received and deleted in tens. */
  isQueued?: true;
  queueRequests?: number;
  transitions?: number;
}

/** Dollars for a million of what one thing that is asked for uses, by what they are paid for, and their sum. */
export function addUp(report: Report, what: string, used: Used): void {
  const { calls = 1, queueRequests = used.isQueued ? 3 / ASSUMED.together : 0 } = used;
  const costs = {
    ...(used.transitions && { "Step Functions": used.transitions * PRICES.stepFunctionsMillionTransitions }),
    "DynamoDB writes": used.writes * PRICES.dynamoDbMillionWriteUnits,
    "DynamoDB reads": used.reads * PRICES.dynamoDbMillionReadUnits,
    "Lambda time": used.gbSeconds * 1e6 * PRICES.lambdaArmGbSecond,
    "Lambda requests": used.invocations * PRICES.lambdaMillionRequests,
    ...(calls > 0 && { "HTTP API": calls * PRICES.httpApiMillionRequests }),
    ...(queueRequests > 0 && { SQS: queueRequests * PRICES.sqsMillionRequests }),
  };
  for (const [part, dollars] of Object.entries(costs)) report.note(`a million: ${part}`, `$${dollars.toFixed(2)}`);
  const total = Object.values(costs).reduce((sum, dollars) => sum + dollars, 0);
  report.note(what, `$${total.toFixed(2)} (${PRICES.table}; tools/bench/prices.ts)`);
}
