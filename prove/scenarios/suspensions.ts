import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import type { Caller } from "../people.ts";
import type { Scenario } from "./scenario.ts";

const REASON = { reason: "seen and decided here" };
const ID = { id: "acme" };
/** At once, beside the move, while processes still believe what they have read, when the last one does, and later. */
const ASKED_AFTER_MS = [0, 40, 2_000, 30_000, 59_900, 60_100, 61_000, 130_000] as const;
/** Before the first request is through, and when no process takes the merchant for ACTIVE any more. */
const MOVED_AFTER_MS = [0, 40, 3_000, 61_000, 130_000] as const;

export const suspensions: Scenario = {
  name: "suspensions",
  why: "merchants are suspended, closed and let in again while they pay, withdraw, cancel and repeat what they asked",
  async story(cast) {
    const { world, merchant, choices } = cast;
    const orderNo = "order-1";
    const paid = choices.chance(0.5) ? await cast.pay(merchant, { orderNo, method: "good" }) : undefined;
    if (paid) await cast.untilPaid(String(paid.json.paymentId));
    const { json } = await merchant.insist("POST /v1/payout-destinations", {
      body: { provider: "sandbox", account: "pd_ok" },
    });
    const deputy = await cast.deputy();
    world.simulation.faults.begin();
    const clerks = Array.from({ length: 2 + choices.below(3) }, (_, index) => clerk(cast, index, json.destinationId));
    await Promise.all([...clerks, deciding(cast, cast.operator), choices.chance(0.3) && deciding(cast, deputy)]);
  },
};

/** Asks for one thing, and perhaps a second time under the same key, when the world is another one. */
async function clerk(cast: Cast, index: number, destinationId: string): Promise<void> {
  const { world, merchant, choices } = cast;
  const name = `clerk ${index + 1}`;
  await world.sleep(choices.pick(ASKED_AFTER_MS), name);
  const key = merchant.newKey();
  const ask = choices.pick([
    () => cast.pay(merchant, { key, orderNo: `late-${index}`, method: "good" }),
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
  const move = async (what: "activate" | "suspend" | "close") => {
    await world.sleep(choices.pick(MOVED_AFTER_MS), "operator");
    await operator.insist(`POST /v1/merchants/{id}/${what}`, { path: ID, body: REASON });
  };
  await move("suspend");
  if (choices.chance(0.7)) await move("close");
  if (choices.chance(0.4)) await move("activate");
}
