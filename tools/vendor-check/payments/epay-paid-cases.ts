import { ANY_TEXT, type Case } from "../case.ts";
import { notified } from "../webhook-twists.ts";
import { EPAY_PAGE as url } from "./epay-cases.ts";
import type { PaymentTrial } from "./payment-trial.ts";

const DONE = { outcome: "succeeded", providerReference: ANY_TEXT };
const declined = (reason: string) => ({ outcome: "declined", reason });
const query = (trial: PaymentTrial) => trial.query();

const ofPaid = (
  one: Pick<Case<PaymentTrial>, "name" | "why" | "steps">,
  says: string,
  more: "webhook"[] = [],
): Case<PaymentTrial> => ({
  ...one,
  page: { says, url },
  needs: ["person", "costs", ...more],
  subject: { paid: true },
});

/** One order of 0.02 yuan that a person has paid, with real money: there is no other kind here. The last cases give it back. */
export const epayPaidCases: Case<PaymentTrial>[] = [
  ofPaid(
    {
      name: "What was paid is found as paid",
      why: "A webhook may be lost.",
      steps: [{ does: "look it up", call: query, must: DONE }],
    },
    "status 1: paid",
  ),
  ofPaid(
    {
      name: "What was paid is not cancelled, and says so",
      why: "The saga then refunds.",
      steps: [{ does: "cancel it", call: (trial) => trial.cancel(), must: { ...DONE, outcome: "captured" } }],
    },
    "There is no call that voids an order",
  ),
  ofPaid(
    {
      name: "The notification is taken, and refused when it is changed or another's",
      why: "Whoever can make us believe one can make us credit a wallet.",
      steps: notified({ type: "paid" }, "key"),
    },
    "MD5 over the sorted parameters and the key",
    ["webhook"],
  ),
  ofPaid(
    {
      name: "More than was paid is not refunded",
      why: "What goes out too much is nobody's money but ours.",
      steps: [{ does: "refund 0.03 of 0.02", call: (trial) => trial.refund("too much", 3), must: declined("refused") }],
    },
    "code is not 1",
  ),
  ofPaid(
    {
      name: "All of it is refunded, shows on the order, and is not refunded again",
      why: "There is no refund number: the order is all that keeps a second send from paying back twice.",
      steps: [
        { does: "refund all", call: (trial) => trial.refund("all", 2), must: DONE },
        { does: "look the refund up", call: (trial) => trial.queryRefund("all", 2), must: DONE },
        { does: "refund all again", call: (trial) => trial.refund("all", 2), must: DONE },
      ],
    },
    "act=refund; status 2 afterwards, at houses that refund",
  ),
  {
    name: "A part that was refunded is found",
    why: "A lost answer to it stays in doubt and goes to a person.",
    page: { says: "A part shows nowhere", url },
    impossible: "the protocol has no refund number and no look-up of a part",
    steps: [],
  },
  {
    name: "A notification that is old is refused",
    why: "Who records one could play it again.",
    page: { says: "No parameter is a time", url },
    impossible: "the protocol signs no time; a repeated notification is the same event and is applied once",
    steps: [],
  },
];
