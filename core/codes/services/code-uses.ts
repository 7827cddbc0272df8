import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantIn, tenantOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { partsOf, tenantOfList, tenantsOf } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { CodeOrder } from "../../orders/domain/order.ts";
import { type Subscription, without } from "../../orders/domain/subscription.ts";
import { orderKey, subscriptionKey } from "../../orders/store/keys.ts";
import { reverseCodeOrder } from "../../orders/store/order-store.ts";
import { giveStockBack } from "../../orders/store/stock-store.ts";
import { changeSubscription, giveQuotaBack } from "../../orders/store/subscription-store.ts";
import type { CodeUse } from "../domain/code-use.ts";
import { codeUseView } from "../domain/code-views.ts";
import { giveUseBack } from "../store/code-store.ts";
import { readUse, reverseUse } from "../store/code-use-store.ts";
import { codeUseKey, listOfUses, usesOfUser } from "../store/keys.ts";

/** Each round loses to another grant of the same subscription. */
const ROUNDS_MAX = 5;

async function useOf(deps: Deps, caller: Caller, codeRedemptionId: string): Promise<CodeUse> {
  const tenantId = tenantOf(caller, "cru", codeRedemptionId);
  const use = await readUse(deps.tables, { tenantId, codeRedemptionId });
  if (!use) throw new TerminalError("not-found", "there is no use of a code with this id");
  return use;
}

export async function getUse(deps: Deps, caller: Caller, codeRedemptionId: string) {
  return codeUseView(await useOf(deps, caller, codeRedemptionId));
}

/** Of one user, of one campaign, of both, or all; newest first. */
export async function listUses(
  deps: VaultDeps,
  caller: Caller,
  page: Page & { userId?: string | undefined; campaignId?: string | undefined },
): Promise<PageOf<ReturnType<typeof codeUseView>>> {
  const { userId, campaignId } = page;
  // A campaign's id says whose it is.
  const owner = campaignId === undefined ? undefined : tenantIn(campaignId);
  const of = { tenantId: page.tenantId ?? (caller.kind === "operator" ? owner : undefined) };
  const tenantId = tenantOfList(caller, of);
  if (campaignId !== undefined && owner === undefined) return { items: [], nextCursor: null };
  const parts =
    userId !== undefined
      ? {
          index: "owner" as const,
          partitions: (await tenantsOf(deps, caller, of)).map((whose) =>
            usesOfUser(whose, deps.vault.personMark(whose, "user", userId)),
          ),
        }
      : partsOf(
          tenantId,
          "CODEUSE",
          campaignId === undefined ? undefined : (whose, shard) => listOfUses(whose, campaignId, shard),
        );
  return pageOf<CodeUse, ReturnType<typeof codeUseView>>(deps, page, {
    parts,
    keep: (use) => campaignId === undefined || use.campaignId === campaignId,
    view: codeUseView,
  });
}

/** Everything that the use has taken and granted goes back, once: again, under any key, shows the same. */
export async function reverse(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  codeRedemptionId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: codeRedemptionId,
    busy: "the user's subscription changes right now",
    triesMax: ROUNDS_MAX,
    isContended: true,
    decide: async (nowMs) => {
      const use = await useOf(deps, caller, codeRedemptionId);
      if (use.state === "REVERSED") return { answer: { httpStatus: 200, body: codeUseView(use) } };
      const { tenantId, orderId, subscriptionId } = use;
      const keys = [subscriptionKey(tenantId, subscriptionId), orderKey(tenantId, orderId)];
      const [subscription, order] = (await deps.tables.getMany("main", keys)) as unknown as [Subscription, CodeOrder];
      const reversed: CodeUse = { ...use, state: "REVERSED", reversedAt: nowMs, reason, updatedAt: nowMs };
      const story = audit(codeUseKey(use.tenantId, codeRedemptionId), {
        auditId: deps.random.ulid(nowMs),
        by: caller.keyId,
        ...(caller.kind === "tenant" ? { byMerchant: true } : {}),
        action: "use reversed",
        reason,
        at: nowMs,
      });
      return {
        answer: { httpStatus: 200, body: codeUseView(reversed) },
        writes: [...reversalWrites({ use, subscription, order }, reason, nowMs), story],
        onCommit: () => deps.metrics.count("CodeReversed"),
      };
    },
  });
}

interface Reversed {
  use: CodeUse;
  subscription: Subscription;
  order: CodeOrder;
}

function reversalWrites({ use, subscription, order }: Reversed, reason: string, nowMs: number): Write[] {
  const { tenantId, codeId, offerId, orderId, codeSlot, stockSlot } = use;
  const left = without(subscription.grants, orderId);
  const { countsQuota } = use;
  return [
    reverseUse(use, reason, nowMs),
    giveUseBack({ tenantId, codeId }, codeSlot),
    reverseCodeOrder(order, nowMs),
    changeSubscription(subscription, left, nowMs),
    ...(stockSlot === undefined ? [] : [giveStockBack({ tenantId, offerId }, stockSlot)]),
    ...(countsQuota ? [giveQuotaBack(use, offerId)] : []),
  ];
}
