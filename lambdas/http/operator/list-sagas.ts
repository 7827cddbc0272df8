import * as z from "zod";
import { page, paymentId } from "../../../contract/fields.ts";
import { SAGA_STATES } from "../../../core/payments/domain/saga.ts";
import { listSagas as list } from "../../../core/payments/services/sagas.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listSagas = defineRoute({
  key: "GET /v1/sagas",
  query: z.strictObject({
    ...page,
    status: z.enum(SAGA_STATES).exactOptional(),
    paymentId: paymentId.exactOptional(),
  }),
  answers: { 200: "A page of sagas, newest first; with `paymentId` the payment's own." },
  handle: async ({ deps, caller, query }) => ok(await list(deps, caller, query)),
});
