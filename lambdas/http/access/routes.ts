import * as z from "zod/mini";
import { newMerchantId } from "../../../contract/fields/access.ts";
import { country } from "../../../contract/fields/money.ts";
import { byId, label, merchantId, name, operatorReason, page, reason } from "../../../contract/fields/shared.ts";
import { moment } from "../../../contract/fields/times.ts";
import { SCOPES } from "../../../core/access/domain/api-key.ts";
import type { MerchantMove } from "../../../core/access/domain/merchant.ts";
import type { MerchantDeps } from "../../../core/access/services/deps.ts";
import {
  createMerchant,
  getMerchant,
  getOwnMerchant,
  listMerchants,
  moveMerchant,
  putRequestLimit,
} from "../../../core/access/services/merchants.ts";
import { createKey, listKeys, revokeKey, rotateKey, storedRotation } from "../../../core/access/services/own-keys.ts";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import type { Caller, IdempotentRequest } from "../../../core/foundation/services/deps.ts";
import { ok, routeDefiner } from "../define-route.ts";
import { change, list, readById } from "../usual-routes.ts";

const defineRoute = routeDefiner<MerchantDeps>();
const because = z.strictObject({ reason: operatorReason });
/** Merchants are no tenant's: there is nothing to narrow the list by. */
const pages = { limit: page.limit, cursor: page.cursor };

/** Keys of the platform are made on the command line alone. */
const scope = z.enum(SCOPES.filter((each) => each !== "operator"));
const newKey = z.strictObject({
  merchantId: z.exactOptional(merchantId),
  scopes: z.array(scope).check(
    z.minLength(1),
    z.refine((all) => new Set(all).size === all.length, "must not name a scope twice"),
  ),
  label: z.exactOptional(label),
  expiresAt: z.exactOptional(moment),
});
const graceSeconds = z
  .int()
  .check(
    z.gte(0),
    z.lte(CONTRACT.apiKeyGraceMaxSeconds),
    z.meta({ description: "How long the secret that it has now works as well; 0: not at all" }),
  );

const requestLimit = z.strictObject({
  requestsPerSecond: z.int().check(z.gte(CONTRACT.requestsPerSecondMin), z.lte(CONTRACT.requestsPerSecondMax)),
  burst: z
    .int()
    .check(
      z.gte(CONTRACT.requestLot),
      z.lte(CONTRACT.requestBurstMax),
      z.meta({ description: "At once, after it has been quiet" }),
    ),
});

const moved =
  (move: MerchantMove) =>
  (deps: MerchantDeps, request: IdempotentRequest, by: Caller, id: string, { reason }: { reason: string }) =>
    moveMerchant(deps, request, by, id, { move, reason });

export const accessRoutes = [
  defineRoute({
    key: "POST /v1/merchants",
    body: z.strictObject({ merchantId: z.exactOptional(newMerchantId), name, country }),
    handle: ({ deps, request, caller, body }) => createMerchant(deps, request, caller, body),
  }),
  list("GET /v1/merchants", pages, listMerchants),
  readById("GET /v1/merchants/{id}", getMerchant),
  defineRoute({ key: "GET /v1/merchant", handle: async ({ deps, caller }) => ok(await getOwnMerchant(deps, caller)) }),
  change("POST /v1/merchants/{id}/activate", because, moved("activate")),
  change("POST /v1/merchants/{id}/suspend", because, moved("suspend")),
  change("POST /v1/merchants/{id}/close", because, moved("close")),
  defineRoute({
    key: "PUT /v1/merchants/{id}/request-limit",
    path: z.strictObject({ id: merchantId }),
    body: requestLimit,
    handle: ({ deps, request, caller, path, body }) => putRequestLimit(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/api-keys",
    body: newKey as z.ZodMiniType<z.output<typeof newKey>>,
    operatorBody: z.extend(newKey, { merchantId }),
    handle: ({ deps, request, caller, scopes, body }) => createKey(deps, request, { ...caller, scopes }, body),
  }),
  list("GET /v1/api-keys", { ...pages, merchantId: z.exactOptional(merchantId) }, listKeys),
  defineRoute({
    key: "POST /v1/api-keys/{id}/rotate",
    path: byId,
    body: z.strictObject({ graceSeconds }),
    replay: storedRotation,
    handle: ({ deps, request, caller, scopes, path, body }) =>
      rotateKey(deps, request, { ...caller, scopes }, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/api-keys/{id}/revoke",
    path: byId,
    body: z.strictObject({ reason }),
    operatorBody: because,
    handle: ({ deps, request, caller, scopes, path, body }) =>
      revokeKey(deps, request, { ...caller, scopes }, path.id, body),
  }),
];
