import type { BatchLine } from "../domain/batch.ts";
import { type ErrorCode, type FieldError, RetryableError } from "../domain/errors.ts";
import { waitForAll } from "../domain/problem.ts";
import type { Write } from "../store/table.ts";
import {
  type AcceptedItem,
  type BatchKind,
  classify,
  countVerdicts,
  isItem,
  knownAs,
  type TakenRow,
  type VerdictOn,
} from "./batch-items.ts";
import type { Batch } from "./batches.ts";
import { decideAndCommit } from "./decide-and-commit.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";
import { newRecord, type Refused } from "./idempotency.ts";

/** What has to come first where items stand in the way of their batch. */
type BatchWait = { waitFor: "redemption" | "notification" | "review"; retryAfterMs?: number };

/** All items or none, in one transaction with the key. `differs`: whether the batch that has this id is another one. */
export async function submitAtomic<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  request: IdempotentRequest,
  batch: Batch<Item, Row, Code> & { differs: () => Promise<Refused | undefined> },
  nowMs: number,
): Promise<Answer> {
  const entry = newRecord(deps, request, nowMs);
  const { batchId, kind } = batch;
  const lines = batch.linesOf(batchId, entry);
  return decideAndCommit(deps, request, {
    resourceId: batchId,
    busy: kind.busy,
    entry,
    decide: async () => {
      const plan = await planOf(deps, kind, lines, nowMs);
      if (plan.kind === "rejected") {
        // Of its items something is wrong, too, but the batch is another one.
        const other = await batch.differs();
        if (other) return other;
        const { errors, codes } = plan;
        const wait = waitForAll(codes) as BatchWait | undefined;
        return { code: "batch-rejected", wait, detail: "some items cannot be taken", errors };
      }
      return {
        answer: { httpStatus: 200, body: batch.bodyOf(batchId, lines, plan.verdicts) },
        writes: asManyAsFit([batch.open(nowMs), ...plan.writes]),
        onCommit: () => {
          for (const row of plan.accepted) kind.onAccepted(deps, row);
          countVerdicts(deps, plan.verdicts);
        },
      };
    },
    // Lost to another request that moved one of the items on, unless the batch itself is another one.
    onOvertaken: ([opened]) => (opened ? batch.otherBatch(opened.old ?? {}) : undefined),
  });
}

/** DynamoDB's bound on actions in a transaction, of which the key's record is one. */
const WRITES_MAX = 99;

/**
 * Twenty-five items that may be known by another id, too, are one action each too many. A message that finds no room is left out: its
 * item's row is due, so that the sweeper sends one a little later.
 */
function asManyAsFit(writes: readonly Write[]): Write[] {
  let excess = writes.length - WRITES_MAX;
  return writes.filter(({ name }) => name !== "outbox.announce" || excess-- <= 0);
}

type Plan<Row extends TakenRow, Code extends ErrorCode> =
  | { kind: "taken"; verdicts: VerdictOn<Row, Code>[]; writes: Write[]; accepted: Row[] }
  | {
      kind: "rejected";
      errors: FieldError[];
      /** What is in the way of the whole batch. */
      codes: Code[];
    };

async function planOf<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  kind: BatchKind<Item, Row, Code>,
  lines: readonly BatchLine<Item, Code>[],
  nowMs: number,
): Promise<Plan<Row, Code>> {
  const known = await classify(deps, kind, lines.filter(isItem));
  const verdicts: VerdictOn<Row, Code>[] = [];
  const writes: Write[] = [];
  const accepted: Row[] = [];
  const errors: FieldError[] = [];
  const codes: Code[] = [];
  for (const line of lines) {
    const verdict = decideLine(deps, kind, line, known.get(line.id), verdicts, nowMs);
    if ("row" in verdict) {
      writes.push(...verdict.writes);
      accepted.push(verdict.row);
      const named = knownAs(kind, verdict.row, line.id);
      verdicts.push({ kind: "taken", status: "ACCEPTED", isIdempotent: false, processedAt: nowMs, ...named });
      continue;
    }
    verdicts.push(verdict);
    if (verdict.kind !== "rejected") continue;
    const { code } = verdict;
    const detail = kind.detailOf(code, verdict.knownAs ?? line.id);
    errors.push({ pointer: `/items/${line.index}`, code, detail });
    codes.push(code);
  }
  return errors.length > 0 ? { kind: "rejected", errors, codes } : { kind: "taken", verdicts, writes, accepted };
}

function decideLine<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  kind: BatchKind<Item, Row, Code>,
  line: BatchLine<Item, Code>,
  known: Row | undefined,
  before: readonly VerdictOn<Row, Code>[],
  nowMs: number,
): VerdictOn<Row, Code> | AcceptedItem<Row> {
  if (line.kind === "refused") return { kind: "rejected", code: line.code, processedAt: nowMs };
  if (line.kind === "repeated") {
    const first = before[line.firstIndex];
    if (!first) throw new RetryableError("overloaded", "an item was not reached", 1000);
    return first.kind === "taken" ? { ...first, isIdempotent: true } : first;
  }
  if (!known) return kind.acceptNew(deps, line.item, nowMs);
  const decision = kind.decide(known, line.item);
  const named = knownAs(kind, known, line.id);
  switch (decision.kind) {
    case "refused":
      return { kind: "rejected", code: decision.code, processedAt: nowMs, ...named };
    case "retry":
      return kind.acceptAgain(deps, known, line.item, nowMs);
    default:
      return { kind: "taken", status: known.state, isIdempotent: true, processedAt: known.acceptedAt, ...named };
  }
}
