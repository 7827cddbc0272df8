import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { completion, requireDeployed, settleMsOf } from "../../../tools/restore/completion.ts";
import { look } from "../../../tools/restore/look.ts";
import type { RestoreOptions } from "../../../tools/restore/options.ts";
import { stepsOf } from "../../../tools/restore/restore.ts";
import { preparation, type Step, type Work } from "../../../tools/restore/steps.ts";
import { AT, PlaceInMemory, STREAM, TARGET, workAt } from "./place-in-memory.ts";

const OPTIONS: RestoreOptions = {
  stage: "shop",
  toMs: Date.parse(AT),
  opens: false,
  asks: false,
  report: "report.json",
};

async function run(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step.run(() => {});
}
const prepare = async (work: Work) => run(preparation(work, await look(work)));
const again = (work: Work): Work => ({ ...work, stage: work.file.read("shop") });

test("the first run closes the doors, waits for the longest function, stops, purges, restores and writes the stage", async () => {
  const place = new PlaceInMemory();
  const work = workAt(place);
  const beganAtMs = place.nowMs;
  await prepare(work);
  expect(place.calls).toEqual([
    ...["close payments", "close worker", "close starter", "stop arn:machine"],
    ...["purge https://sqs/refunds", "purge https://sqs/sagas"],
    ...[`restore main-1 as ${TARGET} of ${AT}`, `settle ${TARGET}`],
  ]);
  // Not the dead letters: a person looks at them.
  const { restored } = work.file.read("shop");
  expect(restored).toEqual({
    table: TARGET,
    stream: STREAM,
    marker: { to: AT, at: expect.any(String) },
    doors: "closed",
  });
  expect(Date.parse(restored?.marker?.at ?? "")).toBeGreaterThanOrEqual(beganAtMs + 300_000);
  expect(work.file.read("other")).not.toHaveProperty("restored");
});

test("killed at any call and run again, it comes to the same stage, whose marker is no earlier than its last start", async () => {
  const whole = new PlaceInMemory();
  await prepare(workAt(whole));
  for (let diesAt = 1; diesAt <= whole.calls.length; diesAt++) {
    const place = new PlaceInMemory();
    const work = workAt(place);
    place.diesAt = diesAt;
    await expect(prepare(work)).rejects.toThrow("killed");
    expect(work.file.read("shop")).not.toHaveProperty("restored");
    const againAtMs = place.nowMs;
    await prepare(work);
    const { restored } = work.file.read("shop");
    expect(restored).toMatchObject({ table: TARGET, stream: STREAM, doors: "closed" });
    expect(Date.parse(restored?.marker?.at ?? "")).toBeGreaterThan(againAtMs);
    expect(place.deployed.every(({ isClosed }) => isClosed)).toBe(true);
  }
});

test.each<[string, (place: PlaceInMemory) => void, string]>([
  [
    "a moment before recovery begins",
    (place) => {
      place.window = { fromMs: Date.parse(AT) + 1, toMs: place.nowMs };
    },
    "--at must lie between",
  ],
  [
    "a moment that is too new",
    (place) => {
      place.window = { fromMs: 0, toMs: Date.parse(AT) - 1 };
    },
    "--at must lie between",
  ],
  [
    "a table without recovery",
    (place) => {
      place.window = undefined;
    },
    "has no point-in-time recovery",
  ],
  [
    "a stack without functions",
    (place) => {
      place.deployed = [];
    },
    "has no functions",
  ],
])("%s is refused before anything is touched", async (_what, change, sentence) => {
  const place = new PlaceInMemory();
  change(place);
  await expect(look(workAt(place))).rejects.toThrow(sentence);
  expect(place.calls).toEqual([]);
});

test("a table that was set back before gives its name on", async () => {
  const place = new PlaceInMemory();
  const outputs = async () => ({ MainTableName: "main-1-restored-20260101T000000Z", StateMachineArn: "arn:machine" });
  expect((await look(workAt(Object.assign(place, { outputs })))).target).toBe(TARGET);
});

test("the second run begins when every function is at the restored table, marked, behind closed doors", async () => {
  const place = new PlaceInMemory();
  const work = workAt(place);
  await prepare(work);
  const restored = work.file.read("shop").restored;
  if (!restored?.marker) throw new Error("there is no marker");
  const settings = { ...restored, marker: restored.marker };
  const required = () => requireDeployed(place, "shop", settings);
  await expect(required()).rejects.toThrow("Deploy first: npm run deploy -- --stage shop. 3 functions");
  await expect(stepsOf(again(work), OPTIONS)).rejects.toThrow("Deploy first");
  const RESTORED = `${settings.marker.to}/${settings.marker.at}`;
  place.deploy({});
  await expect(required()).rejects.toThrow("Deploy first");
  place.deploy({ RESTORED });
  expect(await required()).toHaveLength(3);
  await place.functions.open("worker");
  await expect(required()).rejects.toThrow("1 functions are not at the restored table behind closed doors, worker");
});

test("it asks the vendors a settle window later, and opens nothing that was not asked for", async () => {
  const place = new PlaceInMemory();
  const work = workAt(place);
  await prepare(work);
  const restored = work.file.read("shop").restored;
  if (!restored?.marker) throw new Error("there is no marker");
  const settings = { ...restored, marker: restored.marker };
  place.deploy({ RESTORED: `${settings.marker.to}/${settings.marker.at}` });
  const askedAt: number[] = [];
  const finish = async (opens: boolean) => {
    const functions = await requireDeployed(place, "shop", settings);
    const outputs = await place.outputs();
    const reconcile = async () => `${askedAt.push(place.nowMs)}`;
    await run(completion({ ...again(work), restored: settings, functions, outputs, reconcile, opens }));
  };
  await finish(false);
  expect(askedAt[0]).toBeGreaterThanOrEqual(Date.parse(settings.marker.at) + settleMsOf("demo"));
  expect(place.deployed.some(({ isClosed }) => !isClosed)).toBe(false);
  expect(work.file.read("shop").restored?.doors).toBe("closed");
  await finish(true);
  expect(askedAt).toHaveLength(2);
  expect(place.deployed.some(({ isClosed }) => isClosed)).toBe(false);
  const { doors: _, ...open } = settings;
  expect(work.file.read("shop").restored).toEqual(open);
  await expect(stepsOf(again(work), OPTIONS)).rejects.toThrow("its doors are open");
});

test("another moment is not begun while one is under way, and no doors are opened before anything is restored", async () => {
  const place = new PlaceInMemory();
  const work = workAt(place);
  await expect(stepsOf(work, { ...OPTIONS, opens: true })).rejects.toThrow("nothing is restored yet");
  await prepare(work);
  const other = { ...again(work), toMs: work.toMs - 60_000 };
  await expect(stepsOf(other, OPTIONS)).rejects.toThrow(`shop is being set back to ${AT}`);
});

test("what cannot be read again is not written", () => {
  const work = workAt(new PlaceInMemory());
  const before = readFileSync(work.path, "utf8");
  expect(() => work.file.write("shop", { table: TARGET, stream: "arn:nothing" })).toThrow("shop.restored.stream");
  expect(readFileSync(work.path, "utf8")).toBe(before);
});
