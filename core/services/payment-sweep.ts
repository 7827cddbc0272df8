import type { ChannelName } from "../domain/channel.ts";
import { InvariantError } from "../domain/errors.ts";
import type { Job, RefundJob, WebhookJob } from "../domain/jobs.ts";
import { executionNameOf, SAGA_STATES } from "../domain/saga.ts";
import { postponeInbox } from "../store/inbox-store.ts";
import { announceJob } from "../store/job-store.ts";
import { dueInbox, dueRefunds, dueSagas, SHARDS } from "../store/keys.ts";
import { type DueRow, readDue } from "../store/outbox-store.ts";
import { postponeRefund } from "../store/refund-store.ts";
import { postponeSaga, readSaga, resumeSaga } from "../store/saga-store.ts";
import type { Write } from "../store/table.ts";
import type { Deps } from "./deps.ts";
import { eachRow } from "./each-row.ts";

/** Rows a sweep takes from one shard: the next sweep, a minute later, takes the rest. */
const SWEEP_MAX_ROWS = 200;

/** Sagas whose driver has died: asks Step Functions first, then names another execution. */
export async function sweepSagas(deps: Deps): Promise<{ resumed: number }> {
  const nowMs = deps.clock();
  const due = await readAll(deps, dueSagas, nowMs);
  const { done, failure } = await eachRow(due, (row) => sweepSaga(deps, row, nowMs));
  const resumed = done.filter(Boolean).length;
  if (resumed > 0) deps.metrics.count("SagaResumed", resumed);
  if (failure !== undefined) throw failure;
  return { resumed };
}

async function sweepSaga(deps: Deps, row: DueRow, nowMs: number): Promise<boolean> {
  const [, tenantId = "", sagaId = ""] = row.pk.split("#");
  const ref = { tenantId, sagaId };
  const claimed = await deps.tables.write(postponeSaga(ref, row.dueAt, nowMs + deps.limits.sagaLeaseMs));
  if (!claimed.committed) return false;
  const { saga } = await readSaga(deps.tables, ref);
  if (!saga) return false;
  if (!SAGA_STATES.includes(saga.state)) throw new InvariantError("a saga is in a state of a later release");
  // Never started (its message was lost), or started and ended before it took the saga over: a name starts one execution only.
  if (await deps.executions.isRunning(executionNameOf(saga))) return false;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const executionName = executionNameOf({ sagaId, resumes: saga.resumes + 1 });
  const job: Job = { queue: "sagas", body: { ...ref, executionName } };
  const result = await deps.tables.transact([
    resumeSaga(saga, dueAt),
    announceJob(job, sagaId, deps.random.ulid(nowMs), dueAt),
  ]);
  return result.committed;
}

/** Refunds and webhooks that nobody is coming for; what falls due before the next sweep is sent with a delay. */
export async function sweepPaymentJobs(deps: Deps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const untilMs = nowMs + deps.limits.sweepHorizonMs;
  const [refunds, inbox] = await Promise.all([readAll(deps, dueRefunds, untilMs), readAll(deps, dueInbox, untilMs)]);
  // Beyond the horizon: two sweeps close to each other send one message. A worker that claims the row sets its own time.
  const nextLookMs = Math.max(deps.limits.leaseMs, deps.limits.sweepHorizonMs + 1);
  const later = (row: DueRow) => Math.max(nowMs, row.dueAt) + nextLookMs;
  const claims: { row: DueRow; job: Job; claim: Write & { kind: "update" } }[] = [
    ...refunds.map((row) => {
      const body = refundOf(row);
      return { row, job: { queue: "refunds" as const, body }, claim: postponeRefund(body, row.dueAt, later(row)) };
    }),
    ...inbox.map((row) => {
      const body = webhookOf(row);
      const claim = postponeInbox({ ...body, channel: body.channel as ChannelName }, row.dueAt, later(row));
      return { row, job: { queue: "webhooks" as const, body }, claim };
    }),
  ];
  const { done: messages, failure } = await eachRow(claims, async ({ row, job, claim }) => {
    const claimed = await deps.tables.write(claim);
    const delaySeconds = Math.ceil(Math.max(row.dueAt - nowMs, 0) / 1000);
    return claimed.committed ? { job, delaySeconds } : undefined;
  });
  if (messages.length > 0) await deps.jobs.send(messages);
  if (failure !== undefined) throw failure;
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
