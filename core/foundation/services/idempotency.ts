import type { KeyUse } from "../../../contract/answers/platform.ts";
import type { FieldError } from "../domain/errors.ts";
import { type BusinessRefusal, ERRORS, RetryableError, TerminalError, WaitingError } from "../domain/errors.ts";
import { idsAmong } from "../domain/ids.ts";
import { CONTRACT } from "../domain/limits.ts";
import { problem, waitOf } from "../domain/problem.ts";
import { type IdempotencyRecord, readByKey, readRecord, record } from "../store/idempotency-store.ts";
import { type Committed, ConflictError, type Refusal, type Write } from "../store/table.ts";
import { firstDifference } from "./code-vault.ts";
import type { Answer, Deps, IdempotentRequest, VaultDeps } from "./deps.ts";
import { storedBody } from "./shown-once.ts";
import { storedAnswer } from "./stored-answer.ts";

/** A twin is committing: it needs one transaction, so a second is ample. */
const IN_USE_RETRY_AFTER_MS = 1000;

export type Commit =
  | { kind: "committed" }
  | { kind: "replayed"; answer: Answer }
  /** The same request was answered before a restore, which took its effect back. */
  | { kind: "lost"; record: IdempotencyRecord }
  | { kind: "refused"; refusals: (Refusal | undefined)[] };

/** What it has beside the record is not stored. */
export type NewRecord = Omit<IdempotencyRecord, "status"> & {
  /** In whose place it comes. */
  lost?: IdempotencyRecord;
  content: IdempotentRequest["content"];
};

/** The record of a request that is about to be answered. */
export function newRecord(deps: VaultDeps, request: IdempotentRequest, nowMs: number): NewRecord {
  return {
    ownerId: request.ownerId,
    key: request.key,
    route: request.route,
    requestId: deps.random.ulid(nowMs),
    keyId: request.keyId,
    ...deps.vault.fingerprint(request.content),
    startedAt: nowMs,
    expiresAt: Math.ceil((nowMs + CONTRACT.idempotencyTtlMs) / 1000),
    content: request.content,
  };
}

export interface Effect {
  answer: Answer;
  /** What has been made or changed, or stands in the way; a refusal may be about nothing that has an id. */
  resourceId?: string | undefined;
  writes: Write[];
}

/** A business refusal as it is told. */
export type Refused = BusinessRefusal & {
  detail: string;
  /** `undefined`: it is about nothing that has an id. */
  resourceId?: string | undefined;
  errors?: FieldError[];
  extensions?: Record<string, string>;
};

/**
 * The effect and its answer in one transaction: whoever sends the same key again meets the answer, a concurrent twin loses
 * the transaction. `refused` gives the reasons in the order of the effect's writes.
 */
export async function commit(
  deps: VaultDeps,
  entry: NewRecord,
  effect: Effect,
  conflictTries?: number,
): Promise<Commit> {
  const nowMs = entry.startedAt;
  const { httpStatus, body, shownOnce } = effect.answer;
  const { lost, content: _content, ...made } = entry;
  const done: IdempotencyRecord = {
    ...made,
    status: "DONE",
    httpStatus,
    ...storedBody(deps.vault, entry, body, shownOnce),
    ...(effect.resourceId === undefined ? {} : { resourceId: effect.resourceId }),
  };
  const result = await transactUnderKey(deps, done, nowMs, effect.writes, { conflictTries, lost });
  if (result.committed) return { kind: "committed" };
  const [refusedKey, ...refusals] = result.refusals;
  if (!refusedKey) return { kind: "refused", refusals };
  const known = refusedKey.old as unknown as IdempotencyRecord;
  if (known.status !== "LOST") return { kind: "replayed", answer: replay(deps, known, entry, nowMs) };
  assertSameRequest(deps, known, entry);
  return { kind: "lost", record: known };
}

/** Likewise, of what makes nothing that an id outside stands for: what was lost is made anew. */
export async function commitAnew(
  deps: VaultDeps,
  entry: NewRecord,
  effect: Effect,
): Promise<Exclude<Commit, { kind: "lost" }>> {
  const result = await commit(deps, entry, effect);
  if (result.kind !== "lost") return result;
  const again = await commit(deps, { ...entry, lost: result.record }, effect);
  if (again.kind === "lost")
    throw new RetryableError("idempotency-key-in-use", "the key is being looked at", IN_USE_RETRY_AFTER_MS);
  return again;
}

