import { expect, test } from "@jest/globals";
import type { Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { withdrawalTimeline } from "../../../../core/withdrawals/domain/withdrawal-timeline.ts";

const row = { createdAt: 1, keyId: "K", withdrawalNo: "W-1", story: [{ at: 3, event: "parked" }] };
const eventsOf = (events: unknown) =>
  withdrawalTimeline({ ...row, events } as Withdrawal, []).map(({ event }) => event);

test("an earlier release's story is told until events are counted in its place", () => {
  expect(eventsOf([{ at: 2, event: "sent" }])).toEqual(["accepted", "sent", "parked"]);
  expect(eventsOf(1)).toEqual(["accepted", "parked"]);
  expect(eventsOf(undefined)).toEqual(["accepted", "parked"]);
});
