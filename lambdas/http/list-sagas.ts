import * as z from "zod";
import { SAGA_STATES } from "../../core/domain/saga.ts";
import { listSagas as list } from "../../core/services/sagas.ts";
import { defineRoute, ok } from "./define-route.ts";
import { page, paymentId } from "./fields.ts";

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
