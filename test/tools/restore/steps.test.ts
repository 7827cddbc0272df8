import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { completion, settleMsOf } from "../../../tools/restore/completion.ts";
import { look } from "../../../tools/restore/look.ts";
import type { RestoreOptions } from "../../../tools/restore/options.ts";
import { stepsOf } from "../../../tools/restore/restore.ts";
import type { Step, Work } from "../../../tools/restore/step.ts";
import { preparation } from "../../../tools/restore/steps.ts";
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

/** Of a stage whose first run is done. */
function settingsOf(work: Work) {
  const { restored } = work.file.read("shop");
  if (!restored?.marker) throw new Error("there is no marker");
  return { ...restored, marker: restored.marker };
}

async function prepared() {
  const place = new PlaceInMemory();
  const work = workAt(place);
  await prepare(work);
  const deploy = () => {
    const { to, at } = settingsOf(work).marker;
    place.deploy({ RESTORED: `${to}/${at}` });
  };
  return { place, work, deploy };
}

function reported(content: object): string {
  const path = join(mkdtempSync(join(tmpdir(), "tender-report-")), "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function finishing(work: Work, opens: boolean, reconcile = async () => "") {
  const { place } = work;
  const [functions, outputs] = [await place.functions.all(), await place.outputs()];
  return completion({ ...again(work), restored: settingsOf(work), functions, outputs, reconcile, opens });
}

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

test.each([false, true])(
  "killed at any call and run again, it comes to the same stage, whose marker is no earlier than its last start; after the effect: %s",
  async (diesAfter) => {
    const whole = new PlaceInMemory();
    await prepare(workAt(whole));
    for (let diesAt = 1; diesAt <= whole.calls.length; diesAt++) {
      const place = new PlaceInMemory();
      const work = workAt(place);
      Object.assign(place, { diesAt, diesAfter });
      await expect(prepare(work)).rejects.toThrow("killed");
      expect(work.file.read("shop")).not.toHaveProperty("restored");
      const againAtMs = place.nowMs;
      await prepare(work);
      const { restored } = work.file.read("shop");
      expect(restored).toMatchObject({ table: TARGET, stream: STREAM, doors: "closed" });
      expect(Date.parse(restored?.marker?.at ?? "")).toBeGreaterThan(againAtMs);
      expect(place.deployed.every(({ isClosed }) => isClosed)).toBe(true);
    }
  },
);

test.each([false, true])(
  "a second run that was killed at any call goes on, too; after the effect: %s",
  async (diesAfter) => {
    const whole = await prepared();
    whole.deploy();
    const first = whole.place.calls.length;
    await run(await finishing(whole.work, true));
    for (let diesAt = first + 1; diesAt <= whole.place.calls.length; diesAt++) {
      const { place, work, deploy } = await prepared();
      deploy();
      const report = reported({ stage: "shop", ...settingsOf(work).marker });
      Object.assign(place, { diesAt, diesAfter });
      await expect(finishing(work, true).then(run)).rejects.toThrow("killed");
      const isOpening = !work.file.read("shop").restored?.doors;
      const options = { ...OPTIONS, opens: true, report };
      const areAllOpen = place.deployed.every(({ isClosed }) => !isClosed);
      if (areAllOpen) await expect(stepsOf(again(work), options)).rejects.toThrow("its doors are open");
      else if (isOpening) {
        await expect(stepsOf(again(work), OPTIONS)).rejects.toThrow("half open");
        await run((await stepsOf(again(work), options)).steps);
      } else await run(await finishing(work, true));
      expect(place.deployed.every(({ isClosed }) => !isClosed)).toBe(true);
      expect(work.file.read("shop").restored).not.toHaveProperty("doors");
    }
  },
);

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
  const same = async () => ({ MainTableName: TARGET, StateMachineArn: "arn:machine" });
  await expect(look(workAt(Object.assign(place, { outputs: same })))).rejects.toThrow("is itself what a restore");
});

test("after a deployment that did not come through, the doors are closed again, with a later moment, before the next one", async () => {
  const { place, work, deploy } = await prepared();
  const { at } = settingsOf(work).marker;
  const names = async () => (await stepsOf(again(work), OPTIONS)).steps.map(({ name }) => name);
  const CLOSING = ["doors", "quiet", "executions", "queues", "stage"];
  expect(await names()).toEqual(CLOSING);
  deploy();
  const COMPLETION = ["settled", "executions", "queues", "differences"];
  expect(await names()).toEqual(COMPLETION);
  await place.functions.open("worker");
  expect(await names()).toEqual(CLOSING);
  await expect(stepsOf(again(work), { ...OPTIONS, opens: true })).rejects.toThrow("run it without --open");
  await run((await stepsOf(again(work), OPTIONS)).steps);
  expect(place.deployed.every(({ isClosed }) => isClosed)).toBe(true);
  expect(Date.parse(settingsOf(work).marker.at)).toBeGreaterThanOrEqual(Date.parse(at) + 300_000);
  expect(settingsOf(work)).toMatchObject({ table: TARGET, stream: STREAM, doors: "closed" });
  // The functions know the earlier moment still.
  expect(await names()).toEqual(CLOSING);
  deploy();
  expect(await names()).toEqual(COMPLETION);
});

