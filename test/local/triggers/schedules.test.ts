import { expect, test } from "@jest/globals";
import { parseRate, Schedule } from "../../../local/triggers/schedules.ts";

test.each([
  ["rate(1 minute)", 60_000],
  ["rate(5 minutes)", 300_000],
  ["rate(2 hours)", 7_200_000],
  ["rate(1 day)", 86_400_000],
])("%s is every %d ms", (expression, intervalMs) => {
  expect(parseRate(expression)).toBe(intervalMs);
});

test.each(["cron(0 * * * ? *)", "at(2030-01-01T00:00:00)", "rate(0 minutes)", "rate(5 weeks)", ""])(
  "refuses %p by its name",
  (expression) => {
    expect(() => parseRate(expression)).toThrow(/knows schedules of the form rate/);
  },
);

test("runs once at start, with the scheduler's own event", async () => {
  const events: string[] = [];
  const target = {
    name: "f",
    invoke: async (event: string) => {
      events.push(event);
      return { ok: true as const, payload: "null" };
    },
  };
  const settings = { name: "s", arn: "arn:s", expression: "rate(1 day)", function: target, complain: () => {} };
  const schedule = new Schedule(settings);
  schedule.start();
  await schedule.stop(1000);
  expect(events.map((event) => JSON.parse(event))).toEqual([
    expect.objectContaining({ source: "aws.scheduler", "detail-type": "Scheduled Event", resources: ["arn:s"] }),
  ]);
});
