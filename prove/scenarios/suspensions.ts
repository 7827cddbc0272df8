import type { MerchantMove } from "../../core/access/domain/merchant.ts";
import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import type { Caller } from "../people.ts";
import type { Scenario } from "./scenario.ts";

/** Long enough for a payout that nothing goes wrong with. */
const PAID_OUT_AFTER_MS = 5_000;
const REASON = { reason: "seen and decided here" };
const ID = { id: "acme" };
/** At once, beside the move, while processes still believe what they have read, when the last one does, and later. */
const ASKED_AFTER_MS = [2_000, 0, 40, 5_000, 20_000, 45_000, 59_900, 60_100, 61_000, 130_000] as const;
/** Before the first request is through, and when no process takes the merchant for ACTIVE any more. */
const MOVED_AFTER_MS = [0, 40, 200, 3_000, 61_000, 130_000] as const;

export const suspensions: Scenario = {
  name: "suspensions",
  why: "merchants are suspended, closed and let in again while they pay, withdraw, cancel and repeat what they asked",
  async story(cast) {
    const { world, merchant, choices } = cast;
    const account = { provider: "sandbox", account: "pd_ok" };
    const { json } = await merchant.insist("POST /v1/payout-destinations", { body: account });
    if (choices.chance(0.6)) await earn(cast, choices.chance(0.7) ? json.destinationId : undefined);
    const deputy = await cast.deputy();
    world.simulation.faults.begin();
    // What comes then is let in by whoever still believes what it has read.
    const isClosedFirst = choices.chance(0.5);
    if (isClosedFirst) for (const what of ["suspend", "close"] as const) await move(cast.operator, what);
    const clerks = Array.from({ length: 2 + choices.below(3) }, (_, index) => clerk(cast, index, json.destinationId));
    const others = isClosedFirst ? [] : [cast.operator, ...(choices.chance(0.3) ? [deputy] : [])];
    await Promise.all([...clerks, ...others.map((operator) => deciding(cast, operator))]);
  },
};

/** Money that may have gone again: the wallet is there, and empty. */
async function earn(cast: Cast, destinationId: string | undefined): Promise<void> {
  const { world, merchant } = cast;
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method: "good" });
  await cast.untilPaid(String(json.paymentId));
  if (destinationId === undefined) return;
  const amount = { amount: PAYMENT_AMOUNT, currency: "USD" };
  await merchant.insist("POST /v1/withdrawals", { body: { withdrawalNo: "W-first", amount, destinationId } });
  await world.sleep(PAID_OUT_AFTER_MS, "merchant");
}

/** Asks for one thing, and perhaps a second time under the same key, when the world is another one. */
async function clerk(cast: Cast, index: number, destinationId: string): Promise<void> {
  const { world, merchant, choices } = cast;
  const name = `clerk ${index + 1}`;
  await world.sleep(choices.pick(ASKED_AFTER_MS), name);
  const key = merchant.newKey();
  const pay = () => cast.pay(merchant, { key, orderNo: `late-${index}`, method: "good" });
  const ask = choices.pick([
    pay,
    pay,
    () => {
      const amount = { amount: choices.pick([PAYMENT_AMOUNT, 700]), currency: "USD" };
      return merchant.insist("POST /v1/withdrawals", {
        key,
        body: { withdrawalNo: `W-${index}`, amount, destinationId },
      });
    },
    () => merchant.insist("POST /v1/withdrawals/cancel", { key, body: { withdrawalNo: `W-${index - 1}`, ...REASON } }),
  ]);
  await ask();
  if (!choices.chance(0.4)) return;
  await world.sleep(choices.pick(ASKED_AFTER_MS), name);
  await ask();
}

/** Suspends, and closes or lets in again; what is not possible as the merchant stands is refused. */
async function deciding({ world, choices }: Cast, operator: Caller): Promise<void> {
  const moves = ["suspend", ...(choices.chance(0.7) ? ["close"] : []), ...(choices.chance(0.4) ? ["activate"] : [])];
  for (const what of moves) {
    await world.sleep(choices.pick(MOVED_AFTER_MS), "operator");
    await move(operator, what as MerchantMove);
  }
}

function move(operator: Caller, what: MerchantMove) {
  return operator.insist(`POST /v1/merchants/{id}/${what}`, { path: ID, body: REASON });
}
