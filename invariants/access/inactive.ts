/** I27: a merchant that is not ACTIVE changes nothing, once no process takes it for ACTIVE any more. */

import { isOpenToInactive, ROUTES, type RouteKey } from "../../contract/routes.ts";
import { MERCHANT_CLOSED, merchantAction, statusOf } from "../../core/access/domain/merchant.ts";
import { iso } from "../../core/foundation/domain/iso-time.ts";
import type { ClientCall, Expectations, Facts, Found } from "../snapshot.ts";
import type { MerchantFacts } from "./facts.ts";

const STOPS: readonly string[] = [merchantAction("created"), merchantAction("suspended"), merchantAction("closed")];
const START = merchantAction("activated");

/** `afterMs` and before `untilMs` the merchant is not ACTIVE for anybody. */
interface Pause {
  knownMs: number;
  afterMs: number;
  untilMs: number;
}

export function* inactiveChangesNothing({ merchants, calls, records }: Facts, { access }: Expectations): Found {
  if (!access) return;
  for (const merchant of merchants) {
    const { tenantId } = merchant.head;
    const own = calls.filter(({ owner, route }) => owner === tenantId && changes(route));
    const kept = records.filter(({ ownerId }) => ownerId === tenantId);
    for (const pause of pausesOf(merchant, calls, access)) {
      const { knownMs, afterMs, untilMs } = pause;
      for (const call of own) {
        const { route, key, status, sentAt, receivedAt } = call;
        if (isSuccess(call) && sentAt >= afterMs && receivedAt < untilMs)
          yield [
            `${tenantId} ${route} ${key}`,
            `was asked ${sentAt - knownMs} ms after its merchant had stopped, and answered ${status}`,
          ];
      }
      // Whatever became of the answers.
      for (const { route, key, startedAt } of kept) {
        const asked = own.filter((call) => call.route === route && call.key === key).map(({ sentAt }) => sentAt);
        if (asked.length > 0 && Math.min(...asked) >= afterMs && startedAt + access.skewMs < untilMs)
          yield [`${tenantId} ${route} ${key}`, "was first asked after its merchant had stopped, and is on record"];
      }
    }
  }
}

/** What comes in for a merchant that is closed lies in a wallet that nobody can empty: a person is asked. */
export function* lateMoneyIsSeen({ merchants, wallets, reviews }: Facts): Found {
  for (const { head } of merchants) {
    if (statusOf(head) !== "CLOSED") continue;
    const { tenantId } = head;
    const full = wallets.filter((wallet) => wallet.tenantId === tenantId && wallet.available + wallet.frozen !== 0);
    const isSeen = reviews.some((review) => review.tenantId === tenantId && review.why === MERCHANT_CLOSED);
    for (const { currency, available } of full)
      if (!isSeen) yield [tenantId, `is CLOSED with ${available} ${currency}, and nobody is asked`];
  }
}

/** The row's time is from before its transaction; that this has happened is certain when somebody was told. */
function* pausesOf(
  { head, audits }: MerchantFacts,
  calls: readonly ClientCall[],
  { cacheMs, skewMs }: { cacheMs: number; skewMs: number },
): Generator<Pause, void> {
  const starts = audits.filter(({ action }) => action === START).map(({ at }) => at);
  for (const { at } of audits.filter(({ action }) => STOPS.includes(action))) {
    const told = calls.filter((call) => isSuccess(call) && tellsOf(call, head.tenantId, at));
    const knownMs = Math.min(...told.map(({ receivedAt }) => receivedAt));
    // Of two clocks the later move may have the earlier time.
    const again = starts.filter((startMs) => startMs > at - 2 * skewMs).map((startMs) => startMs - skewMs);
    yield { knownMs, afterMs: knownMs + cacheMs, untilMs: Math.min(...again) };
  }
}

function tellsOf({ route, body = "" }: ClientCall, tenantId: string, at: number): boolean {
  if (!route.includes("/v1/merchants")) return false;
  const { merchantId, status, updatedAt } = JSON.parse(body) as Record<string, unknown>;
  return merchantId === tenantId && status !== "ACTIVE" && updatedAt === iso(at);
}

const isSuccess = ({ status = 0 }: ClientCall) => status >= 200 && status < 300;
const changes = (route: string) => route in ROUTES && !isOpenToInactive(route as RouteKey);
