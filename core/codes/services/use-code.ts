import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, replay } from "../../foundation/services/idempotency.ts";
import type { Item, Write } from "../../foundation/store/table.ts";
import type { CodeOrder } from "../../orders/domain/order.ts";
import type { Holding } from "../../orders/domain/subscription.ts";
import { grantWrites, slotFor, stockSlots, subscriptionIdOf } from "../../orders/services/takes.ts";
import { finishCodeOrder } from "../../orders/store/order-store.ts";
import { useStock } from "../../orders/store/stock-store.ts";
import { noteFirstOrder, takeQuota } from "../../orders/store/subscription-store.ts";
import type { Code } from "../domain/code.ts";
import type { CodeUse } from "../domain/code-use.ts";
import { codeUseView } from "../domain/code-views.ts";
import type { Tries } from "../domain/tries.ts";
import { readCodeSlots, takeUse } from "../store/code-store.ts";
import { recordUse } from "../store/code-use-store.ts";
import { decide, type Known, readFirst, readTake } from "./use-facts.ts";
import { assertMayTry, refusalOf } from "./use-refusals.ts";

export interface UseInput {
  code: string;
  userId: string;
  reference?: string | undefined;
}

/** Each round loses to somebody who uses the same code, or to the same user's other code; five in a row are a storm. */
const ROUNDS_MAX = 5;

/** One use of one code: everything is done when it answers, in three requests when nobody is in the way. */
export async function useCode(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: UseInput,
): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const { record, known } = await readFirst(deps, { tenantId, ...input }, entry, nowMs);
  if (record) return replay(deps, record, entry, nowMs);
  assertMayTry(deps, known.tries, nowMs);
  const orderId = makeId("ord", tenantId, deps.random.ulid(nowMs));
  const { codeRedemptionId } = known;
  let writes: Write[] = [];
  return decideAndCommit(deps, request, {
    entry,
    resourceId: codeRedemptionId,
    busy: "many use this code, or this user's codes, at once",
    triesMax: ROUNDS_MAX,
    isContended: true,
    decide: async () => {
      await readTake(deps, known, orderId);
      let decision = await decide(deps, known, orderId, nowMs);
      if (decision.verdict === "out-of-stock") {
        // Who has it may have come under the same key, or with the same code for the same user.
        const now = await readFirst(deps, { tenantId, ...input }, entry, nowMs);
        if (now.record) return { answer: replay(deps, now.record, entry, nowMs) };
        known.ownUse = now.known.ownUse;
        decision = await decide(deps, known, orderId, nowMs);
      }
      if (decision.verdict !== "ok") {
        const refusal = await refusalOf(deps, request, known, decision.verdict, nowMs);
        writes = refusal.writes;
        return refusal;
      }
      const made = useWrites(known, decision.holding, { orderId, keyId: request.keyId, input, nowMs });
      writes = made.writes;
      return {
        answer: { httpStatus: 201, body: codeUseView(made.use) },
        writes,
        onCommit: () => deps.metrics.count("CodeUsed"),
      };
    },
    onOvertaken: async (refusals) => {
      for (const [index, refusal] of refusals.entries()) {
        if (refusal) await learn(deps, known, writes[index]?.name, refusal.old);
      }
      return undefined;
    },
  });
}

/** What a refused write shows about the rows. Those of subscription and user are read again, or ask only for another round. */
async function learn(deps: VaultDeps, known: Known, name: string | undefined, old: Item | undefined): Promise<void> {
  const { code, offer } = known;
  switch (name) {
    case "code-use.record":
    case "code-use.none":
      known.ownUse = old as unknown as CodeUse;
      return;
    case "code.use":
    case "code-slot.use":
      if (!code) return;
      if (name === "code.use") known.code = old as unknown as Code;
      // A code of one slot has told all by now.
      if (code.slots > 1) known.codeSlots = await readCodeSlots(deps.tables, code);
      return;
    case "stock.use":
      if (offer) known.stock = await stockSlots(deps.tables, offer);
      return;
    case "tries.count":
    case "tries.open":
      known.tries = old as Tries | undefined;
      return;
    case "user.first-order":
      known.isNewUser = false;
  }
}

function useWrites(
  known: Known,
  holding: Holding,
  { orderId, keyId, input, nowMs }: { orderId: string; keyId: string; input: UseInput; nowMs: number },
): { use: CodeUse; writes: Write[] } {
  const { tenantId, userId, userMark, codeRedemptionId, offer, isNewUser } = known;
  const code = known.code as Code;
  const { terms, campaignId, last4 } = code;
  const { offerId } = terms;
  const taker = { tenantId, userId, userMark, orderId };
  const ref = { tenantId, offerId };
  const codeSlot = slotFor(userId, code.slots, known.codeSlots);
  const stockSlot = offer?.stockSlots === undefined ? undefined : slotFor(userId, offer.stockSlots, known.stock);
  const subscriptionId = subscriptionIdOf(taker, terms);
  const stateSk = uniqueOf(orderId);
  const ownStock = stockSlot === undefined ? {} : { stockSlot };
  const times = { createdAt: nowMs, updatedAt: nowMs };
  const use: CodeUse = {
    tenantId,
    codeRedemptionId,
    codeId: code.codeId,
    campaignId,
    offerId,
    userId,
    userMark,
    ...(input.reference === undefined ? {} : { reference: input.reference }),
    state: "SUCCEEDED",
    orderId,
    subscriptionId,
    isNew: isNewUser,
    startsAt: holding.startsAt,
    endsAt: holding.endsAt,
    last4,
    codeSlot,
    ...ownStock,
    ...(terms.perUserLimit === undefined ? {} : { countsQuota: true }),
    keyId,
    ...times,
    stateSk,
  };
  const order: CodeOrder = {
    tenantId,
    orderId,
    kind: "CODE",
    state: "FINISHED",
    terms,
    userId,
    userMark,
    ...ownStock,
    subscriptionId,
    isNew: isNewUser,
    codeRedemptionId,
    ...times,
    stateSk,
  };
  const writes = [
    recordUse(use),
    takeUse(code, codeSlot),
    ...(terms.perUserLimit === undefined ? [] : [takeQuota(taker, offerId, terms.perUserLimit)]),
    ...(stockSlot === undefined ? [] : [useStock(ref, stockSlot)]),
    finishCodeOrder(order),
    ...grantWrites(taker, terms, known.subscription, holding, { stateSk, nowMs }),
    ...(isNewUser ? [noteFirstOrder(taker, orderId)] : []),
  ];
  return { use, writes };
}
