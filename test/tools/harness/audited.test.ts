import { expect, test } from "@jest/globals";
import { violationIdOf } from "../../../core/foundation/domain/review.ts";
import { openReview } from "../../../core/foundation/store/review-store.ts";
import type { Row } from "../../../invariants/rows.ts";
import { foundByAuditor } from "../../../tools/harness/audited.ts";

test("what the auditor asks a person is a finding, what others ask is none", () => {
  const ulid = "01KJMMA2G1WP11J2CQG05RTGMC";
  const subjectId = violationIdOf("acme", "acc_1", "I5");
  const asked = openReview({ tenantId: "acme", subjectId, why: "I5 acc_1: sums differ" }, ulid, 1);
  const parked = openReview({ tenantId: "acme", subjectId: `pay_acme_${ulid}`, why: "unknown" }, ulid, 1);
  const rows = [asked.item, parked.item] as unknown as Row[];
  expect(foundByAuditor(rows)).toEqual([
    { invariant: "contract", subject: subjectId, detail: "the auditor asks a person: I5 acc_1: sums differ" },
  ]);
});
