import { callTimeoutMs } from "../../foundation/domain/call-bracket.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import { AROUND_MS, type Restored } from "../../foundation/domain/limits.ts";
import { entriesOf } from "../../foundation/domain/listing.ts";
import { looseReviewId } from "../../foundation/domain/review.ts";
import { openReviewOnce } from "../../foundation/store/review-store.ts";
import type { ExchangeEntry } from "../domain/exchange.ts";
import { hasEnded, providerKeyOf, type Redemption } from "../domain/redemption.ts";
import { readRedemption } from "../store/redemption-store.ts";
import type { ExchangeDeps } from "./deps.ts";

/**
 * Cards that were redeemed since the moment of a restore and are not on the books: each is a person's, who finds the account where
 * the money is. What is still under way here asks the exchange itself. `undefined`: this exchange keeps no list.
 */
export async function reviewRedeemed(
  deps: ExchangeDeps,
  { toMs }: Restored,
  remainingMs: () => number,
): Promise<{ seen: number; reviewed: number } | undefined> {
  const { exchange, limits } = deps;
  if (!exchange.list) return undefined;
  const found = { seen: 0, reviewed: 0 };
  const timeoutMs = callTimeoutMs(limits.exchange, remainingMs());
  for await (const entry of entriesOf(exchange.list, { sinceMs: toMs - AROUND_MS, timeoutMs })) {
    found.seen++;
    if (await review(deps, entry)) found.reviewed++;
  }
  return found;
}

async function review(deps: ExchangeDeps, entry: ExchangeEntry): Promise<boolean> {
  const { providerKey, amount } = entry;
  const [redemptionId = "", attempt = ""] = providerKey.split("#");
  const tenantId = claimedTenantOf("rdm", redemptionId);
  if (tenantId === undefined) return false;
  const seen = await readRedemption(deps.tables, { tenantId, redemptionId });
  if (seen && isAccountedFor(seen, Number(attempt), providerKey)) return false;
  const nowMs = deps.clock();
  const subjectId = looseReviewId(tenantId, redemptionId, `redeemed ${providerKey}`);
  const about = { tenantId, subjectId, trade: providerKey, amount, channel: "exchange", why: "redeemed-unknown" };
  return (await deps.tables.transact([openReviewOnce(about, deps.random.ulid(nowMs), nowMs)])).committed;
}

/** It says so, or its worker will ask for this very key. */
function isAccountedFor(seen: Redemption, attempt: number, providerKey: string): boolean {
  const asks = seen.providerKey ?? providerKeyOf(seen);
  if (seen.state === "SUCCEEDED") return asks === providerKey;
  return seen.attempt === attempt && (!hasEnded(seen.state) || seen.state === "NEEDS_REVIEW");
}