/**
 * The record with its writes. Only requests with the same key write its row: who meets another transaction there has a twin.
 * Who meets one at other rows has met anybody, and knows nothing about the key.
 */
export async function transactUnderKey(
  deps: Deps,
  entry: IdempotencyRecord,
  nowMs: number,
  writes: readonly Write[],
  { conflictTries, lost }: { conflictTries?: number | undefined; lost?: IdempotencyRecord | undefined } = {},
): Promise<Committed> {
  try {
    return await deps.tables.transact([record(entry, nowMs, lost), ...writes], conflictTries);
  } catch (error) {
    if (!(error instanceof ConflictError && error.met.includes(0))) throw error;
    throw new ConflictError(error.met, "idempotency-key-in-use");
  }
}

/** An answer without an effect of its own: a final refusal, or the state of what exists already. */
export async function answerOnly(deps: VaultDeps, entry: NewRecord, effect: Omit<Effect, "writes">): Promise<Answer> {
  const result = await commitAnew(deps, entry, { ...effect, writes: [] });
  return result.kind === "replayed" ? result.answer : effect.answer;
}

/** A business refusal: the key keeps it unless waiting may change it, as its row says. What the key answered before goes first. */
export async function refuse(
  deps: VaultDeps,
  request: IdempotentRequest,
  entry: NewRecord,
  refusal: Refused & { resourceId: string | undefined },
): Promise<Answer> {
  const nowMs = entry.startedAt;
  const { code, detail, resourceId, errors, extensions } = refusal;
  deps.log.note(idsAmong([resourceId]));
  const wait = waitOf(refusal);
  if (!wait) {
    const body = problem(refusal, detail, request, { errors, extensions });
    return answerOnly(deps, entry, { answer: { httpStatus: ERRORS[code].status, body }, resourceId });
  }
  const known = await readRecord(deps.tables, entry, nowMs);
  if (known) return replay(deps, known, entry, nowMs);
  throw new WaitingError(code, detail, wait, { errors, extensions });
}

/** What a known record says to this request. Throws when it was another request, or is not done yet. */
export function replay(
  deps: VaultDeps,
  known: IdempotencyRecord,
  entry: Pick<IdempotentRequest, "content">,
  nowMs: number,
): Answer {
  assertSameRequest(deps, known, entry);
  assertDone(deps, known, nowMs);
  return storedAnswer(deps, known);
}

export function assertDone(deps: Deps, known: IdempotencyRecord, nowMs: number): void {
  if (known.status !== "IN_PROGRESS") return;
  deps.metrics.count("KeyInUse");
  throw new RetryableError(
    "idempotency-key-in-use",
    "the first request is still being processed",
    Math.max((known.leaseUntil ?? 0) - nowMs, IN_USE_RETRY_AFTER_MS),
  );
}

export function assertSameRequest(
  deps: VaultDeps,
  known: Pick<IdempotencyRecord, "fingerprint" | "fieldHashes">,
  { content }: Pick<IdempotentRequest, "content">,
): void {
  const { fingerprint, fieldHashes } = deps.vault.fingerprint(content, known.fingerprint);
  if (known.fingerprint === fingerprint) return;
  deps.metrics.count("IdempotencyMismatch");
  const pointer = firstDifference(known.fieldHashes, fieldHashes) ?? "";
  throw new TerminalError("idempotency-key-reused", "this key was used with another request before", {
    errors: [{ pointer, detail: "differs from the first request under this key" }],
  });
}

/** What became of a key, on whichever route it was used. */
export async function findByKey(deps: Deps, ownerId: string, key: string): Promise<{ items: KeyUse[] }> {
  const nowSeconds = Math.floor(deps.clock() / 1000);
  const records = (await readByKey(deps.tables, ownerId, key)) as unknown as IdempotencyRecord[];
  const items = records
    .filter((found) => found.expiresAt > nowSeconds)
    .flatMap(({ status, ...found }) => (status === "LOST" ? [] : [{ status, ...found }]))
    .map((found) => ({
      route: found.route,
      status: found.status,
      httpStatus: found.httpStatus ?? null,
      resourceId: found.resourceId ?? null,
    }));
  return { items };
}
