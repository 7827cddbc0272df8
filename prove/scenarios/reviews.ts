import type { RouteKey } from "../../contract/routes.ts";
import type { Item } from "../../core/foundation/store/table.ts";
import type { Cast } from "../cast.ts";
import { CARD_AMOUNT } from "../model/exchange.ts";
import type { HttpRequest } from "../people.ts";
import type { Scenario } from "./scenario.ts";

/** A person who is asked again and again goes to the vendor's desk at last. */
const ROUNDS_MAX = 4;

export const reviews: Scenario = {
  name: "reviews",
  why: "what no lookup settles is settled by operators, by several at once, and never by a wrong word",
  async story(cast) {
    const { world, merchant, choices } = cast;
    const isPayment = choices.chance(0.6);
    const planId = isPayment ? "" : await cast.plan();
    if (!isPayment) await cast.account();
    world.simulation.faults.begin();
    if (isPayment) {
      const method = cast.method(["silent", "silently-paid", "silent-refunds"]);
      const { json } = await cast.pay(merchant, { orderNo: "order-1", method });
      if (method === "silent-refunds") await giveBack(cast, String(json.paymentId));
      else if (choices.chance(0.4)) {
        await world.sleep(choices.pick([200, 60_000]), "clerk");
        const path = { id: String(json.paymentId) };
        await merchant.insist("POST /v1/payments/{id}/cancel", { path, body: { reason: "changed their mind" } });
      }
    } else {
      const code = cast.card(["silent", "no-keys", "used-elsewhere", "no-keys-twice"]);
      await merchant.insist("POST /v1/redemptions", { body: { code, planId, batchId: "batch-1" } });
    }
    await deciding(cast, () => world.quiet());
  },
};

/** `whenTold`: when operators look at their list. */
export async function deciding(cast: Cast, whenTold: () => Promise<void>): Promise<void> {
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    await whenTold();
    const parked = cast.rows("REVIEW#").filter(({ sk, statePk }) => sk === "HEAD" && statePk !== undefined);
    if (parked.length === 0) return;
    await Promise.all(parked.map((review) => decide(cast, String(review.subjectId), round === ROUNDS_MAX)));
  }
}

/** In parts, by two clerks: nobody ever learns what came of it. */
async function giveBack({ world, merchant, choices }: Cast, paymentId: string): Promise<void> {
  const path = { id: paymentId };
  await Promise.all(
    [500, 700].map(async (amount, index) => {
      await world.sleep(choices.pick([2_000, 60_000]), `clerk ${index + 1}`);
      const body = { amount: { amount, currency: "USD" }, reason: "came back" };
      await merchant.insist("POST /v1/payments/{id}/refunds", { path, body });
    }),
  );
}

async function decide(cast: Cast, subjectId: string, mustEnd: boolean): Promise<void> {
  const { world, choices } = cast;
  const decision = subjectId.startsWith("rdm_")
    ? aboutRedemption(cast, subjectId)
    : subjectId.startsWith("ref_")
      ? aboutRefund(cast, subjectId)
      : subjectId.startsWith("rev_")
        ? aboutCharge(cast, subjectId)
        : aboutPayment(cast, subjectId, mustEnd);
  if (!decision) return;
  // Two who have the same list before them, and one who mixes his lines up.
  const operators = 1 + choices.below(2);
  const answers = await Promise.all(
    Array.from({ length: operators }, async (_, index) => {
      await world.sleep(choices.below(3) * 30, `operator ${index + 1}`);
      if (choices.chance(0.3) && !/^re[fv]_/.test(subjectId)) await mistaken(cast, subjectId);
      if (decision.route.includes("sagas"))
        await cast.operator.ask("GET /v1/sagas/{id}", { path: decision.request.path ?? {} });
      return cast.operator.insist(decision.route, decision.request);
    }),
  );
  const taken = answers.filter(({ status }) => status < 300).length;
  cast.must(taken <= 1, subjectId, `took ${taken} operators' words for one question`);
}

interface Decision {
  route: RouteKey;
  request: HttpRequest;
}

