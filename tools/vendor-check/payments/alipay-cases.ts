import { declined, ERRORS, misconfigured, NOT_FOUND, unknown } from "../alipay-cases.ts";
import { LONGEST_TENANT_ID } from "../bench.ts";
import { ANY_TEXT, type Case } from "../case.ts";
import type { PaymentTrial } from "./payment-trial.ts";

const API = "https://opendocs.alipay.com/open";
const QUERY = {
  says: "ACQ.TRADE_NOT_EXIST until somebody has scanned or signed in",
  url: `${API}/82ea786a_alipay.trade.query`,
};
const OPEN = { outcome: "requires-action" };
const PAGE = { ...OPEN, paymentUrl: ANY_TEXT };
const charge = { does: "charge", call: (trial: PaymentTrial) => trial.charge(), must: PAGE };
const query = (trial: PaymentTrial) => trial.query();

/** `mode`: of the account; a page is an address alone, so nothing is sent for it. */
export function alipayChargeCases(mode: "precreate" | "page"): Case<PaymentTrial>[] {
  const isPage = mode === "page" ? "in mode `page` a charge is an address, and nothing is sent" : undefined;
  return [
    {
      name: "A charge gives a page or a code to pay at",
      why: "The plain case: signature, number and amount are taken.",
      page: { says: "qr_code, or a page for the browser", url: `${API}/8ad49e4a_alipay.trade.precreate` },
      steps: [charge],
    },
    {
      name: "The same number twice is one trade",
      why: "A charge is sent again after each lost answer.",
      page: { says: "out_trade_no is unique at the merchant", url: `${API}/8ad49e4a_alipay.trade.precreate` },
      steps: [charge, { ...charge, does: "charge it again" }],
    },
    {
      name: "What nobody has opened is not found",
      why: "Alipay has no trade before that, and the customer may still come.",
      page: QUERY,
      steps: [charge, { does: "look it up", call: query, must: NOT_FOUND }],
    },
    {
      name: "A number that was never sent is not found",
      why: "Only this word lets a charge be given up.",
      page: QUERY,
      steps: [{ does: "look up a new number", call: query, must: NOT_FOUND }],
    },
    {
      name: "What nobody has opened is cancelled without an error",
      why: "A customer who leaves must not hold up the payment.",
      page: { says: "action is returned when the trade exists", url: `${API}/13399511_alipay.trade.cancel` },
      steps: [
        charge,
        { does: "cancel it", call: (trial) => trial.cancel(), must: [NOT_FOUND, { outcome: "cancelled", amount: 0 }] },
      ],
    },
    {
      name: "A charge whose answer is lost is in doubt, and sent again under its number",
      why: "The heart of it: what came of a call that nobody heard the end of.",
      page: {
        says: "Call again with the same number when the result is unknown",
        url: `${API}/8ad49e4a_alipay.trade.precreate`,
      },
      impossible: isPage,
      steps: [
        {
          does: "charge and lose the answer",
          call: (trial) => trial.losing(() => trial.charge()),
          must: unknown("connection-failed"),
        },
        { ...charge, does: "charge it again" },
      ],
    },
    {
      name: "Our longest number is taken",
      why: "A merchant with a long name must not find out at its first payment.",
      page: {
        says: "out_trade_no: up to 64 letters, digits and underscores",
        url: `${API}/8ad49e4a_alipay.trade.precreate`,
      },
      subject: { tenantId: LONGEST_TENANT_ID },
      steps: [charge, { does: "look it up", call: query, must: NOT_FOUND }],
    },
    {
      name: "Anything but yuan is declined and not sent",
      why: "Alipay here counts in yuan alone: yen and dinars must not become yuan.",
      page: { says: "total_amount in yuan, two decimals", url: `${API}/8ad49e4a_alipay.trade.precreate` },
      subject: { amount: { amount: 500, currency: "JPY" } },
      steps: [{ ...charge, does: "charge 500 JPY", must: declined("amount-unsupported"), sendsNothing: true }],
    },
    {
      name: "A wrong private key is ours to mend",
      why: "It must raise the alarm, and decline nothing that was sent before.",
      page: { says: "isv.invalid-signature", url: ERRORS },
      steps: [
        {
          does: "look up, signed by another key",
          call: (trial) => trial.query("wrong key"),
          must: unknown("channel-unusable"),
        },
      ],
    },
    ...misconfigured("is paid"),
  ];
}

/** What a person with the sandbox's app, or its buyer's login, has to help with. */
export const alipayOpenedCases: Case<PaymentTrial>[] = [
  {
    name: "What was opened and not paid waits, is closed by a cancel, and cannot be paid then",
    why: "The customer stands at the cash desk while the order expires.",
    page: { says: "WAIT_BUYER_PAY, then action=close and TRADE_CLOSED", url: `${API}/13399511_alipay.trade.cancel` },
    needs: ["person"],
    steps: [
      charge,
      {
        does: "a person opens it and does not pay",
        call: (trial) =>
          trial.visit(
            "Scan this code with the sandbox's app, or open the page and sign in as the sandbox's buyer, and do NOT pay",
          ),
        must: { person: "did it" },
      },
      { does: "look it up", call: query, must: { ...OPEN, providerReference: ANY_TEXT }, withinMs: 15_000 },
      { does: "cancel it", call: (trial) => trial.cancel(), must: { outcome: "cancelled", amount: 0 } },
      { does: "look it up", call: query, must: declined("expired") },
    ],
  },
];
