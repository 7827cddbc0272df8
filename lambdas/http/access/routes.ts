import * as z from "zod";
import { country, name, newMerchantId, operatorReason, page } from "../../../contract/fields.ts";
import type { MerchantMove } from "../../../core/access/domain/merchant.ts";
import type { MerchantDeps } from "../../../core/access/services/deps.ts";
import {
  createMerchant,
  getMerchant,
  getOwnMerchant,
  listMerchants,
  moveMerchant,
} from "../../../core/access/services/merchants.ts";
import type { Caller, IdempotentRequest } from "../../../core/foundation/services/deps.ts";
import { ok, routeDefiner } from "../define-route.ts";
import { change, list, readById } from "../usual-routes.ts";

const defineRoute = routeDefiner<MerchantDeps>();
const because = z.strictObject({ reason: operatorReason });
/** Merchants are no tenant's: there is nothing to narrow the list by. */
const pages = { limit: page.limit, cursor: page.cursor };

const moved =
  (move: MerchantMove) =>
  (deps: MerchantDeps, request: IdempotentRequest, by: Caller, id: string, { reason }: { reason: string }) =>
    moveMerchant(deps, request, by, id, { move, reason });

export const accessRoutes = [
  defineRoute({
    key: "POST /v1/merchants",
    body: z.strictObject({ merchantId: newMerchantId.exactOptional(), name, country }),
    handle: ({ deps, request, caller, body }) => createMerchant(deps, request, caller, body),
  }),
  list("GET /v1/merchants", pages, listMerchants),
  readById("GET /v1/merchants/{id}", getMerchant),
  defineRoute({ key: "GET /v1/merchant", handle: async ({ deps, caller }) => ok(await getOwnMerchant(deps, caller)) }),
  change("POST /v1/merchants/{id}/activate", because, moved("activate")),
  change("POST /v1/merchants/{id}/suspend", because, moved("suspend")),
  change("POST /v1/merchants/{id}/close", because, moved("close")),
];
