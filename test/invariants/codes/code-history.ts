import { changeCampaign } from "../../../core/codes/services/campaigns.ts";
import { createCodes } from "../../../core/codes/services/code-jobs.ts";
import { makeCodes } from "../../../core/codes/services/code-making.ts";
import type { Answer } from "../../../core/foundation/services/deps.ts";
import { sweepOutbox } from "../../../core/foundation/services/outbox.ts";
import { changeOffer } from "../../../core/orders/services/offers.ts";
import { slotFor } from "../../../core/orders/services/takes.ts";
import type { ClientCall, Expectations, Snapshot } from "../../../invariants/snapshot.ts";
import { CodeWorld, enoughMs, merchant } from "../../core/codes/services/code-world.ts";

/** Users by the slot that is theirs of two. */
const NAMES = Array.from({ length: 40 }, (_, n) => `user-${n}`);
const [inFirst, inSecond] = [0, 1].map((slot) => NAMES.filter((name) => slotFor(name, 2, undefined) === slot));

/** The uses of the history, by what the tests call them. */
export type UseName =
  | "first"
  | "second"
  | "longer"
  | "back"
  | "lastBack"
  | "again"
  | "piece"
  | "otherPiece"
  | "pieceBack"
  | "own";

export interface CodeHistory {
  snapshot: Snapshot;
  expectations: Expectations;
  /** What was answered to each. */
  uses: Record<UseName, Record<string, string>>;
}

/** One of everything that may happen to codes, by the real services over the real engine. */
export async function codeHistory(): Promise<CodeHistory> {
  const shop = await CodeWorld.create();
  const { world, deps } = shop;
  const calls: ClientCall[] = [];
  const send = async (route: string, key: string, fingerprint: string, work: () => Promise<Answer>) => {
    const sentAt = world.nowMs++;
    const { httpStatus: status, body, replayed = false } = await work();
    const at = { sentAt, receivedAt: world.nowMs++ };
    calls.push({ owner: "acme", route, key, fingerprint, ...at, status, body: JSON.stringify(body), replayed });
    return body as Record<string, string>;
  };
  const make = async (campaignId: string, key: string, input: { count: number } | { codes: string[] }) => {
    const route = "POST /v1/campaigns/{id}/codes";
    const request = world.request(route, input, key, { id: campaignId });
    const work = () => createCodes(deps, request, merchant, campaignId, input);
    const { jobId = "" } = await send(route, key, campaignId, work);
    await makeCodes(deps, { tenantId: "acme", jobId }, enoughMs);
  };
  const uses = {} as CodeHistory["uses"];
  const use = async (name: UseName | "refused", code = "", userId = "") => {
    const key = `use-${name}-${calls.length}`;
    const work = () => shop.use(code, userId, key);
    const body = await send("POST /v1/code-redemptions", key, `${code} ${userId}`, work);
    if (name !== "refused") uses[name] = body;
    await send("POST /v1/code-redemptions", key, `${code} ${userId}`, work);
  };
  const reverse = (name: UseName) => {
    const id = uses[name].codeRedemptionId ?? "";
    const route = "POST /v1/code-redemptions/{id}/reverse";
    return send(route, `reverse-${name}`, id, () => shop.reverse(id, `reverse-${name}`));
  };

  // Sixty uses and a stock of sixty: two slots of each.
  const monthly = await shop.offer({ stock: 60 });
  const shared = await shop.campaign(monthly, { usesPerCode: 60 });
  await make(shared, "job-shared", { count: 1 });
  const [many] = await shop.codes(shared);
  const single = await shop.campaign(monthly);
  await make(single, "job-single", { count: 4 });
  await make(single, "job-own", { codes: ["OWN-CODE-1", "OWN-CODE-2"] });
  const [a, b, c] = await shop.codes(single);
  const pieces = await shop.campaign(await shop.offer({ onRepeat: "new", perUserLimit: 2 }));
  await make(pieces, "job-pieces", { count: 4 });
  // One of them belongs to the other campaign already.
  await make(pieces, "job-taken", { codes: ["OWN-CODE-1", "OWN-CODE-3"] });
  const [p, q, r, s] = await shop.codes(pieces);

  await use("first", many, inFirst?.[0]);
  await use("second", many, inSecond?.[0]);
  await use("longer", a, inFirst?.[0]);
  await use("back", b, inSecond?.[0]);
  await reverse("back");
  await use("again", b, inFirst?.[1]);
  await use("lastBack", c, inSecond?.[1]);
  await reverse("lastBack");
  await use("own", "own code 2", inSecond?.[2]);
  await use("piece", p, "erin");
  await use("otherPiece", q, "erin");
  await use("refused", r, "erin");
  await use("pieceBack", s, "frank");
  await reverse("pieceBack");
  await use("refused", "WRONG-CODE", "mallory");
  await use("refused", many, inFirst?.[0]);

  const restock = { stock: 101 };
  await send("PATCH /v1/offers/{id}", "restock", monthly, () =>
    changeOffer(deps, world.request("PATCH /v1/offers/{id}", restock, "restock"), merchant, monthly, restock),
  );
  const off = { status: "DISABLED" } as const;
  await send("PATCH /v1/campaigns/{id}", "off", single, () =>
    changeCampaign(deps, world.request("PATCH /v1/campaigns/{id}", off, "off"), merchant, single, off),
  );
  world.nowMs += deps.limits.sweepGraceMs;
  await sweepOutbox(deps);
  const snapshot = await shop.snapshot(calls);
  await world.drop();
  return { snapshot, expectations: { settled: { mayNeedReview: () => false } }, uses };
}
