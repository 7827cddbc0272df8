import * as z from "zod/mini";
import { money } from "../../../contract/fields/money.ts";
import { offerId, period, stock } from "../../../contract/fields/orders.ts";
import { byId, name, operatorReason, orderNo, page, reason, userId } from "../../../contract/fields/shared.ts";
import { OFFER_STATUSES, ON_REPEAT } from "../../../core/orders/domain/offer.ts";
import { ORDER_STATES } from "../../../core/orders/domain/order.ts";
import { changeOffer, createOffer, getOffer, listOffers } from "../../../core/orders/services/offers.ts";
import { listOrders } from "../../../core/orders/services/order-lists.ts";
import { previewOrder } from "../../../core/orders/services/preview-order.ts";
import { getSubscription, listSubscriptions } from "../../../core/orders/services/subscriptions.ts";
import { placeOrder } from "../../../core/payments/services/order-numbers.ts";
import { cancelOrder, getOrder } from "../../../core/payments/services/orders.ts";
import { defineRoute, ok } from "../define-route.ts";
import { change, create, list, readById } from "../usual-routes.ts";

const newOffer = z
  .strictObject({
    name,
    price: money,
    period,
    stock: z.exactOptional(stock),
    perUserLimit: z.exactOptional(z.int().check(z.gte(1), z.lte(1000))),
    onRepeat: z._default(z.enum(ON_REPEAT), "extend"),
  })
  .check(
    z.refine(({ perUserLimit, onRepeat }) => perUserLimit === undefined || onRepeat === "new", {
      path: ["perUserLimit"],
      message: "has a meaning with onRepeat `new` only: what is extended is one for each user",
    }),
  );

const offerChange = z
  .strictObject({ status: z.exactOptional(z.enum(OFFER_STATUSES)), stock: z.exactOptional(stock) })
  .check(
    z.refine(({ status, stock }) => status !== undefined || stock !== undefined, {
      path: ["status"],
      message: "is required unless `stock` is there",
    }),
  );

export const orderRoutes = [
  create("POST /v1/offers", newOffer, createOffer),
  list("GET /v1/offers", page, listOffers),
  readById("GET /v1/offers/{id}", getOffer),
  change("PATCH /v1/offers/{id}", offerChange, changeOffer),
  create("POST /v1/orders", z.strictObject({ orderNo, offerId, userId }), placeOrder),
  defineRoute({
    key: "POST /v1/orders/preview",
    body: z.strictObject({ offerId, userId }),
    handle: async ({ deps, caller, body }) => ok(await previewOrder(deps, caller.tenantId, body)),
  }),
  list(
    "GET /v1/orders",
    { ...page, userId: z.exactOptional(userId), status: z.exactOptional(z.enum(ORDER_STATES)) },
    listOrders,
  ),
  readById("GET /v1/orders/{id}", getOrder),
  change(
    "POST /v1/orders/{id}/cancel",
    z.strictObject({ reason }),
    cancelOrder,
    z.strictObject({ reason: operatorReason }),
  ),
  list("GET /v1/subscriptions", { ...page, userId }, listSubscriptions),
  defineRoute({
    key: "GET /v1/subscriptions/{id}",
    path: byId,
    handle: async ({ deps, caller, path, raw }) => {
      const { view, etag } = await getSubscription(deps, caller, path.id);
      const headers = { "content-type": "application/json", "cache-control": "private, no-cache", etag };
      return names(raw.headers["if-none-match"], etag)
        ? { httpStatus: 304, headers, text: "" }
        : { httpStatus: 200, headers, text: JSON.stringify(view) };
    },
  }),
];

/** As RFC 9110 compares for a read: weakly, in a list, or `*`. */
function names(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
