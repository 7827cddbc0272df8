import { expect, test } from "@jest/globals";
import { endRows } from "../../../tools/demo/ends.ts";
import type { Audit } from "../../../tools/harness/audit.ts";
import { Cards } from "../../../tools/harness/cards.ts";
import { Payments } from "../../../tools/harness/payments.ts";

test("what became of everything is counted by its kind, and what is gone is in no column", () => {
  const [cards, payments] = [new Cards(), new Payments()];
  for (const id of ["r1", "r2", "r3"]) cards.draw("OK", 1000).redemptionId = id;
  payments.draw("pm_late_success").paymentId = "p1";
  const main = [
    { pk: "RDM#t#r1", sk: "HEAD", redemptionId: "r1", state: "SUCCEEDED" },
    { pk: "RDM#t#r2", sk: "HEAD", redemptionId: "r2", state: "NEEDS_REVIEW" },
    { pk: "RDM#t#r2", sk: "ATTEMPT#1", redemptionId: "r2", state: "FAILED" },
    { pk: "PAY#t#p1", sk: "HEAD", paymentId: "p1", state: "PARTIALLY_REFUNDED" },
    { pk: "SAGA#t#s1", sk: "HEAD", paymentId: "p1", state: "COMPLETED" },
  ];
  expect(endRows({ cards, payments, withdrawals: [] }, { snapshot: { main } } as unknown as Audit)).toEqual([
    ["card OK", 3, 1, "", "", "", 1],
    ["pm_late_success", 1, "", "", "", 1, ""],
    ["all", 4, 1, 0, 0, 1, 1],
  ]);
});
