import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import { outboxKey } from "../../core/foundation/store/keys.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { submitRedemption } from "../../core/redemptions/services/redemptions.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { FUNCTIONS } from "../../lib/functions.ts";
import { benchDeps, makeAccount, makePlan, newCode, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { PRICES } from "./prices.ts";
import type { Report } from "./report.ts";

export interface Units {
  requests: number;
  writes: number;
  indexWrites: number;
  reads: number;
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
  const replayed = { requests: 1, writes: accepted.writes - accepted.indexWrites, indexWrites: 0, reads: 0 };
  await submit();
  report.note("accepted", told(accepted));
  report.note("settled (relay and worker, from accepted to SUCCEEDED)", told(settled));
  report.note("replayed (a cancelled transaction: reckoned, not reported)", told(replayed));
  addCost(report, accepted, settled);
}

export const told = ({ writes, indexWrites, reads }: Units) =>
  `${writes} WCU (${indexWrites} of them indexes), ${reads} RCU`;

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
  const before = meter.requests;
  await run();
  meter.metering = false;
  const units = { requests: meter.requests - before, writes: 0, indexWrites: 0, reads: 0 };
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

function addCost(report: Report, accepted: Units, settled: Units): void {
  const gb = (name: keyof typeof FUNCTIONS) => FUNCTIONS[name].memoryMb / 1024;
  const { httpSeconds, together, relaySeconds, workerSeconds } = ASSUMED;
  const gbSeconds =
    httpSeconds * gb("redemptions-api") +
    (relaySeconds * gb("outbox-relay") + workerSeconds * gb("redemption-worker")) / together;
  const costs = {
    "DynamoDB writes": (accepted.writes + settled.writes) * PRICES.dynamoDbMillionWriteUnits,
    "DynamoDB reads": (accepted.reads + settled.reads) * PRICES.dynamoDbMillionReadUnits,
    "Lambda time": gbSeconds * 1e6 * PRICES.lambdaArmGbSecond,
    "Lambda requests": (1 + 2 / together) * PRICES.lambdaMillionRequests,
    "HTTP API": PRICES.httpApiMillionRequests,
    // Sent, received, deleted, each in tens.
    SQS: (3 / together) * PRICES.sqsMillionRequests,
  };
  addUp(report, "a million redemptions, accepted and settled", costs);
  report.note(
    "assumed",
    `${httpSeconds * 1000} ms an HTTP call, ${workerSeconds} s an exchange call, ${together} at once in relay and worker; without storage, logs, secrets`,
  );
}

/** Dollars for a million by what they are paid for, and their sum. */
export function addUp(report: Report, what: string, costs: Record<string, number>): void {
  for (const [part, dollars] of Object.entries(costs)) report.note(`a million: ${part}`, `$${dollars.toFixed(2)}`);
  const total = Object.values(costs).reduce((sum, dollars) => sum + dollars, 0);
  report.note(what, `$${total.toFixed(2)} (${PRICES.table}; tools/bench/prices.ts)`);
}
