import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { CardApi, cardsCsv, manyCodes } from "../card-api.ts";
import { CLIENT, type CliOptions, cli, QuickClock, tempFolder } from "../cli-run.ts";

let temp: ReturnType<typeof tempFolder>;
let api: CardApi;
let file: string;
beforeEach(() => {
  temp = tempFolder();
  api = new CardApi();
  file = join(temp.folder, "cards.csv");
});
afterEach(() => temp.remove());

const submit = (more: string[] = [], options: CliOptions = {}) =>
  cli(["redemptions", "submit", file, "--plan", "pln_1", ...more], { fetch: api.fetch, ...options });
const result = () => readFileSync(join(temp.folder, "cards.result.csv"), "utf8");
const journal = () => readFileSync(`${file}.journal`, "utf8");
const problem = (status: number, code: string, more: object = {}) => ({
  status,
  json: { code, status, detail: `It is ${code}.`, retryable: false, ...more },
});

describe("a file of cards", () => {
  test("each is sent once, a hundred under a key, and the result says what became of it", async () => {
    const codes = [...manyCodes(100), "TEST-REJECT-0001-ABCD", "TEST-USED-0001-EFGH"];
    writeFileSync(file, cardsCsv(codes));
    const { exit, stdout, stderr } = await submit();
    expect(api.codes).toEqual(codes);
    const [first, second] = api.taken;
    expect(first?.batchId).toMatch(/^cli-[0-9a-f-]{36}$/);
    expect(api.taken.map(({ key, items }) => [key, items.length])).toEqual([
      [`${first?.batchId}-1`, 100],
      [`${first?.batchId}-2`, 2],
    ]);
    expect(second?.batchId).toBe(first?.batchId);
    expect(result().split("\r\n").slice(0, 2)).toEqual([
      "line,reference,redemptionId,status,last4,amount,currency,reason,error,detail",
      "2,r-0,rdm_TEST-OK-2500-0000,SUCCEEDED,0000,2500,USD,,,",
    ]);
    expect(result()).toContain("102,r-100,rdm_TEST-REJECT-0001-ABCD,FAILED,ABCD,,,code-invalid,,\r\n");
    expect(result()).toContain("103,r-101,,REJECTED,,,,,already-redeemed,It was redeemed before.\r\n");
    expect(stdout).toBe("status     cards\nSUCCEEDED    100\nFAILED         1\nREJECTED       1\n");
    expect(stderr).toContain(`Batch ${first?.batchId}, each card in ${temp.folder}/cards.result.csv.`);
    expect(exit).toBe(2);
  });

  test("all of them succeed: 0; one line of JSON for each with --json", async () => {
    writeFileSync(file, cardsCsv(manyCodes(2)));
    const { exit, lines } = await submit(["--json"]);
    expect(exit).toBe(0);
    expect(lines()).toMatchObject([
      { reference: "r-0", status: "SUCCEEDED" },
      { reference: "r-1", last4: "0001" },
    ]);
  });

  test("the journal and the result are for their owner, and the journal has no code", async () => {
    writeFileSync(file, cardsCsv(manyCodes(3)));
    api.statusOf = () => "SUCCEEDED";
    await submit();
    expect(journal().replaceAll(/rdm_[\w-]+/g, "")).not.toContain("TEST-OK");
    for (const name of ["cards.csv.journal", "cards.result.csv"])
      expect(statSync(join(temp.folder, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(temp.folder).sort()).toEqual(["cards.csv", "cards.csv.journal", "cards.result.csv"]);
  });

  test("what has not ended is waited for, and is 3 when time is over", async () => {
    writeFileSync(file, cardsCsv(["TEST-SLOW-0001"]));
    const clock = new QuickClock();
    let asked = 0;
    api.statusOf = () => (++asked > 3 ? "SUCCEEDED" : "SENDING");
    expect((await submit([], { clock })).exit).toBe(0);
    expect(clock.slept).toEqual([1000, 1500, 2250]);

    api.statusOf = () => "NEEDS_REVIEW";
    const review = await submit();
    expect([review.exit, review.stderr]).toEqual([3, expect.stringContaining("wait for a person of the platform")]);

    api.statusOf = () => "UNKNOWN";
    const late = await submit(["--timeout", "5"]);
    expect([late.exit, late.stderr]).toEqual([
      3,
      expect.stringContaining("Some have not ended.\nRun the same command"),
    ]);
    expect(result()).toContain("UNKNOWN");
  });
});

describe("stopped and started again", () => {
  /** 3 requests. */
  const codes = manyCodes(201);

  async function resumed(options: CliOptions = {}) {
    api.beforeTaken = () => undefined;
    api.afterTaken = () => undefined;
    const again = await submit([], options);
    expect(again.stderr).toContain("Going on with the batch");
    expect(again.exit).toBe(0);
    expect(api.codes).toEqual(codes);
    expect(new Set(api.taken.map(({ batchId }) => batchId)).size).toBe(1);
    expect(result().split("\r\n")).toHaveLength(1 + codes.length + 1);
  }

  test("killed by SIGKILL around any request it goes on, and no code is sent under a second key", async () => {
    const { url, close } = await api.serve();
    const env = { ...process.env, TENDER_API_KEY: "tk_secret", TENDER_URL: url };
    for (const nth of [1, 2, 3]) {
      for (const when of ["beforeTaken", "afterTaken"] as const) {
        const fresh = new CardApi();
        Object.assign(api, { taken: fresh.taken, requests: 0 });
        const folder = tempFolder();
        const cards = join(folder.folder, "cards.csv");
        const own = codes.map((code) => `${code}-${nth}${when}`);
        writeFileSync(cards, cardsCsv(own));
        const args = [join(CLIENT, "bin/tender.js"), "redemptions", "submit", cards, "--plan", "pln_1"];
        const killed = spawn(process.execPath, args, { env, stdio: "ignore" });
        api[when] = (count) => {
          if (count !== nth) return undefined;
          killed.kill("SIGKILL");
          return "lost";
        };
        expect(await once(killed, "exit")).toEqual([null, "SIGKILL"]);
        expect(api.codes).toHaveLength(Math.min(100 * (when === "afterTaken" ? nth : nth - 1), 201));
        api[when] = () => undefined;
        const requests = api.requests;
        const again = spawn(process.execPath, args, { env, stdio: "ignore" });
        expect(await once(again, "exit")).toEqual([0, null]);
        expect(api.codes).toEqual(own);
        // What was answered is not even asked again.
        expect(api.requests - requests).toBe(3 - (nth - 1));
        folder.remove();
      }
    }
    close();
  });

  test("a file that stands where the journal belongs, and is none, is left alone", async () => {
    writeFileSync(file, cardsCsv(codes));
    writeFileSync(`${file}.journal`, "what I did today");
    expect((await submit()).exit).toBe(1);
    expect(journal()).toBe("what I did today");
  });

  test("cut off at any byte of its journal it goes on in the same batch", async () => {
    writeFileSync(file, cardsCsv(codes));
    await submit();
    const whole = journal();
    const head = whole.indexOf("\n") + 1;
    for (let bytes = head; bytes < whole.length; bytes += 997) {
      writeFileSync(`${file}.journal`, whole.slice(0, bytes));
      await resumed();
      expect(
        journal()
          .split("\n")
          .filter((line) => line.includes('"chunk":1,')).length,
      ).toBeGreaterThan(0);
      // And once more, with what the cut has left in between.
      await resumed();
    }
  });

  test("cut off in the journal's first line nothing was sent: it begins anew", async () => {
    writeFileSync(file, cardsCsv(manyCodes(1)));
    writeFileSync(`${file}.journal`, '{"journal":1,"batchId":"cli-');
    expect((await submit()).exit).toBe(0);
    expect(journal()).toContain(api.taken[0]?.batchId ?? "none");
  });

  test("when all was sent it asks how they stand, sends nothing, and needs no plan", async () => {
    writeFileSync(file, cardsCsv(codes));
    await submit();
    const { requests } = api;
    rmSync(join(temp.folder, "cards.result.csv"));
    const { exit } = await cli(["redemptions", "submit", file], { fetch: api.fetch });
    expect([exit, api.requests, existsSync(join(temp.folder, "cards.result.csv"))]).toEqual([0, requests, true]);
  });

  test("Ctrl-C between two requests: 3, and it goes on", async () => {
    writeFileSync(file, cardsCsv(codes));
    const stop = new AbortController();
    api.afterTaken = (nth) => {
      if (nth === 2) stop.abort(new Error("stopped"));
      return undefined;
    };
    const { exit, stderr } = await submit([], { signal: stop.signal });
    expect(exit).toBe(3);
    expect(stderr).toContain("Stopped. 100 codes of 201 were answered. Run the same command again to go on");
    expect(existsSync(join(temp.folder, "cards.result.csv"))).toBe(false);
    await resumed();
  });

  test("Ctrl-C while it waits for the ends: 3, and the result has what is known", async () => {
    writeFileSync(file, cardsCsv(["TEST-SLOW-1"]));
    const stop = new AbortController();
    const clock = new QuickClock();
    clock.onSleep = () => stop.abort(new Error("stopped"));
    api.statusOf = () => "SENDING";
    const { exit, stderr } = await submit([], { signal: stop.signal, clock });
    expect([exit, stderr]).toEqual([3, expect.stringContaining("Stopped.\nRun the same command again to see")]);
    expect(result()).toContain("SENDING");
  });

  test("an API that is away for long: 3 with what to do, and no word of keys; then it goes on", async () => {
    writeFileSync(file, cardsCsv(codes));
    api.beforeTaken = (nth) => (nth > 1 ? "lost" : undefined);
    const { exit, stderr } = await submit();
    expect(exit).toBe(3);
    expect(stderr).toContain("TENDER_URL says where it is");
    expect(stderr).toContain("100 codes of 201 were answered. Run the same command again");
    expect(stderr).not.toContain("--idempotency-key");
    expect(api.requests).toBe(1 + 9);
    await resumed();
  });

  test("after a day it says that a refused code may be tried once more", async () => {
    writeFileSync(file, cardsCsv(codes));
    api.beforeTaken = (nth) => (nth > 1 ? "lost" : undefined);
    const clock = new QuickClock();
    await submit([], { clock });
    clock.nowMs += 25 * 3_600_000;
    api.beforeTaken = () => undefined;
    expect((await submit([], { clock })).stderr).toContain("more than a day old");
  });
});

describe("what it does not do", () => {
  test.each<[string, () => unknown, string[], string]>([
    ["another plan", () => undefined, ["--plan", "pln_2"], "with the plan pln_1: leave --plan out"],
    ["a changed file", () => writeFileSync(file, cardsCsv(manyCodes(3))), [], "has changed since"],
    [
      "another merchant's key",
      () => Object.assign(api, { merchantId: "other" }),
      [],
      "with a key of the merchant acme",
    ],
  ])("goes on with %s", async (_what, change, more, said) => {
    writeFileSync(file, cardsCsv(manyCodes(2)));
    await submit();
    change();
    const { exit, stderr } = await submit(more);
    expect([exit, stderr]).toEqual([1, expect.stringContaining(said)]);
    expect(api.codes).toHaveLength(2);
  });

  test("goes on at another API", async () => {
    writeFileSync(file, cardsCsv(manyCodes(2)));
    await submit();
    const { exit, stderr } = await submit([], { env: { TENDER_URL: "http://127.0.0.1:4000" } });
    expect([exit, stderr]).toEqual([1, expect.stringContaining("set TENDER_URL to it")]);
  });

  test("sends anything when a line is wrong, and names lines, never codes", async () => {
    const codes = ["TEST-OK-1", "test ok 1", "", "X".repeat(300), "TEST-OK-5"];
    const rows = codes.map((code, index) => `${index === 4 ? "r 5" : `r${index % 4}`},${code}`);
    writeFileSync(file, ["reference,code", ...rows].join("\n"));
    const { exit, stderr } = await submit();
    expect(exit).toBe(1);
    expect(stderr).toContain("nothing was sent.\n  line 3: the same code as in line 2\n  line 4: there is no code");
    expect(stderr).toContain("  line 5: that is no code: it is too long\n  line 6: a reference has");
    expect(stderr).not.toMatch(/TEST|XXX/);
    expect([api.requests, existsSync(`${file}.journal`)]).toEqual([0, false]);
  });

  test("writes over a file that is none of its own", async () => {
    writeFileSync(file, cardsCsv(manyCodes(1)));
    writeFileSync(join(temp.folder, "cards.result.csv"), "mine");
    const { exit, stderr } = await submit();
    expect([exit, stderr, api.requests]).toEqual([1, expect.stringContaining("is there already"), 0]);
    expect((await submit(["--out", join(temp.folder, "other.csv")])).exit).toBe(0);
    for (const mine of [file, join(temp.folder, "cards.result.csv")]) {
      const before = readFileSync(mine, "utf8");
      expect((await submit(["--out", mine])).stderr).toContain("is there already");
      expect(readFileSync(mine, "utf8")).toBe(before);
    }
  });

  test("writes its result over its own journal", async () => {
    writeFileSync(file, cardsCsv(manyCodes(1)));
    const { exit, stderr } = await submit(["--out", `${file}.journal`]);
    expect([exit, stderr, api.requests]).toEqual([1, expect.stringContaining("will be the journal"), 0]);
  });

  test("keeps a journal of a batch that was refused before there was one", async () => {
    writeFileSync(file, cardsCsv(manyCodes(1)));
    api.beforeTaken = () => problem(422, "plan-not-found");
    const { exit, stderr } = await submit();
    expect([exit, stderr]).toEqual([2, "It is plan-not-found.\n(422, plan-not-found)\n"]);
    expect(existsSync(`${file}.journal`)).toBe(false);
  });

  test("loses the journal when an earlier answer was lost: that request may have taken effect", async () => {
    writeFileSync(file, cardsCsv(manyCodes(1)));
    api.afterTaken = (nth) => (nth === 1 ? "lost" : problem(401, "unauthenticated"));
    expect((await submit()).exit).toBe(2);
    expect(existsSync(`${file}.journal`)).toBe(true);
  });

  test("begins where it cannot keep a journal", async () => {
    writeFileSync(file, cardsCsv(manyCodes(1)));
    chmodSync(temp.folder, 0o500);
    const isRoot = process.getuid?.() === 0;
    const { exit } = await submit();
    chmodSync(temp.folder, 0o700);
    if (!isRoot) expect([exit, api.requests]).toEqual([1, 0]);
    expect(existsSync(`${file}.journal`)).toBe(isRoot);
  });
});
