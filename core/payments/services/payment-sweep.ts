import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Job, RefundJob, WebhookJob } from "../../foundation/domain/jobs.ts";
import type { Deps, JobDeps } from "../../foundation/services/deps.ts";
import { sweepDue } from "../../foundation/services/due-rows.ts";
import { eachRow, throwFirst } from "../../foundation/services/each-row.ts";
import { announceJob } from "../../foundation/store/job-store.ts";
import { dueInbox, dueRefunds, dueSagas } from "../../foundation/store/keys.ts";
import type { DueRow } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { ChannelName } from "../domain/channel.ts";
import { executionNameOf, SAGA_STATES } from "../domain/saga.ts";
import { type InboxRow, postponeInbox, readInboxRows } from "../store/inbox-store.ts";
import { postponeRefund } from "../store/refund-store.ts";
import { postponeSaga, readSaga, resumeSaga } from "../store/saga-store.ts";
import type { ExecutionDeps } from "./deps.ts";

const SWEEP_MAX_ROWS = 200;

/** Sagas whose driver has died: asks Step Functions first, then names another execution. */
export async function sweepSagas(deps: ExecutionDeps): Promise<{ resumed: number }> {
  const nowMs = deps.clock();
  const resumed = await sweepDue(deps, {
    duePk: dueSagas,
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

/** Refunds that nobody is coming for; what falls due before the next sweep is sent with a delay. */
export async function sweepRefunds(deps: JobDeps): Promise<{ resent: number }> {
  const resent = await sweepJobs(deps, {
    duePk: dueRefunds,
    patienceMs: deps.limits.refundLeaseMs,
    claimOf: (row, dueAt) => {
      const body = refundOf(row);
      return { job: { queue: "refunds", body }, claim: postponeRefund(body, row.dueAt, dueAt) };
    },
    pass: (messages) => deps.jobs.send(messages),
  });
  return { resent };
}

/** Webhooks, likewise. Who applies one holds no lease of it: its message only has to come first. */
export async function sweepWebhooks(deps: JobDeps): Promise<{ resent: number }> {
  const resent = await sweepJobs(deps, {
    duePk: dueInbox,
    patienceMs: deps.limits.sweepGraceMs,
    claimOf: (row, dueAt) => {
      const body = webhookOf(row);
      return { job: { queue: "webhooks", body }, claim: postponeInbox(inboxOf(body), row.dueAt, dueAt) };
    },
    pass: async (messages) => {
      const parts = [deps.jobs.send, measureInbox.bind(undefined, deps)];
      throwFirst(await eachRow(parts, (part) => part(messages)));
    },
  });
  return { resent };
}

const inboxOf = ({ channel, ...ref }: WebhookJob) => ({ ...ref, channel: channel as ChannelName });

/**
 * How long the oldest of those that are still open has waited: what is late can be told before it has ended. Held is what its
 * worker found so a moment ago: one that fails since says nothing more. What a bank decides takes months, and is nobody's delay.
 */
async function measureInbox(deps: Deps, messages: readonly Message[]): Promise<void> {
  const refs = messages.flatMap(({ job }) => (job.queue === "webhooks" ? [inboxOf(job.body)] : []));
  const open = (await readInboxRows(deps.tables, refs)).filter(({ state }) => state === "RECEIVED");
  const nowMs = deps.clock();
  const heldBy = ({ held }: InboxRow) =>
    held && nowMs < held.until + deps.limits.sweepHorizonMs ? held.by : undefined;
  for (const [name, by] of [
    ["InboxAge", undefined],
    ["InboxHeldAge", "saga"],
  ] as const) {
    const ages = open.filter((row) => heldBy(row) === by).map(({ receivedAt }) => nowMs - receivedAt);
    if (ages.length > 0) deps.metrics.gauge(name, Math.max(...ages), "Milliseconds");
  }
}

interface Message {
  job: Job;
  delaySeconds: number;
}

interface JobSweep {
  duePk: (shard: number) => string;
  /** Whoever has the message may be at work for so long. */
  patienceMs: number;
  claimOf: (row: DueRow, dueAt: number) => { job: Job; claim: Write & { kind: "update" } };
  pass: (messages: Message[]) => Promise<void>;
}

async function sweepJobs(deps: Deps, { duePk, patienceMs, claimOf, pass }: JobSweep): Promise<number> {
  const nowMs = deps.clock();
  const { sweepHorizonMs } = deps.limits;
  // Beyond the horizon: two sweeps close to each other send one message. A worker that claims the row sets its own time.
  const nextLookMs = Math.max(patienceMs, sweepHorizonMs + 1);
  return sweepDue(deps, {
    duePk,
    untilMs: nowMs + sweepHorizonMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async (row) => {
      const { job, claim } = claimOf(row, Math.max(nowMs, row.dueAt) + nextLookMs);
      const claimed = await deps.tables.write(claim);
      return claimed.committed ? { job, delaySeconds: Math.ceil(Math.max(row.dueAt - nowMs, 0) / 1000) } : undefined;
    },
    pass,
  });
}

function refundOf(row: DueRow): RefundJob {
  const [, tenantId = "", paymentId = ""] = row.pk.split("#");
  return { tenantId, paymentId, refundId: row.sk.slice("REFUND#".length) };
}

function webhookOf(row: DueRow): WebhookJob {
  const [, channel = "", tenantId = "", ...rest] = row.pk.split("#");
  return { channel, tenantId, eventId: rest.join("#") };
}
