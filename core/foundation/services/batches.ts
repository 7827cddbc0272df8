import { type BatchLine, knownAsOf, packVerdicts, unpackVerdicts, type Verdict } from "../domain/batch.ts";
import { type ErrorCode, RetryableError } from "../domain/errors.ts";
import { complete, type IdempotencyRecord, readRecord, resume } from "../store/idempotency-store.ts";
import type { Item as StoredItem, Write } from "../store/table.ts";
import { atMost } from "./at-most.ts";
import {
  type BatchKind,
  classify,
  countVerdicts,
  isItem,
  type TakenRow,
  takeItem,
  type VerdictOn,
} from "./batch-items.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";
import { assertSameRequest, newRecord, type Refused, refuse, replay, transactUnderKey } from "./idempotency.ts";
import { storedAnswer } from "./stored-answer.ts";

/** Item transactions under way at once: enough to hide a round trip, few enough for one tenant's share of a table. */
const ITEMS_AT_ONCE = 16;

/** Of its record: who brings a batch, and by which pepper its items have their ids. */
export type BroughtBy = Pick<IdempotencyRecord, "requestId" | "keyId" | "fingerprint">;

/** A batch as one request brings it. */
export interface Batch<Item, Row extends TakenRow, Code extends ErrorCode> {
  kind: BatchKind<Item, Row, Code>;
  batchId: string;
  /** `by`: the request that accepts them, the first one of a batch that is resumed. */
  linesOf: (batchId: string, by: BroughtBy) => BatchLine<Item, Code>[];
  /** The batch's own row; a later submission leaves it as it is, and means the same. */
  open: (nowMs: number) => Write;
  /** The batch that has this id is another one. */
  otherBatch: (head: StoredItem) => Refused;
  bodyOf: (
    batchId: string,
    lines: readonly BatchLine<Item, Code>[],
    verdicts: readonly VerdictOn<Row, Code>[],
  ) => unknown;
}

/**
 * Many items under one key: the key is marked in progress, each item is its own transaction, the verdicts close it; a request
 * that died in between is resumed by its retry.
 */
export async function submitPartial<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  request: IdempotentRequest,
  batch: Batch<Item, Row, Code>,
  nowMs: number,
): Promise<Answer> {
  const begun = await begin(deps, request, batch, nowMs);
  if (begun.kind === "answered") return begun.answer;
  const { started } = begun;
  const batchId = started.batchId ?? batch.batchId;
  const lines = batch.linesOf(batchId, started);
  const verdicts = await takeAll(deps, batch.kind, lines, started.startedAt).catch(async (error: unknown) => {
    // Whatever was taken stands under its request: a retry need not wait for the lease to resume.
    await deps.tables.write(resume(started, nowMs - 1));
    throw error;
  });
  const knownAs = knownAsOf(verdicts);
  const done = { httpStatus: 200, verdicts: packVerdicts(verdicts), knownAs, resourceId: batchId };
  const closed = await deps.tables.write(complete(started, done));
  if (closed.committed) {
    countVerdicts(deps, verdicts);
    return { httpStatus: 200, body: batch.bodyOf(batchId, lines, verdicts) };
  }
  // A retry thought us dead and resumed the batch: its answer is the one that counts.
  const winner = await readRecord(deps.tables, started, nowMs);
  if (winner?.status === "DONE") return storedVerdicts(deps, winner, batch);
  throw resumedByAnother(deps);
}

/** The first answer again: of a partial batch, whose record holds the verdicts alone, built from them and the request. */
export function storedVerdicts<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  known: IdempotencyRecord,
  { linesOf, bodyOf }: Pick<Batch<Item, Row, Code>, "linesOf" | "bodyOf">,
): Answer {
  if (known.verdicts === undefined) return storedAnswer(deps, known);
  const batchId = known.batchId ?? "";
  const body = bodyOf(
    batchId,
    linesOf(batchId, known),
    unpackVerdicts<Row["state"], Code>(known.verdicts, known.knownAs),
  );
  return storedAnswer(deps, { ...known, body: JSON.stringify(body) });
}

function resumedByAnother({ limits }: VaultDeps): RetryableError {
  const detail = "the batch is being resumed by another request";
  return new RetryableError("idempotency-key-in-use", detail, limits.batchLeaseMs);
}

type Begun = { kind: "started"; started: IdempotencyRecord } | { kind: "answered"; answer: Answer };

/** Marks the key as in progress, or finds out what became of it, or that its batch is another one. */
async function begin<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  request: IdempotentRequest,
  batch: Batch<Item, Row, Code>,
  nowMs: number,
): Promise<Begun> {
  const leaseUntil = nowMs + deps.limits.batchLeaseMs;
  const entry = newRecord(deps, request, nowMs);
  const { batchId } = batch;
  const { content: _content, ...made } = entry;
  const started: IdempotencyRecord = { ...made, status: "IN_PROGRESS", batchId, leaseUntil };
  const open = (lost?: IdempotencyRecord) => transactUnderKey(deps, started, nowMs, [batch.open(nowMs)], { lost });
  let result = await open();
  const met = result.committed ? undefined : (result.refusals[0]?.old as IdempotencyRecord | undefined);
  if (met?.status === "LOST") {
    assertSameRequest(deps, met, entry);
    result = await open(met);
  }
  if (result.committed) return { kind: "started", started };
  const [knownRefused, batchRefused] = result.refusals;
  if (!knownRefused) {
    const refusal = { ...batch.otherBatch(batchRefused?.old ?? {}), resourceId: batchId };
    return { kind: "answered", answer: await refuse(deps, request, entry, refusal) };
  }
  const known = knownRefused.old as unknown as IdempotencyRecord;
  assertSameRequest(deps, known, entry);
  if (known.status === "LOST") throw resumedByAnother(deps);
  if (known.status === "DONE") return { kind: "answered", answer: storedVerdicts(deps, known, batch) };
  if ((known.leaseUntil ?? 0) >= nowMs) return { kind: "answered", answer: replay(deps, known, entry, nowMs) };
  const resumed = await deps.tables.write(resume(known, leaseUntil));
  if (resumed.committed) return { kind: "started", started: { ...known, leaseUntil } };
  throw resumedByAnother(deps);
}

/** One batched read tells what is known from what is new (in chunks of 100); then each item has its transaction. */
async function takeAll<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  kind: BatchKind<Item, Row, Code>,
  lines: readonly BatchLine<Item, Code>[],
  nowMs: number,
): Promise<VerdictOn<Row, Code>[]> {
  const firsts = lines.filter(isItem);
  const known = await classify(deps, kind, firsts);
  const taken = await atMost(ITEMS_AT_ONCE, firsts, ({ id, item }) =>
    takeItem(deps, kind, { id, item }, known.get(id), nowMs),
  );
  const verdictOf = new Map(firsts.map((line, index) => [line.index, taken[index]]));
  return lines.map((line): Verdict<Row["state"], Code> => {
    if (line.kind === "refused") return { kind: "rejected", code: line.code, processedAt: nowMs };
    const verdict = verdictOf.get(line.kind === "repeated" ? line.firstIndex : line.index);
    if (!verdict) throw new RetryableError("overloaded", "an item was not reached", deps.limits.batchLeaseMs);
    return line.kind === "repeated" && verdict.kind === "taken" ? { ...verdict, isIdempotent: true } : verdict;
  });
}
