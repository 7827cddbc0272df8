import type { OrderView } from "../../../contract/answers/orders.ts";
import type { Caller, VaultDeps } from "../../foundation/services/deps.ts";
import { partsOfStatus, tenantOfList, tenantsOf } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import type { Order, OrderState } from "../domain/order.ts";
import { orderView } from "../domain/order-views.ts";
import { listOfOrders, ordersOfUser } from "../store/keys.ts";

/** Of one user, of one status, of both, or all; of every kind, newest first. */
export async function listOrders(
  deps: VaultDeps,
  caller: Caller,
  page: Page & { userId?: string | undefined; status?: OrderState | undefined },
): Promise<PageOf<OrderView>> {
  const { userId, status } = page;
  const ofStatus = status && ((tenantId: string, shard: number) => listOfOrders(tenantId, status, shard));
  const parts =
    userId === undefined
      ? await partsOfStatus(deps, tenantOfList(caller, page), "ORDER", ofStatus)
      : {
          index: "owner" as const,
          partitions: (await tenantsOf(deps, caller, page)).map((tenantId) =>
            ordersOfUser(tenantId, deps.vault.personMark(tenantId, "user", userId)),
          ),
        };
  return pageOf<Order, OrderView>(deps, page, {
    parts,
    keep: ({ state }) => status === undefined || state === status,
    view: orderView,
  });
}