test("what was taken over with a table stays beside the one that is restored from it", async () => {
  const work = workAt(new PlaceInMemory());
  const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-Ab12Cd`;
  const stream = STREAM.replace(TARGET, "data-Events-1");
  const beside = {
    ...{ transient: "data-Transient-1", events: { table: "data-Events-1", stream } },
    secrets: {
      ...{ pepper: arn("CodePepper1"), cipher: arn("CodeCipher1"), exchange: arn("ExchangeSecret1") },
      ...{ channels: arn("ChannelConfigs1"), channel: arn("ChannelSecret1") },
    },
  };
  work.file.write("shop", { table: "main-1", stream: STREAM.replace(TARGET, "main-1"), beside });
  await prepare(again(work));
  expect(work.file.read("shop").restored).toMatchObject({ table: TARGET, stream: STREAM, beside });
});

test("it says of a stage with a replica that the restored table has none", async () => {
  const work = workAt(new PlaceInMemory());
  const found = await look(work);
  const told = (stage: Work["stage"]) =>
    preparation({ ...work, stage }, found)
      .map(({ will }) => will)
      .join("\n");
  expect(told({ ...work.stage, replica: "eu-west-1" })).toContain("no replica in eu-west-1 until you make one");
  expect(told(work.stage)).not.toContain("replica");
});

test("it asks the vendors a settle window later, and opens nothing that was not asked for", async () => {
  const { place, work, deploy } = await prepared();
  deploy();
  const { marker } = settingsOf(work);
  const askedAt: number[] = [];
  const finish = async (opens: boolean) =>
    run(await finishing(work, opens, async () => `${askedAt.push(place.nowMs)}`));
  await finish(false);
  expect(askedAt[0]).toBeGreaterThanOrEqual(Date.parse(marker.at) + settleMsOf("demo"));
  expect(place.deployed.some(({ isClosed }) => !isClosed)).toBe(false);
  expect(work.file.read("shop").restored?.doors).toBe("closed");
  const { doors: _, ...open } = settingsOf(work);
  const purges = place.calls.filter((call) => call.startsWith("purge")).length;
  await finish(true);
  expect(askedAt).toHaveLength(2);
  // SQS would go on deleting after the doors are open.
  expect(place.calls.filter((call) => call.startsWith("purge"))).toHaveLength(purges);
  expect(place.deployed.some(({ isClosed }) => isClosed)).toBe(false);
  expect(work.file.read("shop").restored).toEqual(open);
  await expect(stepsOf(again(work), OPTIONS)).rejects.toThrow("its doors are open");
});

test("doors are opened when the report of this very restore is there", async () => {
  const { work, deploy } = await prepared();
  deploy();
  const { to, at } = settingsOf(work).marker;
  const opening = (report: string) => stepsOf(again(work), { ...OPTIONS, opens: true, report });
  for (const other of [
    { stage: "other", to, at },
    { stage: "shop", to, at: to },
    { stage: "shop", to: at, at },
  ])
    await expect(opening(reported(other))).rejects.toThrow("--open needs the report of this restore");
  await expect(opening("/nowhere/report.json")).rejects.toThrow("--open needs the report of this restore");
  const { steps } = await opening(reported({ stage: "shop", to, at }));
  expect(steps.map(({ name }) => name)).toEqual(["settled", "executions", "differences", "doors"]);
});

test("a failed deployment after the opening has closed the doors: the same command opens them again", async () => {
  const { place, work, deploy } = await prepared();
  deploy();
  const { marker } = settingsOf(work);
  await run(await finishing(work, true));
  deploy();
  const options = { ...OPTIONS, opens: true, report: reported({ stage: "shop", ...marker }) };
  await run((await stepsOf(again(work), options)).steps);
  expect(place.deployed.every(({ isClosed }) => !isClosed)).toBe(true);
  // At the table of before it would write without knowing anything.
  place.deploy({});
  await expect(stepsOf(again(work), options)).rejects.toThrow("is not at the restored table");
});

test("a statement that cannot be read stops the second run before it does anything", async () => {
  const { place, work, deploy } = await prepared();
  deploy();
  const before = place.calls.length;
  const stepping = stepsOf(again(work), { ...OPTIONS, statement: "/nowhere/statement.csv" });
  await expect(stepping).rejects.toThrow("/nowhere/statement.csv cannot be read as text");
  expect(place.calls).toHaveLength(before);
});

test("the plan says when answers are too old to be known", async () => {
  const plan = async (ageMs: number) => {
    const place = new PlaceInMemory();
    place.nowMs = Date.parse(AT) + ageMs;
    place.window = { fromMs: 0, toMs: place.nowMs };
    const { steps } = await stepsOf(workAt(place), OPTIONS);
    return steps.map(({ will }) => will).join(" ");
  };
  expect(await plan(25 * 3_600_000)).toContain("Answers are kept for a day");
  expect(await plan(23 * 3_600_000)).not.toContain("Answers are kept for a day");
});

test("another moment is not begun while one is under way, and no doors are opened before anything is restored", async () => {
  const place = new PlaceInMemory();
  const work = workAt(place);
  await expect(stepsOf(work, { ...OPTIONS, opens: true })).rejects.toThrow("nothing is restored yet");
  await expect(stepsOf(work, { ...OPTIONS, statement: "any.csv" })).rejects.toThrow(
    "--statement is for the second run",
  );
  await prepare(work);
  const other = { ...again(work), toMs: work.toMs - 60_000 };
  await expect(stepsOf(other, OPTIONS)).rejects.toThrow(`shop is being set back to ${AT}`);
  const { doors: _, ...open } = settingsOf(work);
  work.file.write("shop", open);
  const later = { ...again(work), toMs: work.toMs + 60_000 };
  await expect(stepsOf(later, OPTIONS)).rejects.toThrow("its marker stands");
});

test("what cannot be read again is not written", () => {
  const work = workAt(new PlaceInMemory());
  const before = readFileSync(work.path, "utf8");
  expect(() => work.file.write("shop", { table: TARGET, stream: "arn:nothing" })).toThrow("shop.restored.stream");
  expect(readFileSync(work.path, "utf8")).toBe(before);
});
