import { expect, test } from "@jest/globals";
import { Choices } from "../../prove/choices.ts";
import { type Fault, FaultSource } from "../../prove/faults.ts";
import { type Call, type End, Invocation } from "../../prove/invocation.ts";
import { Simulation } from "../../prove/simulation.ts";

/** A world of one function in which each call meets the same fault. */
function worldOf(only: readonly Fault[], max = 1) {
  const choices = new Choices(3);
  const faults = new FaultSource(choices, { probability: 1, max, only });
  const simulation = new Simulation(choices, faults);
  const done: string[] = [];
  const call = (kind: Call<string>["kind"], what: string, inFlightMs = 0): Call<string> => ({
    kind,
    what,
    inFlightMs,
    rows: ["row"],
    effect: async () => {
      done.push(what);
      return "answered";
    },
    lost: () => "lost",
    throttled: () => "throttled",
  });
  const run = async (body: (self: Invocation<string>) => Promise<string>, timeoutMs = 60_000) => {
    let end: End<string> | undefined;
    const onEnd = (how: End<string>) => {
      end = how;
    };
    new Invocation<string>(simulation, { name: "function 1", timeoutMs, body, onEnd });
    while (simulation.nextAtMs !== undefined) await simulation.step();
    return end;
  };
  return { simulation, faults, done, call, run };
}

test("without faults a call takes effect once and is answered", async () => {
  const { done, call, run } = worldOf([]);
  expect(await run((self) => self.call(call("write", "book")))).toEqual({ kind: "returned", value: "answered" });
  expect(done).toEqual(["book"]);
});

test("who crashes before has done nothing, who crashes after has, and neither goes on", async () => {
  for (const [fault, effects] of [
    ["crash-before", []],
    ["crash-after", ["book"]],
  ] as const) {
    const { faults, done, call, run } = worldOf([fault]);
    faults.begin();
    const body = async (self: Invocation<string>) => {
      await self.call(call("write", "book"));
      return self.call(call("write", "go on"));
    };
    expect(await run(body)).toEqual({ kind: "crashed" });
    expect(done).toEqual(effects);
  }
});

test("a lost reply leaves the effect and a caller that knows nothing of it", async () => {
  const { faults, done, call, run } = worldOf(["reply-lost"]);
  faults.begin();
  expect(await run((self) => self.call(call("provider", "charge")))).toEqual({ kind: "returned", value: "lost" });
  expect(done).toEqual(["charge"]);
});

test("a late call takes effect within the provider's bound, and its caller has gone on by then", async () => {
  const { simulation, faults, done, call, run } = worldOf(["late"]);
  const startMs = simulation.nowMs;
  faults.begin();
  const body = async (self: Invocation<string>) => {
    const answer = await self.call(call("provider", "charge", 8_000));
    return `${answer}, ${done.length} effects`;
  };
  expect(await run(body)).toEqual({ kind: "returned", value: "lost, 0 effects" });
  expect(done).toEqual(["charge"]);
  expect(simulation.nowMs - startMs).toBeLessThanOrEqual(8_000 + 80);
});

test("a zombie's write still arrives, and no provider hears from it any more", async () => {
  const { simulation, faults, done, call, run } = worldOf(["overtaken"]);
  faults.begin();
  const body = async (self: Invocation<string>) => {
    await self.call(call("write", "intent"));
    return self.call(call("provider", "charge"));
  };
  expect(await run(body, 1_000)).toEqual({ kind: "timed-out" });
  expect(done).toEqual(["intent"]);
  expect(simulation.trace.map(({ note }) => note)).toContain("given up, and it will wake");
});

test("who is overtaken wakes right after others have written the row", async () => {
  const { simulation, faults, done, call, run } = worldOf(["overtaken"]);
  const startMs = simulation.nowMs;
  faults.begin();
  for (let write = 1; write <= 4; write++)
    simulation.in(write * 100, "others", "write the row", () => simulation.written(["row"]));
  await run((self) => self.call(call("write", "book")));
  expect(done).toEqual(["book"]);
  expect(simulation.nowMs - startMs).toBeLessThan(1_000);
});

test("a function that is killed says no more, but what it had sent still arrives", async () => {
  const { faults, done, call, run } = worldOf(["delay"]);
  faults.begin();
  const body = async (self: Invocation<string>) => {
    await self.call(call("write", "book"));
    return self.call(call("write", "go on"));
  };
  expect(await run(body, 500)).toEqual({ kind: "timed-out" });
  expect(done).toEqual(["book"]);
});

test("no more faults strike than were planned", async () => {
  const { faults, call, run } = worldOf(["reply-lost"], 2);
  faults.begin();
  const body = async (self: Invocation<string>) => {
    const answers = [];
    for (let count = 0; count < 4; count++) answers.push(await self.call(call("write", "book")));
    return answers.join(" ");
  };
  expect(await run(body)).toEqual({ kind: "returned", value: "lost lost answered answered" });
  expect([faults.isSpent, faults.total]).toEqual([true, 2]);
});
