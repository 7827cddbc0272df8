import type { Job, RefundJob, SagaJob, WebhookJob } from "../domain/jobs.ts";
import { executionNameOf } from "../domain/saga.ts";
import { postponeInbox } from "../store/inbox-store.ts";
import { announceJob } from "../store/job-store.ts";
import { dueInbox, dueRefunds, dueSagas, SHARDS } from "../store/keys.ts";
import { type DueRow, readDue } from "../store/outbox-store.ts";
import { postponeRefund } from "../store/refund-store.ts";
import { postponeSaga, readSaga, resumeSaga } from "../store/saga-store.ts";
import type { Deps } from "./deps.ts";

/** Rows a sweep takes from one shard: the next sweep, a minute later, takes the rest. */
const SWEEP_MAX_ROWS = 200;

/** Sagas whose driver has died: asks Step Functions first, then names another execution. */
export async function sweepSagas(deps: Deps): Promise<{ resumed: number }> {
  const nowMs = deps.clock();
  const due = await readAll(deps, dueSagas, nowMs);
  const resumed = await Promise.all(due.map((row) => sweepSaga(deps, row, nowMs)));
  const count = resumed.filter(Boolean).length;
  if (count > 0) deps.metrics.count("SagaResumed", count);
  return { resumed: count };
}

async function sweepSaga(deps: Deps, row: DueRow, nowMs: number): Promise<boolean> {
  const [, tenantId = "", sagaId = ""] = row.pk.split("#");
  const ref = { tenantId, sagaId };
  const claimed = await deps.tables.write(postponeSaga(ref, row.dueAt, nowMs + deps.limits.sagaLeaseMs));
  if (!claimed.committed) return false;
  const { saga } = await readSaga(deps.tables, ref);
  if (!saga) return false;
  const named = executionNameOf(saga);
  // Named, and maybe never started: its message was lost. A second start of the same name starts nothing.
  if (saga.driver !== named) return start(deps, { ...ref, executionName: named });
  if (await deps.executions.isRunning(named)) return false;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const executionName = executionNameOf({ sagaId, resumes: saga.resumes + 1 });
  const job: Job = { queue: "sagas", body: { ...ref, executionName } };
  const result = await deps.tables.transact([
    resumeSaga(saga, dueAt),
    announceJob(job, sagaId, deps.random.ulid(nowMs), dueAt),
  ]);
  return result.committed;
}

async function start(deps: Deps, body: SagaJob): Promise<boolean> {
  await deps.jobs.send([{ job: { queue: "sagas", body }, delaySeconds: 0 }]);
  return true;
}

/** Refunds and webhooks that nobody is coming for; what falls due before the next sweep is sent with a delay. */
export async function sweepPaymentJobs(deps: Deps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const untilMs = nowMs + deps.limits.sweepHorizonMs;
  const [refunds, inbox] = await Promise.all([readAll(deps, dueRefunds, untilMs), readAll(deps, dueInbox, untilMs)]);
  const later = (row: DueRow) => Math.max(nowMs, row.dueAt) + deps.limits.leaseMs;
  const jobs = await Promise.all([
    ...refunds.map(async (row) => {
      const body = refundOf(row);
      const claimed = await deps.tables.write(postponeRefund(body, row.dueAt, later(row)));
      return claimed.committed ? [{ job: { queue: "refunds" as const, body }, row }] : [];
    }),
    ...inbox.map(async (row) => {
      const body = webhookOf(row);
      const claimed = await deps.tables.write(
        postponeInbox({ ...body, channel: body.channel as "sandbox" }, row.dueAt, later(row)),
      );
      return claimed.committed ? [{ job: { queue: "webhooks" as const, body }, row }] : [];
    }),
  ]);
  const messages = jobs
    .flat()
    .map(({ job, row }) => ({ job: job as Job, delaySeconds: Math.ceil(Math.max(row.dueAt - nowMs, 0) / 1000) }));
  if (messages.length > 0) await deps.jobs.send(messages);
  return { resent: messages.length };
}

async function readAll(deps: Deps, duePk: (shard: number) => string, untilMs: number): Promise<DueRow[]> {
  return (await Promise.all(SHARDS.map((shard) => readDue(deps.tables, duePk(shard), untilMs, SWEEP_MAX_ROWS)))).flat();
}

function refundOf(row: DueRow): RefundJob {
  const [, tenantId = "", paymentId = ""] = row.pk.split("#");
  return { tenantId, paymentId, refundId: row.sk.slice("REFUND#".length) };
}

function webhookOf(row: DueRow): WebhookJob {
  const [, channel = "", tenantId = "", ...rest] = row.pk.split("#");
  return { channel, tenantId, eventId: rest.join("#") };
}
