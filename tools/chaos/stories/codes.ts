import { atMost } from "../../../core/foundation/services/at-most.ts";
import type { Answer } from "../../harness/client.ts";
import type { Story } from "../plan.ts";
import type { World } from "../world.ts";
import { mustAgree } from "./cards.ts";

type CodeStory = Extract<Story, { kind: "code" }>;

const USE = "POST /v1/code-redemptions";

/** More users than a code has uses, at once: as many have it as it says; one use is taken back, and somebody else has it. */
export async function useCode(world: World, { uses, users, isRepeated }: CodeStory): Promise<void> {
  const name = world.newKey("code");
  const code = await makeCode(world, name, uses);
  if (code === undefined) return;
  const asked = Array.from({ length: users }, (_, index) => ({
    key: world.newKey("use"),
    body: { code, userId: `${name}-user-${index}` },
  }));
  const answers = await atMost(users, asked, (call) => world.expect([201, 422], USE, call, ["overloaded"]));
  const used = answers.filter(({ status }) => status === 201);
  const wanted = Math.min(uses, users);
  if (used.length !== wanted) world.found(name, `has ${uses} uses for ${users} users, and ${used.length} had it`);
  const [first] = asked;
  if (isRepeated && first) mustAgree(world, first.key, answers[0] as Answer, await world.ask(USE, first));
  if (used[0]) await takeBack(world, name, code, String(used[0].json.codeRedemptionId));
}

/** `undefined`: it was never made, which is a finding already. */
async function makeCode(world: World, name: string, usesPerCode: number): Promise<string | undefined> {
  const period = { unit: "month", count: 1 };
  const offer = { name, price: { amount: 500, currency: "USD" }, period, stock: usesPerCode };
  const { json } = await world.expect([201], "POST /v1/offers", { key: `${name}-offer`, body: offer });
  const body = { name, offerId: json.offerId, usesPerCode };
  const campaign = await world.expect([201], "POST /v1/campaigns", { key: `${name}-campaign`, body });
  const code = `CHAOS-${name.toUpperCase()}`;
  const job = await world.expect([202], "POST /v1/campaigns/{id}/codes", {
    path: { id: String(campaign.json.campaignId) },
    key: `${name}-job`,
    body: { codes: [code] },
  });
  const isMade = await world.until(name, "its code is made", async () => {
    const seen = await world.ask("GET /v1/jobs/{id}", { path: { id: String(job.json.jobId) } });
    return seen.json.status === "DONE";
  });
  return isMade ? code : undefined;
}

async function takeBack(world: World, name: string, code: string, id: string): Promise<void> {
  const word = { path: { id }, key: world.newKey("reverse"), body: { reason: "typed by the wrong person" } };
  await world.expect([200], "POST /v1/code-redemptions/{id}/reverse", word);
  const next = { key: world.newKey("use"), body: { code, userId: `${name}-next` } };
  await world.expect([201], USE, next, ["overloaded"]);
}
