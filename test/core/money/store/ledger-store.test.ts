import { expect, test } from "@jest/globals";
import { refundEntry } from "../../../../core/money/domain/ledger.ts";
import { entryOf, post } from "../../../../core/money/store/ledger-store.ts";

const entry = { entryId: "E1", nowMs: 5 };
const refund = { tenantId: "acme", paymentId: "pay_acme_1", refundId: "ref_acme_1" };

test.each([
  ["gift-card-credit", "rdm_acme_1", { redemptionId: "rdm_acme_1", attempt: 2 }],
  ["payment-settled", "pay_acme_1", { paymentId: "pay_acme_1" }],
  ["payment-refunded", "ref_acme_1", { paymentId: "pay_acme_1", refundId: "ref_acme_1" }],
])("a %s of an earlier release, which had no subjectId, is read like those of today", (kind, subjectId, named) => {
  const row = { pk: `LEDGER#acme#${subjectId}`, sk: "HEAD", tenantId: "acme", entryId: "E0", kind, ...named };
  expect(entryOf(row)).toEqual({ ...row, subjectId });
});

test("what is posted is read as it was, under its subject's key, and stands in the list of its wallet", () => {
  const posted = refundEntry({ ...refund, amount: { amount: 100, currency: "EUR" } }, "stripe", entry);
  const write = post(posted);
  const item = write.kind === "put" ? write.item : undefined;
  expect(item && entryOf(item)).toEqual({
    ...posted,
    pk: "LEDGER#acme#ref_acme_1",
    sk: "HEAD",
    statePk: expect.stringMatching(/^LEDGER#acme#EUR#[0-7]$/),
    stateSk: "E1",
  });
});
