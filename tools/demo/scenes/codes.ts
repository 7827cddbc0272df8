import type { Answer } from "../../harness/client.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";

const CODES = 1000;
const USERS = 200;
const USES = 37;
const SHARED_CODE = "DEMO-LAUNCH-37";
const USE = "POST /v1/code-redemptions";

export interface Ordered {
  offerId: string;
  campaignId: string;
  jobId: string;
}

/** Made while the next scene kills everything. */
export async function orderCodes(stage: Stage): Promise<Ordered> {
  const { merchant, screen } = stage;
  screen.scene(
    "A campaign",
    `An offer, and ${CODES} codes for it, which are made in the background while the next scene kills it.`,
  );
  const offer = await merchant.expect(201, "POST /v1/offers", {
    key: stage.newKey("offer"),
    body: { name: "A month", price: { amount: 999, currency: "USD" }, period: { unit: "month", count: 1 }, stock: 500 },
  });
  const offerId = String(offer.json.offerId);
  const campaignId = await campaign(stage, offerId, { codePrefix: "DEMO" });
  const job = await merchant.expect(202, "POST /v1/campaigns/{id}/codes", {
    path: { id: campaignId },
    key: stage.newKey("codes"),
    body: { count: CODES },
  });
  screen.note(`accepted: GET /v1/jobs/${job.json.jobId} tells how far it is`);
  return { offerId, campaignId, jobId: String(job.json.jobId) };
}

async function campaign(stage: Stage, offerId: string, more: object): Promise<string> {
  const body = { name: "Demo campaign", offerId, ...more };
  const { json } = await stage.merchant.expect(201, "POST /v1/campaigns", { key: stage.newKey("campaign"), body });
  return String(json.campaignId);
}

/** Returns the user whose use was taken back. */
export async function useCodes(stage: Stage, { offerId, campaignId, jobId }: Ordered): Promise<string> {
  const { merchant, screen } = stage;
  screen.scene(
    `${USERS} users, one code for ${USES} of them`,
    "The campaign's codes are there after the kill, each once; then everybody types the same code at the same moment.",
  );
  await done(stage, jobId);
  const csv = await merchant.call("POST /v1/campaigns/{id}/exports", {
    path: { id: campaignId },
    body: { from: 0, count: 2 * CODES },
  });
  const codes = new Set(csv.text.trim().split("\r\n").slice(1));
  const { codesIssued } = await merchant.get<{ codesIssued: number }>("GET /v1/campaigns/{id}", {
    path: { id: campaignId },
  });
  stage.check(
    codes.size === CODES && codesIssued === CODES,
    `${codesIssued} codes issued, ${codes.size} in the export`,
  );

  const shared = await campaign(stage, offerId, { usesPerCode: USES });
  const own = await merchant.expect(202, "POST /v1/campaigns/{id}/codes", {
    path: { id: shared },
    key: stage.newKey("codes"),
    body: { codes: [SHARED_CODE] },
  });
  await done(stage, String(own.json.jobId));
  const asked = Array.from({ length: USERS }, (_, n) => ({
    key: stage.newKey("use"),
    body: { code: SHARED_CODE, userId: `user-${n}` },
  }));
  const answers = await Promise.all(asked.map((call) => merchant.send(USE, call)));
  const used = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ json }) => json.code === "code-invalid");
  stage.check(
    used.length === USES && refused.length === USERS - USES,
    `${used.length} have it, ${refused.length} are told that it is not valid`,
    answers.map(({ status }) => status).join(" "),
  );
  const again = await Promise.all(asked.map((call) => merchant.send(USE, call)));
  const same = again.filter(({ text, replayed }, index) => replayed && text === answers[index]?.text);
  stage.check(same.length === USERS, `all ${USERS} again under their keys: the first answers, byte for byte`);
  const [first] = used as [Answer];
  await takeBack(stage, first);
  return `user-${answers.indexOf(first)}`;
}

async function takeBack(stage: Stage, { json }: Answer): Promise<void> {
  const { merchant } = stage;
  const reversed = await merchant.expect(200, "POST /v1/code-redemptions/{id}/reverse", {
    path: { id: String(json.codeRedemptionId) },
    key: stage.newKey("reverse"),
    body: { reason: "typed by the wrong person" },
  });
  const next = { key: stage.newKey("use"), body: { code: SHARED_CODE, userId: "the-next-one" } };
  const { status } = await merchant.send(USE, next);
  const path = { id: String(json.subscriptionId) };
  const subscription = await merchant.get<{ status: string }>("GET /v1/subscriptions/{id}", { path });
  stage.check(
    reversed.json.status === "REVERSED" && subscription.status === "REVOKED" && status === 201,
    "one use is taken back: its subscription is revoked, and the next user has the code",
  );
}

async function done(stage: Stage, jobId: string): Promise<void> {
  const isDone = async () => {
    const job = await stage.merchant.get<{ status: string; done: number; total: number }>("GET /v1/jobs/{id}", {
      path: { id: jobId },
    });
    stage.screen.progress(`${job.done} of ${job.total} codes made`);
    return job.status === "DONE" || undefined;
  };
  await until("codes to be made", isDone, { timeoutMs: PATIENCE_MS });
}
