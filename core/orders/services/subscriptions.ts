import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller, Deps, VaultDeps } from "../../foundation/services/deps.ts";
import { ownTenant } from "../../foundation/services/list-parts.ts";
import { decodeCursor, encodeCursor, type Page, type PageOf } from "../../foundation/services/pages.ts";
import { etagOf, subscriptionView } from "../domain/order-views.ts";
import { readSubscription, readSubscriptionsOf } from "../store/subscription-store.ts";

type View = ReturnType<typeof subscriptionView>;

/** Consistent: whoever has the answer to what granted it sees it. */
export async function getSubscription(
  deps: Deps,
  caller: Caller,
  subscriptionId: string,
): Promise<{ view: View; etag: string }> {
  const tenantId = tenantOf(caller, "sub", subscriptionId);
  const subscription = await readSubscription(deps.tables, { tenantId, subscriptionId });
  if (!subscription) throw new TerminalError("not-found", "there is no subscription with this id");
  const nowMs = deps.clock();
  return { view: subscriptionView(subscription, nowMs), etag: etagOf(subscription, nowMs) };
}

/** Of one user, newest first; consistent. */
export async function listSubscriptions(
  deps: VaultDeps,
  caller: Caller,
  page: Page & { userId: string },
): Promise<PageOf<View>> {
  const tenantId = caller.kind === "tenant" ? ownTenant(caller.tenantId, page) : page.tenantId;
  if (tenantId === undefined) {
    throw new TerminalError("request-invalid", "a user belongs to a tenant", {
      errors: [{ pointer: "/query/tenantId", detail: "name the tenant whose user it is" }],
    });
  }
  const before = page.cursor === undefined ? undefined : decodeCursor(page.cursor);
  const { userId, limit } = page;
  const userMark = deps.vault.personMark(tenantId, "user", userId);
  const found = await readSubscriptionsOf(deps.tables, { tenantId, userMark }, { limit, before });
  const nowMs = deps.clock();
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return {
    // What was forgotten is found by its id alone.
    items: shown
      .filter((subscription) => subscription.userId !== undefined)
      .map((subscription) => subscriptionView(subscription, nowMs)),
    nextCursor: last ? encodeCursor(last.stateSk) : null,
  };
}
