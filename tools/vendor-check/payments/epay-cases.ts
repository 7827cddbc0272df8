import { LONGEST_TENANT_ID } from "../bench.ts";
import { ANY_TEXT, type Case } from "../case.ts";
import type { PaymentTrial } from "./payment-trial.ts";

/** There is no protocol's own page: one house's, which others agree with. Yours may have another. */
export const EPAY_PAGE = "https://epay.mushu.me/doc.html";
const url = EPAY_PAGE;
const OPEN = { outcome: "requires-action" };
const PAGE = { ...OPEN, paymentUrl: ANY_TEXT };
const NOT_FOUND = { outcome: "not-found" };
const declined = (reason: string) => ({ outcome: "declined", reason });
const unknown = (reason: string) => ({ outcome: "unknown", reason });
const charge = { does: "charge 0.02", call: (trial: PaymentTrial) => trial.charge(), must: PAGE };
const query = (trial: PaymentTrial) => trial.query();
const visit = (task: string) => (trial: PaymentTrial) => trial.visit(task);
const DID_IT = { person: "did it" };

/** `create`: `mapi` makes the order by a call, `submit` when a browser opens the page. */
export function epayCases(create: "submit" | "mapi"): Case<PaymentTrial>[] {
  const isPage =
    create === "submit" ? "with `create: submit` the order is made by a browser, and nothing is sent" : undefined;
  const opened: Case<PaymentTrial>["steps"] =
    create === "mapi"
      ? [charge]
      : [
          charge,
          {
            does: "a person opens the page and does not pay",
            call: visit("Open this page and do NOT pay"),
            must: DID_IT,
          },
        ];
  const needsOpened = create === "mapi" ? {} : { needs: ["person"] as const };
  return [
    {
      name: "A charge gives a page to pay at",
      why: "The plain case: signature, number and amount are taken.",
      page: { says: "payurl, qrcode or urlscheme; or the page submit.php", url },
      steps: [charge],
    },
    {
      name: "A number that was never sent is not found",
      why: "Each house has its own words for it: another word would keep payments in doubt.",
      page: { says: "code is not 1, msg says that there is no such order", url },
      steps: [{ does: "look up a new number", call: query, must: NOT_FOUND }],
    },
    {
      name: "What is not paid waits",
      why: "The look-up must tell an open order from none.",
      page: { says: "status 0: not paid", url },
      ...needsOpened,
      steps: [...opened, { does: "look it up", call: query, must: OPEN }],
    },
    {
      name: "What is not paid is let go by a cancel",
      why: "The protocol closes nothing: a late payment is refunded.",
      page: { says: "There is no call that closes an order", url },
      ...needsOpened,
      steps: [
        ...opened,
        { does: "cancel it", call: (trial) => trial.cancel(), must: { outcome: "cancelled", amount: 0 } },
      ],
    },
    {
      name: "Another amount than ours is not taken for ours",
      why: "A number that was used before, for another amount, is not this payment.",
      page: { says: "money is the order's", url },
      ...needsOpened,
      steps: [
        ...opened,
        {
          does: "look it up as one of 0.03",
          call: (trial) => trial.query("own", { amount: 3, currency: "CNY" }),
          must: unknown("amount-mismatch"),
        },
      ],
    },
    {
      name: "The same number twice is one order",
      why: "A charge is sent again after each lost answer.",
      page: { says: "out_trade_no is unique at the merchant", url },
      impossible: isPage,
      steps: [charge, { ...charge, does: "charge it again" }, { does: "look it up", call: query, must: OPEN }],
    },
    {
      name: "A charge whose answer is lost is in doubt and found",
      why: "The heart of it: what came of a call that nobody heard the end of.",
      page: { says: "api.php?act=order by out_trade_no", url },
      impossible: isPage,
      steps: [
        {
          does: "charge and lose the answer",
          call: (trial) => trial.losing(() => trial.charge()),
          must: unknown("connection-failed"),
        },
        { does: "look it up", call: query, must: OPEN },
      ],
    },
    {
      name: "Our longest number is taken whole",
      why: "Some houses take 32 characters: they cannot be used.",
      page: { says: "out_trade_no, without a bound that all houses share", url },
      subject: { tenantId: LONGEST_TENANT_ID },
      ...needsOpened,
      steps: [...opened, { does: "look it up", call: query, must: OPEN }],
    },
    {
      name: "Anything but yuan is declined and not sent",
      why: "Yen and dinars must not become yuan.",
      page: { says: "money in yuan, two decimals", url },
      subject: { amount: { amount: 500, currency: "JPY" } },
      steps: [{ ...charge, does: "charge 500 JPY", must: declined("amount-unsupported"), sendsNothing: true }],
    },
    {
      name: "A wrong key proves nothing",
      why: "A refusal for the key must not read as no such order.",
      page: { says: "code is not 1", url },
      steps: [
        {
          does: "look up with another key",
          call: (trial) => trial.query("wrong key"),
          must: unknown("request-refused"),
        },
      ],
    },
    {
      name: "A clock that is an hour off changes nothing",
      why: "The protocol signs no time.",
      page: { says: "No parameter is a time", url },
      steps: [
        { does: "look up a new number, an hour ahead", call: (trial) => trial.query("wrong clock"), must: NOT_FOUND },
      ],
    },
  ];
}
