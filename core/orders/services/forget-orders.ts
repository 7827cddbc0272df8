import { type Forget, forgetRows, rowsOf } from "../../foundation/services/forgetting.ts";
import { type CodeOrder, FINAL_STATES, type Purchase } from "../domain/order.ts";
import { type Subscription, statusAt } from "../domain/subscription.ts";
import { ordersOfUser, subscriptionKey, userPartition } from "../store/keys.ts";
import { forgetOrder } from "../store/order-store.ts";
import { forgetSubscription } from "../store/subscription-store.ts";

const isFinal = ({ state }: Purchase | CodeOrder) => (FINAL_STATES as readonly string[]).includes(state);

/** What the user has ordered, or got by codes. */
export const forgetOrders: Forget = (deps, { tenantId, userMark }) =>
  forgetRows(
    deps,
    rowsOf<Purchase | CodeOrder>(deps, [{ index: "owner", partition: ["ownerPk", ordersOfUser(tenantId, userMark)] }]),
    (order) => {
      if (order.userId === undefined) return undefined;
      const { orderId: id } = order;
      return isFinal(order) ? { id, write: forgetOrder(order) } : { id, why: "under-way" };
    },
  );

/** What the user has held. One that runs is what the user is known by: it stays until it is over. */
export const forgetSubscriptions: Forget = (deps, { tenantId, userMark }, nowMs) =>
  forgetRows(
    deps,
    rowsOf<Subscription>(
      deps,
      [
        {
          partition: ["pk", userPartition(tenantId, userMark)],
          sort: { attribute: "sk", operator: "begins_with", value: "SUB#" },
        },
      ],
      ({ subscriptionId }) => subscriptionKey(tenantId, String(subscriptionId)),
    ),
    (subscription) => {
      if (subscription.userId === undefined) return undefined;
      const { subscriptionId: id } = subscription;
      if (statusAt(subscription, nowMs) === "ACTIVE") return { id, why: "active" };
      return { id, write: forgetSubscription(subscription, nowMs) };
    },
  );
