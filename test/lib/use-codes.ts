import { changeCampaign, createCampaign, getCampaign, listCampaigns } from "../../core/codes/services/campaigns.ts";
import { createCodes, findCodeJob } from "../../core/codes/services/code-jobs.ts";
import { makeCodes, sweepCodeJobs } from "../../core/codes/services/code-making.ts";
import { getUse, listUses, reverse } from "../../core/codes/services/code-uses.ts";
import { changeCode, exportCodes, listCodes, lookUp } from "../../core/codes/services/codes.ts";
import { previewUse } from "../../core/codes/services/preview-use.ts";
import { useCode } from "../../core/codes/services/use-code.ts";
import type { Caller } from "../../core/foundation/services/deps.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import { changeOffer, createOffer } from "../../core/orders/services/offers.ts";
import { getSubscription, listSubscriptions } from "../../core/orders/services/subscriptions.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { rotatingVault } from "../support/rotating-vault.ts";
import type { World } from "../support/world.ts";

const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const PAGE = { limit: 10 };

type Body = Record<string, string>;

/** Everything that there is to do with redemption codes, each service as the function that it is deployed in. */
export async function useCodes(
  world: World,
  as: Record<"codes-api" | "orders-api" | "code-maker" | "sweeper", AllDeps>,
) {
  const deps = as["codes-api"];
  const orders = as["orders-api"];
  const request = (route: string, body: unknown = {}) => world.request(route, body);
  const offer = { name: "Pro", price: { amount: 1000, currency: "USD" }, period: { unit: "month", count: 1 } } as const;
  const limited = { ...offer, onRepeat: "new", perUserLimit: 2, stock: 1 } as const;
  const made = await createOffer(orders, request("POST /v1/offers"), "acme", limited);
  const { offerId = "" } = made.body as Body;
  await changeOffer(orders, request("PATCH /v1/offers/{id}"), TENANT, offerId, { stock: 60 });

  const campaign = { name: "Spring", offerId, usesPerCode: 60 };
  const created = await createCampaign(deps, request("POST /v1/campaigns"), "acme", campaign);
  const { campaignId = "" } = created.body as Body;
  await changeCampaign(deps, request("PATCH /v1/campaigns/{id}"), TENANT, campaignId, { status: "ACTIVE" });
  await getCampaign(deps, TENANT, campaignId);
  for (const caller of [OPERATOR, TENANT]) await listCampaigns(deps, caller, PAGE);

  const job = await createCodes(deps, request("POST codes"), TENANT, campaignId, { count: 2 });
  const { jobId = "" } = job.body as Body;
  world.nowMs += 10 * 60_000;
  await sweepCodeJobs(as.sweeper);
  await makeCodes(as["code-maker"], { tenantId: "acme", jobId }, () => 60_000);
  await findCodeJob(deps, TENANT, jobId);
  // What is there already is put by itself, and its row says whose it is.
  for (let n = 0; n < 2; n++) {
    const own = await createCodes(deps, request("POST codes"), TENANT, campaignId, { codes: ["OWN-CODE"] });
    const ownJob = (own.body as Body).jobId as string;
    await makeCodes(as["code-maker"], { tenantId: "acme", jobId: ownJob }, () => 60_000);
  }
  // While one pepper takes the place of another, a merchant's own code is not known by the other either.
  const vault = rotatingVault(2);
  const rotated = await createCodes({ ...deps, vault }, request("POST codes"), TENANT, campaignId, {
    codes: ["TWO-PEPPERS"],
  });
  const rotatedRef = { tenantId: "acme", jobId: (rotated.body as Body).jobId as string };
  await makeCodes({ ...as["code-maker"], vault }, rotatedRef, () => 60_000);
  const csv = await exportCodes(deps, TENANT, campaignId, { from: 0, count: 2 });
  const [code = ""] = csv.split("\r\n")[1]?.split(",") ?? [];
  const { items } = await listCodes(deps, TENANT, campaignId, PAGE);
  await lookUp(deps, TENANT, { code });
  const codeId = items[0]?.codeId as string;
  await changeCode(deps, request("PATCH /v1/codes/{id}"), TENANT, codeId, { status: "ACTIVE" });

  await previewUse(deps, "acme", { code, userId: "zoe" });
  const body: Body[] = [];
  // Enough of them to find a slot empty, and one that is refused.
  for (let n = 0; n < 61; n++) {
    const input = { code, userId: `user-${n}` };
    body.push((await useCode(deps, request("POST /v1/code-redemptions"), "acme", input)).body as Body);
  }
  for (let n = 0; n < 2; n++) await previewUse(deps, "acme", { code: "WRONG", userId: "user-60" });
  const { codeRedemptionId = "", subscriptionId = "" } = body[0] as Body;
  await getUse(deps, TENANT, codeRedemptionId);
  for (const by of [{}, { userId: "user-0" }, { campaignId }]) await listUses(deps, TENANT, { ...PAGE, ...by });
  for (const by of [{}, { userId: "user-0" }]) await listUses(deps, OPERATOR, { ...PAGE, ...by });
  await getSubscription(orders, TENANT, subscriptionId);
  await listSubscriptions(orders, TENANT, { ...PAGE, userId: "user-0" });
  for (const { codeRedemptionId: id } of body.slice(0, 60)) {
    await reverse(deps, request("POST reverse"), OPERATOR, id as string, { reason: "taken back in a test" });
  }
  // What is not there is no final answer, so the key is read first.
  const gone = offerId.replace(/.{26}$/, "0".repeat(26));
  const ask = request("POST /v1/campaigns");
  await underKey(deps, ask, () => createCampaign(deps, ask, "acme", { ...campaign, offerId: gone })).catch(() => {});
}
