import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";

export const redemptions: Scenario = {
  name: "redemptions",
  why: "the same cards by many clerks, under the same keys and others, over vendors of every kind",
  async story(cast) {
    const { world, merchant, choices } = cast;
    const planId = await cast.plan(choices.pick([1_000_000, 1_500]));
    const accounts: string[] = [];
    for (let count = choices.below(3); count >= 0; count--) accounts.push(await cast.account());
    const plans = [planId, ...(choices.chance(0.2) ? [await cast.plan()] : [])];
    const isShared = choices.chance(0.2);
    const otherPlanId = isShared ? await cast.plan(1_000_000, cast.other) : "";
    if (isShared) await cast.account(cast.other);
    world.simulation.faults.begin();

    const codes = Array.from({ length: 1 + choices.below(3) }, () => cast.card());
    const keys = ["key-1", "key-2", "key-3"] as const;
    const clerk = async (name: string) => {
      await world.sleep(choices.below(3) * 40, name);
      const code = codes[choices.below(codes.length)] ?? "";
      const batchId = choices.pick(["batch-1", "batch-2"]);
      // A key that stands for several cards at once: whoever comes second is refused.
      const key = `${choices.pick(keys)}-${choices.chance(0.2) ? "shared" : codes.indexOf(code)}`;
      const { json } = await merchant.insist("POST /v1/redemptions", {
        key,
        body: { code, planId: plans[choices.below(plans.length)], batchId },
      });
      if (json.redemptionId) await look(cast, String(json.redemptionId));
    };
    const stories = Array.from({ length: 2 + choices.below(3) }, (_, index) => clerk(`clerk ${index + 1}`));
    if (choices.chance(0.3)) stories.push(meddle(cast, accounts[0] ?? ""));
    if (isShared) stories.push(strange(cast, codes[0] ?? "", otherPlanId));
    await Promise.all(stories);
  },
};

/** What was seen once must lead to what is seen later; and another merchant sees nothing of it. */
async function look(cast: Cast, redemptionId: string): Promise<void> {
  const { world, merchant, other, choices } = cast;
  const path = { id: redemptionId };
  for (let times = choices.below(3); times > 0; times--) {
    await world.sleep(choices.pick([100, 5_000, 1_400_000]), "clerk");
    await merchant.ask("GET /v1/redemptions/{id}", { path });
  }
  if (!choices.chance(0.2)) return;
  const seen = await other.ask("GET /v1/redemptions/{id}", { path });
  cast.must(!seen || seen.status === 404 || seen.status >= 500, redemptionId, "was shown to another tenant");
  const body = { resolution: "FAILED", reason: "not mine" };
  const resolved = await other.ask("POST /v1/redemptions/{id}/resolve", { key: other.newKey(), path, body });
  cast.must(
    !resolved || resolved.status === 403 || resolved.status >= 500,
    redemptionId,
    "was resolved by another tenant",
  );
}

/** The merchant takes an account out of use and back; an operator thinks that its lease has been forgotten. */
async function meddle({ world, merchant, operator, must, rows, choices }: Cast, accountId: string): Promise<void> {
  const path = { id: accountId };
  await world.sleep(choices.pick([60, 200, 30_000]), "merchant");
  const { status } = await merchant.insist("PATCH /v1/accounts/{id}", { path, body: { loginStatus: "INACTIVE" } });
  const [account] = rows(`ACC#acme#${accountId} HEAD`);
  must(status !== 200 || account?.loginStatus === "INACTIVE", accountId, "was said to be out of use, and is not");
  const released = await operator.insist("POST /v1/accounts/{id}/release", {
    path,
    body: { reason: "its lease was forgotten" },
  });
  must(released.status === 409, accountId, `was released (${released.status}), and its redemption ends it itself`);
  await world.sleep(choices.pick([100, 60_000]), "merchant");
  await merchant.insist("PATCH /v1/accounts/{id}", { path, body: { loginStatus: "ACTIVE" } });
}

/** Another merchant has the same card, and knows the same words. Where calls have no keys, the exchange itself cannot tell them apart. */
async function strange({ world, other, choices }: Cast, code: string, planId: string): Promise<void> {
  if (world.outside.exchange.kindOf(code) === "no-keys-twice") return;
  await world.sleep(choices.below(3) * 40, "other merchant");
  await other.insist("POST /v1/redemptions", { key: "key-1-0", body: { code, planId, batchId: "batch-1" } });
}
