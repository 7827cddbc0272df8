import { expect, test } from "@jest/globals";
import { Activity } from "../../../local/functions/activity.ts";

const A_DAY_MS = 86_400_000;
const never = new AbortController().signal;

test("who waits is woken by the end of a call, whether it succeeds or fails", async () => {
  const activity = new Activity();
  for (const outcome of [Promise.resolve("done"), Promise.reject(new Error("no luck"))]) {
    const { ended } = activity;
    const waiting = activity.endedBeyond(ended, A_DAY_MS, never);
    await activity.during(outcome).catch(() => {});
    await waiting;
    expect(activity.ended).toBe(ended + 1);
  }
});

test("who waits is woken by the first call that begins, and not by more of them", async () => {
  const activity = new Activity();
  const first = Promise.withResolvers<void>();
  const waiting = activity.endedBeyond(0, A_DAY_MS, never);
  const calls = [activity.during(first.promise)];
  await waiting;
  expect([activity.isBusy, activity.ended]).toEqual([true, 0]);

  let isWoken = false;
  const again = activity.endedBeyond(0, A_DAY_MS, never).then(() => {
    isWoken = true;
  });
  calls.push(activity.during(first.promise));
  await new Promise(setImmediate);
  expect(isWoken).toBe(false);
  first.resolve();
  await Promise.all([again, ...calls]);
});

test("what has ended since one looked is not waited for", async () => {
  const activity = new Activity();
  const { ended } = activity;
  await activity.during(Promise.resolve());
  await activity.endedBeyond(ended, A_DAY_MS, never);
  expect(activity.isBusy).toBe(false);
});

test("waiting ends when its time is over or the signal is given, before or meanwhile", async () => {
  const activity = new Activity();
  await activity.endedBeyond(0, 1, never);
  const stop = new AbortController();
  const waiting = activity.endedBeyond(0, A_DAY_MS, stop.signal);
  stop.abort();
  await waiting;
  await activity.endedBeyond(0, A_DAY_MS, stop.signal);
  expect(activity.ended).toBe(0);
});

test("is busy until the last of several calls has ended", async () => {
  const activity = new Activity();
  const { promise, resolve } = Promise.withResolvers<void>();
  const long = activity.during(promise);
  await activity.during(Promise.resolve());
  expect(activity.isBusy).toBe(true);
  resolve();
  await long;
  expect(activity.isBusy).toBe(false);
});
