import { REFUSALS_MAX } from "../../core/codes/domain/tries.ts";
import type { Cast } from "../cast.ts";
import type { HttpAnswer } from "../people.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED } from "./world-plan.ts";

const PRICE = { amount: 1000, currency: "USD" };
/** What was changed counts a second later; a function's clock may differ by half a minute, and its copy is a second old by its own. */
const CHANGED_COUNTS_AFTER_MS = 1_100;
const OWN_CODES = ["OWN-CODE-1", "OWN-CODE-2"];

export const codes: Scenario = {
  name: "codes",
  why: "users race for a code's last uses and an offer's last stock, while uses are taken back and both change",
  async story(cast) {
    const { world, merchant, operator, choices } = cast;
    const offerId = await offer(cast);
    const { json } = await merchant.insist("POST /v1/campaigns", {
      body: { name: "Campaign", offerId, usesPerCode: choices.pick([2, 1, 3]) },
    });
    const path = { id: String(json.campaignId) };
    world.simulation.faults.begin();
    const jobs = await Promise.all([
      merchant.insist("POST /v1/campaigns/{id}/codes", { path, body: { count: 1 + choices.below(3) } }),
      merchant.insist("POST /v1/campaigns/{id}/codes", { path, body: { codes: OWN_CODES } }),
    ]);
    cast.codes.push(...OWN_CODES);
    const generated = await codesOf(cast, path, jobs);
    const codes = [...OWN_CODES, ...generated];
    const uses: string[] = [];
    const user = async (index: number) => {
      const userId = `user-${index}`;
      const anyCode = () => (choices.chance(0.1) ? "WRONG" : (codes[choices.below(codes.length)] ?? ""));
      const type = async (code: string) => {
        const request = { key: merchant.newKey(), body: { code, userId } };
        const twins = choices.chance(0.2) ? 2 : 1;
        const answers = await Promise.all(
          Array.from({ length: twins }, () => merchant.insist("POST /v1/code-redemptions", request)),
        );
        for (const answer of answers.slice(0, 1)) await look(cast, answer, uses);
      };
      for (let count = 1 + choices.below(3); count > 0; count--) {
        await world.sleep(choices.pick([0, 40, 2_000]), userId);
        // Two codes of one user at once: one subscription, one quota.
        await Promise.all(Array.from({ length: choices.chance(0.3) ? 2 : 1 }, () => type(anyCode())));
      }
    };
    const users = Array.from({ length: 2 + choices.below(3) }, (_, index) => user(index));
    await Promise.all([...users, takingBack(cast, uses), changing(cast, offerId), guessing(cast)]);
    await disabling(cast, path, codes);
    // What was taken back is for others; what is left is for whoever comes last.
    await merchant.insist("POST /v1/code-redemptions", { body: { code: codes[0], userId: "late-user" } });
    if (uses[0] !== undefined && choices.chance(0.5)) {
      const word = { path: { id: uses[0] }, body: { reason: "asked for on the phone" } };
      await operator.insist("POST /v1/code-redemptions/{id}/reverse", word);
    }
  },
};

/** An offer of which few are left, or as many as one likes; one that is extended, or one more each time. */
export async function offer({ merchant, choices }: Cast, price = PRICE): Promise<string> {
  const period = choices.pick([
    { unit: "month", count: 1 },
    { unit: "day", count: 30 },
    { unit: "year", count: 1 },
  ]);
  const isOneMore = choices.chance(0.5);
  const body = {
    name: "Offer",
    price,
    period,
    ...(isOneMore ? { onRepeat: "new", perUserLimit: 1 + choices.below(2) } : {}),
    // One slot, or two.
    ...(choices.chance(0.6) ? { stock: choices.pick([51, 3]) } : {}),
  };
  const { json } = await merchant.insist("POST /v1/offers", { body });
  // And few of it: the last ones are what people race for.
  if (json.stock?.limit === 51) {
    const few = { path: { id: String(json.offerId) }, body: { stock: 2 + choices.below(3) } };
    await merchant.insist("PATCH /v1/offers/{id}", few);
  }
  return String(json.offerId);
}

