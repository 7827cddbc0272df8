import * as z from "zod/mini";
import { money } from "../../../contract/fields/money.ts";
import { byId, label, merchantId, name, operatorReason, page, reason } from "../../../contract/fields/shared.ts";
import { destinationId, payoutAccount, payoutProvider, withdrawalNo } from "../../../contract/fields/withdrawals.ts";
import { WITHDRAWAL_STATES } from "../../../core/withdrawals/domain/withdrawal.ts";
import {
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
} from "../../../core/withdrawals/services/payout-destinations.ts";
import { cancelWithdrawal } from "../../../core/withdrawals/services/withdrawal-cancel.ts";
import {
  getWithdrawal,
  getWithdrawalTimeline,
  listWithdrawals,
} from "../../../core/withdrawals/services/withdrawal-reading.ts";
import { createWithdrawal } from "../../../core/withdrawals/services/withdrawals.ts";
import { defineRoute, ok } from "../define-route.ts";
import { create, list, readById } from "../usual-routes.ts";

const destination = z.strictObject({
  provider: payoutProvider,
  account: payoutAccount,
  holder: z.exactOptional(name),
  label: z.exactOptional(label),
});
const asked = z.strictObject({ withdrawalNo, amount: money, destinationId, dryRun: z.exactOptional(z.boolean()) });
const found = {
  ...page,
  status: z.exactOptional(z.enum(WITHDRAWAL_STATES)),
  withdrawalNo: z.exactOptional(withdrawalNo),
};

export const withdrawalRoutes = [
  create("POST /v1/payout-destinations", destination, createDestination),
  list("GET /v1/payout-destinations", page, listDestinations),
  readById("GET /v1/payout-destinations/{id}", getDestination),
  defineRoute({
    key: "DELETE /v1/payout-destinations/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await deleteDestination(deps, caller, path.id)),
  }),
  create("POST /v1/withdrawals", asked, createWithdrawal),
  list("GET /v1/withdrawals", found, listWithdrawals),
  readById("GET /v1/withdrawals/{id}", getWithdrawal),
  readById("GET /v1/withdrawals/{id}/timeline", getWithdrawalTimeline),
  defineRoute({
    key: "POST /v1/withdrawals/cancel",
    body: z.strictObject({ withdrawalNo, reason }),
    operatorBody: z.strictObject({ withdrawalNo, reason: operatorReason, merchantId }),
    handle: ({ deps, request, caller, body }) => cancelWithdrawal(deps, request, caller, body),
  }),
];
