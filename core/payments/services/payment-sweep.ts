import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Job } from "../../foundation/domain/jobs.ts";
import type { Deps, JobDeps } from "../../foundation/services/deps.ts";
import { type Message, sweepDue, sweepJobs } from "../../foundation/services/due-rows.ts";
import { eachRow, throwFirst } from "../../foundation/services/each-row.ts";
import { type ReceivedEvent, readInboxRows } from "../../foundation/store/inbox-store.ts";
import { announce, type DueRow, postpone } from "../../foundation/store/outbox-store.ts";
import { executionNameOf, SAGA_STATES } from "../domain/saga.ts";
import { readSaga, resumeSaga } from "../store/saga-store.ts";
import type { ExecutionDeps } from "./deps.ts";

const SWEEP_MAX_ROWS = 1_600;

/** Sagas whose driver has died: asks Step Functions first, then names another execution. */
export async function sweepSagas(deps: ExecutionDeps): Promise<{ resumed: number }> {
  const nowMs = deps.clock();
  const resumed = await sweepDue(deps, {
    rows: "saga",
    untilMs: nowMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async (row) => ((await sweepSaga(deps, row, nowMs)) ? row : undefined),
    pass: async (rows) => deps.metrics.count("SagaResumed", rows.length),
  });
  return { resumed };
}

async function sweepSaga(deps: ExecutionDeps, row: DueRow, nowMs: number): Promise<boolean> {
  const [, tenantId = "", sagaId = ""] = row.pk.split("#");
  const ref = { tenantId, sagaId };
  const claimed = await deps.tables.write(postpone("saga", row, nowMs + deps.limits.saga.leaseMs));
  if (!claimed.committed) return false;
  const { saga } = await readSaga(deps.tables, ref);
  if (!saga) return false;
  if (!SAGA_STATES.includes(saga.state))
    throw new InvariantError("a saga is in a state that this release does not know");
  // Never started (its message was lost), or started and ended before it took the saga over: a name starts one execution only.
  if (await deps.executions.isRunning(executionNameOf(saga))) return false;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const executionName = executionNameOf({ sagaId, resumes: saga.resumes + 1 });
  const job: Job = { queue: "sagas", body: { ...ref, executionName } };
  const result = await deps.tables.transact([
    resumeSaga(saga, dueAt),
    announce(job, sagaId, deps.random.ulid(nowMs), dueAt),
  ]);
  return result.committed;
}

/** Refunds that nobody is coming for. */
export function sweepRefunds(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "refund",
    rows: "refund",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.refund.leaseMs,
    jobOf: ({ pk, sk }) => {
      const [, tenantId = "", paymentId = ""] = pk.split("#");
      return { queue: "refunds", body: { tenantId, paymentId, refundId: sk.slice("REFUND#".length) } };
    },
  });
}

/** Webhooks, likewise. Who applies one holds no lease of it: its message only has to come first. */
export function sweepWebhooks(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "inbox",
    rows: "webhook",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.sweepGraceMs,
    jobOf: ({ pk }) => {
      const [, channel = "", tenantId = "", ...rest] = pk.split("#");
      return { queue: "webhooks", body: { channel, tenantId, eventId: rest.join("#") } };
    },
    pass: async (messages) => {
      const parts = [deps.jobs.send, measureInbox.bind(undefined, deps)];
      throwFirst(await eachRow(parts, (part) => part(messages)));
    },
  });
}

/**
 * How long the oldest of those that are still open has waited: what is late can be told before it has ended. Held is what its
 * worker found so a moment ago: one that fails since says nothing more. What a bank decides takes months, and is nobody's delay.
 */
async function measureInbox(deps: Deps, messages: readonly Message[]): Promise<void> {
  const refs = messages.flatMap(({ job }) => (job.queue === "webhooks" ? [job.body] : []));
  const open = (await readInboxRows(deps.tables, refs)).filter(({ state }) => state === "RECEIVED");
  const nowMs = deps.clock();
  const heldBy = ({ held }: ReceivedEvent) =>
    held && nowMs < held.until + deps.limits.sweepHorizonMs ? held.by : undefined;
  for (const [name, by] of [
    ["InboxAge", undefined],
    ["InboxHeldAge", "saga"],
  ] as const) {
    const ages = open.filter((row) => heldBy(row) === by).map(({ receivedAt }) => nowMs - receivedAt);
    if (ages.length > 0) deps.metrics.gauge(name, Math.max(...ages), "Milliseconds");
  }
}