/** By the exchange's own books. */
function aboutRedemption({ world, rows }: Cast, redemptionId: string): Decision | undefined {
  const [head] = rows(`RDM#acme#${redemptionId} HEAD`);
  const effect = world.outside.exchange.effects.find(({ providerKey }) => providerKey === head?.providerKey);
  const found = effect ? { resolution: "SUCCEEDED", amount: moneyOf(effect) } : { resolution: "FAILED" };
  const body = { ...found, reason: "the exchange's books" };
  return { route: "POST /v1/redemptions/{id}/resolve", request: { path: { id: redemptionId }, body } };
}

/** By the channel's own books. */
function aboutRefund({ world }: Cast, refundId: string): Decision {
  const isDone = world.outside.channel.effects.some(
    ({ kind, providerKey }) => kind === "refund" && providerKey === refundId,
  );
  const body = { resolution: isDone ? "SUCCEEDED" : "FAILED", reason: "the channel's books" };
  return { route: "POST /v1/refunds/{id}/resolve", request: { path: { id: refundId }, body } };
}

/** Money that matches no payment goes back by hand. */
function aboutCharge({ world, rows }: Cast, reviewId: string): Decision {
  const [review] = rows("REVIEW#").filter(({ subjectId }) => subjectId === reviewId);
  world.outside.channel.giveBackByHand(String(review?.paymentId));
  return { route: "POST /v1/reviews/{id}/close", request: { path: { id: reviewId }, body: { reason: "given back" } } };
}

/** By the channel's own books; or the machine shall try once more. `mustEnd`: it has tried often enough. */
function aboutPayment({ world, rows, choices }: Cast, paymentId: string, mustEnd: boolean): Decision | undefined {
  const { channel } = world.outside;
  const [payment] = rows(`PAY#acme#${paymentId} HEAD`);
  const saga = rows(`SAGA#acme#${payment?.sagaId} HEAD`)[0] as Item;
  const step = rows(`SAGA#acme#${saga.sagaId} STEP#`).find(({ state }) => state === "NEEDS_REVIEW")?.step;
  const path = { id: String(saga.sagaId) };
  const reason = "the channel's books";
  const again = choices.pick(["resolve", "retry", "compensate"] as const);
  if (step === "CreateOrder" || (!mustEnd && again === "retry"))
    return { route: "POST /v1/sagas/{id}/retry", request: { path, body: { reason } } };
  if (!mustEnd && again === "compensate")
    return { route: "POST /v1/sagas/{id}/compensate", request: { path, body: { reason } } };
  const isPaid = channel.net(paymentId) > 0;
  if (isPaid && saga.parkedFrom === "COMPENSATING") channel.giveBackByHand(paymentId);
  const resolution = saga.parkedFrom === "COMPENSATING" ? "COMPENSATED" : isPaid ? "SUCCEEDED" : "FAILED";
  const found = resolution === "SUCCEEDED" ? { providerReference: `trade-${paymentId}`, amount: payment?.amount } : {};
  return { route: "POST /v1/sagas/{id}/resolve", request: { path, body: { step, resolution, ...found, reason } } };
}

/** Words that cannot be true, and must be refused whatever state the thing is in. */
async function mistaken({ operator, rows, must }: Cast, subjectId: string): Promise<void> {
  const isRedemption = subjectId.startsWith("rdm_");
  const reason = "the wrong line";
  const [payment] = isRedemption ? [] : rows(`PAY#acme#${subjectId} HEAD`);
  const { status } = isRedemption
    ? await operator.insist("POST /v1/redemptions/{id}/resolve", {
        path: { id: subjectId },
        body: { resolution: "SUCCEEDED", amount: { amount: CARD_AMOUNT, currency: "EUR" }, reason },
      })
    : await operator.insist("POST /v1/sagas/{id}/resolve", {
        path: { id: String(payment?.sagaId) },
        body: { step: "FulfilOrder", resolution: "SUCCEEDED", reason },
      });
  must(status === 409 || status === 422, subjectId, `took words that cannot be true (${status})`);
}

function moneyOf({ amount, currency }: { amount: number; currency: string }) {
  return { amount, currency };
}
