import { expect, test } from "@jest/globals";
import type { Attempt } from "../../../../core/redemptions/domain/attempt.ts";
import type { Redemption } from "../../../../core/redemptions/domain/redemption.ts";
import { timelineOf } from "../../../../core/redemptions/domain/timeline.ts";

const redemption = (more: Partial<Redemption>) =>
  ({ state: "ACCEPTED", attempt: 1, acceptedAt: 1, updatedAt: 1, batchId: "batch-1", ...more }) as Redemption;
const story = (...parameters: Parameters<typeof timelineOf>) =>
  timelineOf(...parameters).map(({ at, attempt, event, by, detail }) =>
    [Date.parse(at), attempt, event, by, detail].join(" "),
  );

test("an accepted code's story is its acceptance", () => {
  expect(story(redemption({ acceptedAt: 7 }), [], [])).toEqual(["7 1 accepted caller batch-1"]);
});

test("attempts, sends, answers and operators' acts stand in the order in which they happened", () => {
  const first: Attempt = {
    attempt: 1,
    planId: "plan-1",
    batchId: "batch-1",
    acceptedAt: 1,
    outcome: "FAILED",
    events: [
      { at: 1, event: "sent" },
      { at: 2, event: "unknown", detail: "timeout" },
      { at: 9, event: "failed", detail: "code-invalid" },
    ],
  };
  const second: Attempt = {
    ...first,
    attempt: 2,
    batchId: "batch-2",
    acceptedAt: 10,
    outcome: "SUCCEEDED",
    events: [
      { at: 11, event: "sent" },
      { at: 12, event: "parked", detail: "not-found" },
      { at: 20, event: "resolved", detail: "SUCCEEDED" },
    ],
  };
  const audits = [{ at: 20, action: "resolved-succeeded", reason: "the issuer confirmed it" }];

  expect(story(redemption({ attempt: 2, state: "SUCCEEDED" }), [first, second], audits)).toEqual([
    "1 1 accepted caller batch-1",
    "1 1 sent worker ",
    "2 1 unknown worker timeout",
    "9 1 failed worker code-invalid",
    "10 2 accepted caller batch-2",
    "11 2 sent worker ",
    "12 2 parked worker not-found",
    // Once, as the operator's act with its reason.
    "20  resolved-succeeded operator the issuer confirmed it",
  ]);
});

test("each attempt and each operator's act names the API key that did it", () => {
  const first = { attempt: 1, acceptedAt: 1, batchId: "b", keyId: "KEY1", events: [{ at: 2, event: "failed" }] };
  const again = redemption({ attempt: 2, acceptedAt: 5, batchId: "b", keyId: "KEY2" });
  const audits = [{ at: 9, by: "KEY3", action: "resolved-failed", reason: "no trace" }];
  const story = timelineOf(again, [first as unknown as Attempt], audits);
  expect(story.map(({ event, keyId }) => [event, keyId])).toEqual([
    ["accepted", "KEY1"],
    ["failed", null],
    ["accepted", "KEY2"],
    ["resolved-failed", "KEY3"],
  ]);
});

test("a new attempt shows from its acceptance on, before anything was sent", () => {
  const first = { attempt: 1, acceptedAt: 1, batchId: "batch-1", events: [{ at: 2, event: "failed" }] };
  const again = redemption({ attempt: 2, acceptedAt: 5, batchId: "batch-2" });
  expect(story(again, [first as unknown as Attempt], [])).toEqual([
    "1 1 accepted caller batch-1",
    "2 1 failed worker ",
    "5 2 accepted caller batch-2",
  ]);
});
