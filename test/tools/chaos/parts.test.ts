import { describe, expect, test } from "@jest/globals";
import { parseChaosArguments } from "../../../tools/chaos/options.ts";
import { killRows, requestRows } from "../../../tools/chaos/report.ts";
import { Turns } from "../../../tools/chaos/turns.ts";

describe("turns", () => {
  test("so many at once and no more, in the order in which they came, also after a failure", async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const works = ends.map(({ promise }, index) =>
      turns.take(() => {
        begun.push(index);
        return promise;
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    ends[1]?.reject(new Error("no luck"));
    await expect(works[1]).rejects.toThrow("no luck");
    expect(begun).toEqual([0, 1, 2]);
    for (const { resolve } of ends) resolve();
    await Promise.all(works.toSpliced(1, 1));
    expect(begun).toEqual([0, 1, 2, 3]);
  });
});

describe("arguments", () => {
  test("two minutes and a seed of its own by default", () => {
    const [one, other] = [parseChaosArguments([]), parseChaosArguments([])];
    expect(one).toMatchObject({ minutes: 2, keep: false });
    expect(one.seed).not.toBe(other.seed);
  });

  test("a given seed and parts of minutes", () => {
    expect(parseChaosArguments(["--minutes", "0.5", "--seed", "s"])).toEqual({ minutes: 0.5, seed: "s", keep: false });
  });

  test.each(["0", "-1", "soon", "100000"])("--minutes %s is refused by its name", (minutes) => {
    expect(() => parseChaosArguments([`--minutes=${minutes}`])).toThrow(/--minutes must be a number above 0/);
  });

  test("what is unknown is answered with the usage", () => {
    expect(() => parseChaosArguments(["--hours", "2"])).toThrow(/--hours[\s\S]*Usage: npm run chaos/);
  });
});

describe("the report", () => {
  const call = { owner: "demo", route: "POST /v1/payments", key: "k", fingerprint: "f", sentAt: 0, receivedAt: 1 };

  test("tells answers from replays, refusals, failures and silence", () => {
    const calls = [{ status: 202 }, { status: 202, replayed: true }, { status: 409 }, { status: 500 }, {}];
    expect(requestRows(calls.map((rest) => ({ ...call, ...rest })))).toEqual([
      ["POST /v1/payments", 5, 1, 1, 1, 1, 1],
      ["all", 5, 1, 1, 1, 1, 1],
    ]);
  });

  test("names the functions that were killed, and how long the others were away", () => {
    const rows = killRows([
      { kind: "function", name: "payment-saga" },
      { kind: "function", name: "payment-saga" },
      { kind: "engine", recoveredMs: 100 },
      { kind: "engine", recoveredMs: 2000 },
    ]);
    expect(rows).toEqual([
      ["function", 2, "", "2 payment-saga"],
      ["queues", 0, "", ""],
      ["engine", 2, "2.0 s", ""],
      ["everything", 0, "", ""],
    ]);
  });
});
