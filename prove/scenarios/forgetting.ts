import { type Cast, PAYMENT_AMOUNT } from "../cast.ts";
import { template } from "./notifications.ts";
import type { Scenario } from "./scenario.ts";
import { LATE } from "./world-plan.ts";

const PRICE = { amount: PAYMENT_AMOUNT, currency: "USD" };
const USER = "alice";
const CODE = "FOR-ALICE-1";
/** Before any fault: one message, one job. */
const MADE_AFTER_MS = 10_000;
const MAILBOXES = ["bounce", "ok"] as const;
const METHODS = ["good", "declined", "page"] as const;
const SOON_MS = [0, 40, 500, 2_000, 12_000, 300_000] as const;
/** After that an index shows what there is, whatever the clocks say. */
const ALL_IS_LISTED_MS = 120_000;

export const forgetting: Scenario = {
  name: "forgetting",
  why: "a user is forgotten again and again, while orders are paid, end and are given back, what she held is granted anew, a code is used, and mails that failed go to her once more",
  plan: (choices) => (choices.chance(0.5) ? { faults: LATE } : {}),
  async story(cast) {
    const { world, merchant, choices } = cast;
    const period = { unit: "day", count: 1 };
    const body = { name: "A day", price: PRICE, period, onRepeat: choices.pick(["extend", "new"]) };
    const { json } = await merchant.insist("POST /v1/offers", { body });
    const templateId = await template(cast, "It is on its way.");
    await code(cast, String(json.offerId));
    world.simulation.faults.begin();
    const buyers = [0, 1].map((index) => buyer(cast, String(json.offerId), index));
    const mails = [0, 1].map((index) => mailer(cast, templateId, index));
    const user = usesCode(cast);
    const operators = Array.from({ length: 1 + choices.below(3) }, () => forgetsSoon(cast));
    await Promise.all([...buyers, ...mails, user, ...operators]);
    await world.quiet();
    await world.sleep(ALL_IS_LISTED_MS, "operator");
    // What runs names her still, and nothing else does; but she may be back in that very moment.
    const isBack = choices.chance(0.5);
    const [{ kept }] = await Promise.all([forget(cast), ...(isBack ? [buyer(cast, String(json.offerId), 2)] : [])]);
    const others = kept.filter(({ why }) => why !== "active");
    cast.must(isBack || others.length === 0, USER, `is named by ${others.map(({ id }) => id).join(", ")} at the end`);
  },
};

async function code({ world, merchant, codes }: Cast, offerId: string): Promise<void> {
  const { json } = await merchant.insist("POST /v1/campaigns", { body: { name: "Gifts", offerId } });
  const path = { id: String(json.campaignId) };
  await merchant.insist("POST /v1/campaigns/{id}/codes", { path, body: { codes: [CODE] } });
  codes.push(CODE);
  await world.sleep(MADE_AFTER_MS, "merchant");
}

async function usesCode({ world, merchant, choices }: Cast): Promise<void> {
  if (choices.chance(0.5)) return;
  await world.sleep(choices.pick(SOON_MS), "user");
  const { status, json } = await merchant.insist("POST /v1/code-redemptions", { body: { code: CODE, userId: USER } });
  if (status !== 201 || choices.chance(0.5)) return;
  const path = { id: String(json.codeRedemptionId) };
  await merchant.insist("POST /v1/code-redemptions/{id}/reverse", { path, body: { reason: "returned" } });
}

async function buyer(cast: Cast, offerId: string, index: number): Promise<void> {
  const { world, merchant, choices } = cast;
  await world.sleep(choices.pick(SOON_MS), `buyer ${index + 1}`);
  const orderNo = `order-${index}`;
  const ordered = await merchant.insist("POST /v1/orders", { body: { orderNo, offerId, userId: USER } });
  if (ordered.status !== 201 || choices.chance(0.2)) return;
  const { orderId } = ordered.json;
  const paymentMethod = METHODS[choices.below(METHODS.length)];
  const body = { orderNo, orderId, amount: PRICE, channel: "sandbox", customerId: USER, paymentMethod };
  const { json } = await merchant.insist("POST /v1/payments", { body });
  if (json.paymentId === undefined || choices.chance(0.4)) return;
  const id = String(json.paymentId);
  await cast.untilPaid(id);
  await merchant.insist("POST /v1/payments/{id}/refunds", { path: { id }, body: { reason: "returned" } });
}

/** A mail, and perhaps the same one again when it has failed. */
async function mailer({ world, merchant, choices }: Cast, templateId: string, index: number): Promise<void> {
  const receiver = `${MAILBOXES[choices.below(MAILBOXES.length)]}@alice.example`;
  for (let times = 0; times < 2; times++) {
    await world.sleep(choices.pick(SOON_MS), `mailer ${index + 1}`);
    await merchant.insist("POST /v1/notifications", {
      body: { key: `mail-${index}`, templateId, receiver, params: { order: "SO-1" } },
    });
  }
}

async function forgetsSoon(cast: Cast): Promise<void> {
  await cast.world.sleep(cast.choices.pick(SOON_MS), "operator");
  await forget(cast);
}

async function forget({ operator }: Cast): Promise<{ kept: { id: string; why: string }[] }> {
  const { json } = await operator.insist("POST /v1/users/{userId}/forget", {
    path: { userId: USER },
    body: {
      merchantId: "acme",
      customerIds: [USER],
      receivers: MAILBOXES.map((name) => `${name}@alice.example`),
      reason: "she has asked for it",
    },
  });
  return { kept: json.kept ?? [] };
}
