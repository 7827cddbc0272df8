import { createHash } from "node:crypto";
import { makeId, uniqueFrom } from "../../foundation/domain/ids.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import { type IdempotencyRecord, live } from "../../foundation/store/idempotency-store.ts";
import { idempotencyKey } from "../../foundation/store/keys.ts";
import type { Offer, OfferTerms } from "../../orders/domain/offer.ts";
import { type Slot, stockOf } from "../../orders/domain/slots.ts";
import type { Subscription } from "../../orders/domain/subscription.ts";
import { readWithSeldomChanged } from "../../orders/services/seldom-changed.ts";
import { takeFacts, takeKeys } from "../../orders/services/takes.ts";
import { offerKey, userKey } from "../../orders/store/keys.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { Code } from "../domain/code.ts";
import { normaliseTyped } from "../domain/code-text.ts";
import { type CodeUse, decideUse, type UseFacts, type UseVerdict } from "../domain/code-use.ts";
import type { Tries } from "../domain/tries.ts";
import { readCodeSlots, slotsIn } from "../store/code-store.ts";
import { campaignKey, codeKey, codeUseKey, triesKey } from "../store/keys.ts";
import { idsOfCode } from "./derive-code.ts";

/** All that has been found out so far about one user and one typed code. */
export interface Known {
  tenantId: string;
  userId: string;
  userMark: string;
  codeId: string;
  codeRedemptionId: string;
  tries: Tries | undefined;
  ownUse: CodeUse | undefined;
  code: Code | undefined;
  /** Of one moment; `undefined`: nobody has had to look. */
  codeSlots: Slot[] | undefined;
  isNewUser: boolean;
  campaign?: Campaign | undefined;
  offer?: Offer | undefined;
  subscription?: Subscription | undefined;
  held?: number;
  stock?: Slot[] | undefined;
}

/** The first request: what the key, the user and the code say. A replay needs no other. */
export async function readFirst(
  deps: VaultDeps,
  { tenantId, userId, code: typed }: { tenantId: string; userId: string; code: string },
  request: { ownerId: string; key: string; route: string } | undefined,
  nowMs: number,
): Promise<{ record: IdempotencyRecord | undefined; known: Known }> {
  const { codeId: newId, otherIds } = idsOfCode(deps.vault, tenantId, normaliseTyped(typed));
  const codeIds = [newId, ...otherIds];
  const userMark = deps.vault.personMark(tenantId, "user", userId);
  const useIds = codeIds.map((codeId) => useIdOf(tenantId, codeId, userMark));
  const rows = await deps.tables.getAcross([
    ...codeIds.map((codeId) => ({ table: "main" as const, ...codeKey(tenantId, codeId) })),
    ...useIds.map((useId) => ({ table: "main" as const, ...codeUseKey(tenantId, useId) })),
    { table: "main", ...userKey(tenantId, userMark) },
    { table: "transient", ...triesKey(tenantId, userMark) },
    ...(request
      ? [{ table: "transient" as const, ...idempotencyKey(request.ownerId, request.key, request.route) }]
      : []),
  ]);
  const [codes, uses] = [rows.slice(0, codeIds.length), rows.slice(codeIds.length, 2 * codeIds.length)];
  const [user, tries, record] = rows.slice(2 * codeIds.length);
  // Whichever pepper has hashed it: there is one row of a code at most. What nobody has made counts by the newest.
  const which = Math.max(
    0,
    codes.findIndex((row) => row !== undefined),
  );
  const [code, ownUse] = [codes[which], uses[which]];
  const codeId = codeIds[which] as string;
  const codeRedemptionId = useIds[which] as string;
  const known: Known = {
    tenantId,
    userId,
    userMark,
    codeId,
    codeRedemptionId,
    tries: tries as Tries | undefined,
    ownUse: ownUse as CodeUse | undefined,
    code: code as Code | undefined,
    codeSlots: undefined,
    isNewUser: user === undefined,
  };
  return { record: live(record as IdempotencyRecord | undefined, nowMs), known };
}

/** Stands in for the terms of a code that nobody made: it must cost the same requests as one that fits no longer. */
const NO_TERMS: OfferTerms = { offerId: "none", period: { unit: "day", count: 1 }, onRepeat: "extend" };

/** One use of a code by one user. */
function useIdOf(tenantId: string, codeId: string, userMark: string): string {
  return makeId("cru", tenantId, uniqueFrom(createHash("sha256").update(`${codeId}\n${userMark}`).digest()));
}

/** The second request: what the user holds of the offer, and whether campaign and offer are active. */
export async function readTake(deps: VaultDeps, known: Known, orderId: string): Promise<void> {
  const { tenantId, userMark, code } = known;
  const terms = code?.terms ?? NO_TERMS;
  const { rows, seldom } = await readWithSeldomChanged(
    deps,
    takeKeys({ tenantId, userMark, orderId }, terms),
    code ? [campaignKey(tenantId, code.campaignId), offerKey(tenantId, terms.offerId)] : [],
  );
  known.subscription = rows[0] as Subscription | undefined;
  known.held = Number(rows[1]?.held ?? 0);
  known.campaign = seldom[0] as Campaign | undefined;
  known.offer = seldom[1] as Offer | undefined;
}

export function factsOf(known: Known): UseFacts {
  const { ownUse, code, codeSlots, campaign, offer, subscription, held, stock } = known;
  return {
    ownUse,
    code,
    campaignIsActive: campaign?.status === "ACTIVE",
    isExhausted: code !== undefined && isExhausted(code, codeSlots),
    take: takeFacts(code?.terms ?? NO_TERMS, offer, [subscription as never, { held }], stock),
  };
}

/**
 * Decides on what is known. That a code is exhausted goes before whatever offer and user say, and of many slots nobody has
 * looked at all before one has refused: so they are looked at before such a reason is told.
 */
export async function decide(deps: VaultDeps, known: Known, orderId: string, nowMs: number): Promise<UseVerdict> {
  const decision = decideUse(factsOf(known), orderId, nowMs);
  const isFirstReason = ["ok", "already-used", "code-invalid"].includes(decision.verdict);
  const { code, codeSlots } = known;
  if (isFirstReason || code === undefined || code.slots === 1 || codeSlots !== undefined) return decision;
  known.codeSlots = await readCodeSlots(deps.tables, code);
  return decideUse(factsOf(known), orderId, nowMs);
}

/** A code of one slot says it itself; of many only a look at all of them does. */
function isExhausted(code: Code, seen: readonly Slot[] | undefined): boolean {
  const slots = seen ?? (code.slots === 1 ? slotsIn(code, [code as never]) : undefined);
  return slots !== undefined && stockOf(slots).free === 0;
}
