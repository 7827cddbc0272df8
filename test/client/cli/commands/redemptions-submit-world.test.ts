import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { getBatch } from "../../../../core/redemptions/services/batch-reading.ts";
import { MERCHANT, submitItems } from "../../../core/redemptions/services/submitting.ts";
import { World } from "../../../support/world.ts";
import { cardsCsv, manyCodes } from "../card-api.ts";
import { cli, QuickClock, tempFolder } from "../cli-run.ts";

let world: World;
let temp: ReturnType<typeof tempFolder>;
beforeEach(async () => {
  temp = tempFolder();
  world = await World.create({ behaviour: (code) => (code.includes("REJECT") ? "declined" : "ok") });
});
afterEach(async () => {
  temp.remove();
  await world.drop();
});

/** The routes that the command asks, answered by the real services. */
async function answer(url: string, { method = "GET", headers, body }: RequestInit): Promise<object> {
  const { pathname, searchParams } = new URL(url);
  if (pathname === "/v1/merchant") return { merchantId: "acme" };
  if (method === "POST") {
    const key = (headers as Record<string, string>)["idempotency-key"];
    return (await submitItems(world, JSON.parse(String(body)), key)).body as object;
  }
  const cursor = searchParams.get("cursor") ?? undefined;
  return getBatch(world.deps, MERCHANT, pathname.split("/").at(-1) ?? "", { limit: 100, cursor });
}

test("a refused card is not tried again by the run that goes on: its request has the key that it had", async () => {
  const planId = await world.plan();
  await world.account();
  const file = join(temp.folder, "cards.csv");
  writeFileSync(file, cardsCsv([...manyCodes(2, "OK"), ...manyCodes(99, "REJECT")]));
  const args = ["redemptions", "submit", file, "--plan", planId];
  const clock = new QuickClock();

  // Taken, and nobody is told; by the time that somebody asks again the refused ones are refused.
  let isLost = true;
  const fetch = async (url: string, init: RequestInit) => {
    const json = await answer(url, init);
    if (init.method === "POST" && isLost) throw new TypeError("fetch failed");
    return Response.json(json);
  };
  expect((await cli(args, { fetch, clock })).exit).toBe(3);
  await world.settle();
  isLost = false;
  clock.onSleep = () => world.settle();
  const { exit, stdout } = await cli(args, { fetch, clock });

  expect([exit, stdout]).toEqual([2, "status     cards\nSUCCEEDED      2\nFAILED        99\n"]);
  const rows = await world.rows("RDM#acme#");
  expect(rows).toHaveLength(101);
  expect(new Set(rows.map(({ attempt }) => attempt))).toEqual(new Set([1]));
  expect(world.exchange.calls).toHaveLength(101);
  expect(readFileSync(join(temp.folder, "cards.result.csv"), "utf8")).toContain(",SUCCEEDED,0000,1000,USD,,,\r\n");
});
