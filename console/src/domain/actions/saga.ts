import type { SagaView } from "../../../../contract/answers/payments.ts";
import { tenantIn } from "../../../../core/foundation/domain/ids.ts";
import { settlementEntry } from "../../../../core/money/domain/ledger.ts";
import { SAGA_TRANSITIONS } from "../../../../core/payments/domain/saga.ts";
import { pathTo } from "../../router/route.ts";
import { type Effect, ofPostings, ofWallet } from "../effects.ts";
import { type Action, offer } from "./action.ts";

/** What an operator can do to a payment's saga. `channel`: of its payment, for what will be posted. */
export function sagaActions(saga: SagaView, channel: string): Action[] {
  const { sagaId, status, parkedFrom } = saga;
  const path = (call: string) => `/v1${pathTo("sagas", sagaId, call)}`;
  const parked = saga.steps.find((each) => each.status === "NEEDS_REVIEW")?.step;
  const amount = saga.payment.amount;
  const retriedAs = parkedFrom === null ? [] : [parkedFrom];
  const trade = (isRequired: boolean, hint: string) => [
    { name: "providerReference", label: "Provider reference", hint, isRequired },
  ];
  const resolution = { path: path("resolve"), typed: amount, isFinal: true } as const;
  const wasForward = parkedFrom === "RUNNING" && parked !== undefined;
  return [
    ...offer(SAGA_TRANSITIONS, status, { on: ["retry"], to: retriedAs }, { title: "Retry", path: path("retry") }),
    ...offer(
      SAGA_TRANSITIONS,
      status,
      { on: ["compensate", "abort"], alsoCallers: true },
      {
        title: "Compensate",
        path: path("compensate"),
        typed: amount,
        will: ["The charge is closed when it is unpaid, and given back when it is paid. The order is let go."],
        isFinal: true,
      },
    ),
    ...(wasForward
      ? offer(
          SAGA_TRANSITIONS,
          status,
          { on: ["resolve"], to: ["PIVOTED"] },
          {
            ...resolution,
            title: "Resolve: it was captured",
            body: { step: parked, resolution: "SUCCEEDED" },
            will: ["The wallet is credited, and the order is fulfilled."],
            fields: trade(parked === "ChargePayment", "The trade that was captured, in the vendor's books"),
            effects: () => settled(saga, channel),
          },
        )
      : []),
    ...(wasForward
      ? offer(
          SAGA_TRANSITIONS,
          status,
          { on: ["resolve"], to: ["COMPENSATING"] },
          {
            ...resolution,
            title: "Resolve: it failed",
            body: { step: parked, resolution: "FAILED" },
            will: ["No money was taken, and the payment ends DECLINED."],
          },
        )
      : []),
    ...(parked === undefined
      ? []
      : offer(
          SAGA_TRANSITIONS,
          status,
          { on: ["resolve"], to: ["COMPENSATING"] },
          {
            ...resolution,
            title: "Resolve: undone by hand",
            body: { step: parked, resolution: "COMPENSATED" },
            will: ["The customer has the money back, or never paid. Nothing is given back by this."],
            fields: trade(false, "The trade that went back; needed when a webhook says that it was paid"),
          },
        )),
  ];
}

function settled({ paymentId, payment: { amount } }: SagaView, channel: string): Effect[] {
  const tenantId = tenantIn(paymentId) ?? "";
  const { postings } = settlementEntry({ tenantId, paymentId, channel, amount }, { entryId: "", nowMs: 0 });
  return [...ofPostings(postings), ofWallet("available", amount.amount, amount)];
}
