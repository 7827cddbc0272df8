import { atMost } from "../../core/foundation/services/at-most.ts";
import { classify, isItem, takeItem } from "../../core/foundation/services/batch-items.ts";
import type { BatchSubmission } from "../../core/redemptions/domain/batch.ts";
import { linesOf } from "../../core/redemptions/services/batch-lines.ts";
import { CARDS } from "../../core/redemptions/services/batch-of-cards.ts";
import { submitBatch } from "../../core/redemptions/services/redemption-batches.ts";
import { openBatch } from "../../core/redemptions/store/batch-store.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { benchDeps, makePlan, newCode, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { interleave, ms, pairedRatio } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 20;
const ITEMS = 100;
/** As `submitBatch` has it. */
const ITEMS_AT_ONCE = 16;

/** A batch of 100 new codes: its requests, and what idempotency adds to its time. */
export async function benchBatch(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  const planId = await makePlan(deps);
  const newBatch = (): BatchSubmission & { batchId: string } => ({
    planId,
    mode: "partial",
    batchId: newKey(),
    items: newItems(),
  });
  const { ours, bare } = await interleave(ROUNDS, tables.meter, {
    ours: {
      prepare: newBatch,
      run: (body: BatchSubmission) => submitBatch(deps, request("POST /v1/redemption-batches", body), TENANT, body),
    },
    bare: { prepare: newBatch, run: (body: BatchSubmission & { batchId: string }) => withoutRecord(deps, body) },
  });
  report.check("batch of 100, requests", ours.requests, { atMost: 104, gate: true, digits: 0 });
  report.check("batch time through idempotency", (pairedRatio(ours, bare) - 1) * 100, {
    atMost: 10,
    unit: " %",
    digits: 1,
    beside: `${ms(ours.p50)} against ${ms(bare.p50)} without the record`,
    why: "The record adds a row to the first request and one request at the end to a hundred that go sixteen at a time: a few per cent. On a busy machine single rounds differ by more than that; run it again on a quiet one.",
  });
}

export const newItems = () =>
  Array.from({ length: ITEMS }, (_, index) => ({ reference: `r${index}`, code: newCode() }));

/** The same work without any trace of the Idempotency-Key: a retry would have to find out item by item. */
async function withoutRecord(deps: AllDeps, body: BatchSubmission & { batchId: string }): Promise<void> {
  const nowMs = deps.clock();
  const { planId, mode, batchId } = body;
  await deps.tables.transact([openBatch({ tenantId: TENANT, batchId, planId, mode, createdAt: nowMs })]);
  const lines = linesOf(deps, TENANT, batchId, body, { requestId: "bench", fingerprint: "" }).filter(isItem);
  const known = await classify(deps, CARDS, lines);
  await atMost(ITEMS_AT_ONCE, lines, ({ id, item }) => takeItem(deps, CARDS, { id, item }, known.get(id), nowMs));
}
