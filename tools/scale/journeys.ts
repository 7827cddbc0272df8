import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { letThrough } from "../../core/access/services/request-rate.ts";
import { createCampaign } from "../../core/codes/services/campaigns.ts";
import { createCodes } from "../../core/codes/services/code-jobs.ts";
import { exportCodes } from "../../core/codes/services/codes.ts";
import { useCode } from "../../core/codes/services/use-code.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { TableName } from "../../core/foundation/store/table.ts";
import { creditWallet } from "../../core/money/store/wallet-store.ts";
import { SLOTS_MAX } from "../../core/orders/domain/slots.ts";
import { createOffer } from "../../core/orders/services/offers.ts";
import { slotFor } from "../../core/orders/services/takes.ts";
import { placeOrder } from "../../core/payments/services/order-numbers.ts";
import { createPayment } from "../../core/payments/services/payments.ts";
import { receiveWebhook } from "../../core/payments/services/webhooks.ts";
import { submitBatch } from "../../core/redemptions/services/redemption-batches.ts";
import { submitRedemption } from "../../core/redemptions/services/redemptions.ts";
import { createDestination } from "../../core/withdrawals/services/payout-destinations.ts";
import { createWithdrawal } from "../../core/withdrawals/services/withdrawals.ts";
import { paidWebhook, REDIRECT } from "../bench/bench-channel.ts";
import { idIn, newCode, newKey, request } from "../bench/bench-deps.ts";
import { makeEndpoint } from "../bench/webhook-run.ts";
import { ObservedClient, type Touch } from "./observed-client.ts";
import { Shop } from "./shop.ts";
import { noWork, type Work } from "./work.ts";

/** What somebody asks for, from the request to the end of all that it sets in motion, its webhooks included. */
export const JOURNEYS = [
  "lot of requests",
  "redemption",
  "batch of 5",
  "payment",
  "code use",
  "order and payment",
  "withdrawal",
] as const;
export type Journey = (typeof JOURNEYS)[number];

/** Each time that one was made, for each merchant: what it touched, and what it made others do. */
export type Recorded = Record<Journey, { tenantId: string; touches: Touch[]; work: Work }[]>;

export const MERCHANTS = ["shop-a", "shop-b"] as const;
const AMOUNT = { amount: 4200, currency: "USD" };
const FUNDS = 10 ** 12;
const ACCOUNTS = 2;
/** What an item costs does not depend on how many come together. */
const ITEMS = 5;
const STOCK = 10_000;

/** Runs the real code over a real engine. `times`: of each journey and merchant. */
export async function recordJourneys(
  client: DynamoDBDocumentClient,
  names: Record<TableName, string>,
  times: number,
): Promise<Recorded> {
  const observed = new ObservedClient(client, names);
  const recorded = Object.fromEntries(JOURNEYS.map((journey) => [journey, []])) as unknown as Recorded;
  for (const tenantId of MERCHANTS) {
    const place = new Shop(observed, names, tenantId);
    const travel = await merchant(place);
    for (const journey of JOURNEYS) {
      // The first one meets what all others have behind them: a wallet that is not there, a list that is empty.
      await travel[journey]();
      await place.rest();
      place.work = noWork();
      for (let n = 0; n < times; n++) {
        observed.touches.length = 0;
        await travel[journey]();
        await place.rest();
        recorded[journey].push({ tenantId, touches: [...observed.touches], work: place.work });
        place.work = noWork();
      }
    }
  }
  return recorded;
}