/** When the jobs are done, as their merchant asks for them. */
async function codesOf(cast: Cast, path: { id: string }, jobs: readonly HttpAnswer[]): Promise<string[]> {
  const { world, merchant } = cast;
  for (const { json } of jobs) {
    for (let tries = 0; tries < 60; tries++) {
      const job = await merchant.ask("GET /v1/jobs/{id}", { path: { id: String(json.jobId) } });
      if (job?.json.status === "DONE") break;
      await world.sleep(30_000, "merchant");
    }
  }
  const csv = await merchant.ask("POST /v1/campaigns/{id}/exports", { path, body: { from: 0, count: 10 } });
  const lines = csv?.status === 200 ? csv.text.trim().split("\r\n").slice(1) : [];
  const codes = lines.map((line) => line.split(",")[0] ?? "");
  cast.codes.push(...codes);
  return codes;
}

/** Whoever has the answer sees what it says. */
async function look(cast: Cast, { status, json }: HttpAnswer, uses: string[]): Promise<void> {
  if (status !== 201) return;
  const { codeRedemptionId, subscriptionId, orderId } = json;
  uses.push(String(codeRedemptionId));
  const seen = await cast.merchant.ask("GET /v1/subscriptions/{id}", { path: { id: String(subscriptionId) } });
  const use = await cast.merchant.ask("GET /v1/code-redemptions/{id}", { path: { id: String(codeRedemptionId) } });
  if (seen?.status !== 200 || use?.json.status !== "SUCCEEDED") return;
  const isGranted = seen.json.grants.some((grant: { orderId: string }) => grant.orderId === orderId);
  cast.must(isGranted, String(subscriptionId), "was granted, and whoever was told so does not see it");
}

async function takingBack({ world, merchant, choices }: Cast, uses: readonly string[]): Promise<void> {
  for (let count = choices.below(3); count > 0; count--) {
    await world.sleep(choices.pick([500, 40, 3_000]), "support");
    const id = uses[choices.below(Math.max(uses.length, 1))];
    if (id === undefined) continue;
    const word = { path: { id }, body: { reason: "wrong user" } };
    const asks = choices.chance(0.3) ? 2 : 1;
    await Promise.all(
      Array.from({ length: asks }, () => merchant.insist("POST /v1/code-redemptions/{id}/reverse", word)),
    );
  }
}

async function changing({ world, merchant, choices }: Cast, offerId: string): Promise<void> {
  if (!choices.chance(0.5)) return;
  await world.sleep(choices.pick([100, 1_000]), "manager");
  const offerPath = { id: offerId };
  const managers = Array.from({ length: 1 + choices.below(2) }, () =>
    merchant.insist("PATCH /v1/offers/{id}", { path: offerPath, body: { stock: choices.pick([3, 2, 6]) } }),
  );
  await Promise.all(managers);
}

/** Somebody who tries codes out is told ten times within the hour that they are not valid, and no more. */
async function guessing({ world, merchant, must, choices }: Cast): Promise<void> {
  if (!choices.chance(0.15)) return;
  const startedAt = world.simulation.nowMs;
  const told: number[] = [];
  const guess = async (index: number) => {
    const body = { code: `GUESS-${index}`, userId: "guesser" };
    const { status } = await merchant.insist("POST /v1/code-redemptions", { body });
    if (status === 422) told.push(world.simulation.nowMs);
  };
  for (let round = 0; round < 4; round++)
    await Promise.all(Array.from({ length: 4 }, (_, index) => guess(4 * round + index)));
  // The hour began with the first refusal, by a clock that may be half a minute off.
  const within = told.filter((at) => at < startedAt + DEPLOYED.refusalWindowMs - 60_000);
  must(within.length <= REFUSALS_MAX, "guesser", `was told ${within.length} times within the hour`);
}

/** A second after it was said, a disabled campaign's or code's uses are refused. */
async function disabling(
  { world, merchant, must, choices }: Cast,
  path: { id: string },
  codes: readonly string[],
): Promise<void> {
  if (!choices.chance(0.3)) return;
  const changed = await merchant.insist("PATCH /v1/campaigns/{id}", { path, body: { status: "DISABLED" } });
  await world.sleep(CHANGED_COUNTS_AFTER_MS, "manager");
  const body = { code: codes[0], userId: "too-late" };
  const late = await merchant.insist("POST /v1/code-redemptions", { body });
  must(changed.status !== 200 || late.status !== 201, path.id, "was disabled, and one of its codes was used");
}