/** One that has set up what it needs; everything of one kind: one plan, one offer, one code, one endpoint, one destination. */
async function merchant(place: Shop): Promise<Record<Journey, () => Promise<unknown>>> {
  const { deps, tenantId } = place;
  const ask = (route: string, body: unknown) => {
    place.work.calls++;
    return { ...request(route, body), ownerId: tenantId };
  };
  const planId = await place.makePlan();
  for (let n = 0; n < ACCOUNTS; n++) await place.makeAccount();
  await makeEndpoint(deps, tenantId, `https://${tenantId}.invalid/events`);
  await deps.tables.transact([creditWallet(tenantId, "USD", FUNDS)]);
  const account = { provider: "sandbox", account: "pd_ok" } as const;
  const made = await createDestination(deps, ask("POST /v1/payout-destinations", account), tenantId, account);
  const destinationId = idIn(made, "destinationId");
  const offer = { name: "Scale", price: AMOUNT, onRepeat: "extend", stock: STOCK, perUserLimit: 2 } as const;
  const period = { unit: "month", count: 1 } as const;
  const offerId = idIn(
    await createOffer(deps, ask("POST /v1/offers", offer), tenantId, { ...offer, period }),
    "offerId",
  );
  const campaign = { name: "Scale", offerId, usesPerCode: STOCK };
  const campaignId = idIn(
    await createCampaign(deps, ask("POST /v1/campaigns", campaign), tenantId, campaign),
    "campaignId",
  );
  const code = await onlyCode(place, campaignId);

  const pay = async (order?: { orderId: string; orderNo: string }) => {
    const orderNo = order?.orderNo ?? newKey();
    const body = {
      orderNo,
      amount: AMOUNT,
      channel: "sandbox" as const,
      paymentMethod: REDIRECT,
      orderId: order?.orderId,
    };
    const answer = await createPayment(deps, ask("POST /v1/payments", body), tenantId, body);
    const paymentId = idIn(answer, "paymentId");
    // The customer is sent to the channel's page, and pays there.
    await place.rest();
    place.work.calls++;
    await receiveWebhook(deps, "sandbox", paidWebhook({ paymentId, orderNo, amount: AMOUNT }));
  };
  return {
    // Of whatever kind, as its merchant is let through.
    "lot of requests": async () => {
      for (let n = 0; n < CONTRACT.requestLot; n++) await letThrough(deps, tenantId, deps.limits.requestLimit);
    },
    redemption: async () => {
      const body = { code: newCode(), planId };
      await submitRedemption(deps, ask("POST /v1/redemptions", body), tenantId, body);
    },
    "batch of 5": async () => {
      const items = Array.from({ length: ITEMS }, (_, index) => ({ reference: `r${index}`, code: newCode() }));
      const body = { planId, mode: "partial" as const, items };
      await submitBatch(deps, ask("POST /v1/redemption-batches", body), tenantId, body);
    },
    payment: () => pay(),
    "code use": async () => {
      const body = { code, userId: newUser() };
      await useCode(deps, ask("POST /v1/code-redemptions", body), tenantId, body);
    },
    "order and payment": async () => {
      const body = { orderNo: newKey(), offerId, userId: newKey() };
      const orderId = idIn(await placeOrder(deps, ask("POST /v1/orders", body), tenantId, body), "orderId");
      await pay({ orderId, orderNo: body.orderNo });
    },
    withdrawal: async () => {
      const body = { withdrawalNo: newKey(), amount: { amount: 100, currency: "USD" }, destinationId };
      await createWithdrawal(deps, ask("POST /v1/withdrawals", body), tenantId, body);
    },
  };
}

/** One whose slot is a row of its own, as 31 of 32 are: the first slot stands in the code's row, which is another place. */
function newUser(): string {
  const userId = newKey();
  return slotFor(userId, SLOTS_MAX, undefined) === 0 ? newUser() : userId;
}

async function onlyCode(place: Shop, campaignId: string): Promise<string> {
  const { deps, tenantId } = place;
  const caller = { kind: "tenant", tenantId, keyId: "BENCH" } as const;
  const asked = { ...request("POST /v1/campaigns/{id}/codes", { count: 1 }), ownerId: tenantId };
  await createCodes(deps, asked, caller, campaignId, { count: 1 });
  await place.rest();
  const csv = await exportCodes(deps, caller, campaignId, { from: 0, count: 1 });
  return csv.split("\r\n")[1]?.split(",")[0] ?? "";
}
