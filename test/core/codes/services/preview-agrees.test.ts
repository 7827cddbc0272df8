import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { normaliseTyped } from "../../../../core/codes/domain/code-text.ts";
import { previewUse } from "../../../../core/codes/services/preview-use.ts";
import { readFirst } from "../../../../core/codes/services/use-facts.ts";
import { campaignKey, codeKey, codeUseKey } from "../../../../core/codes/store/keys.ts";
import { makeId } from "../../../../core/foundation/domain/ids.ts";
import type { Item, Key } from "../../../../core/foundation/store/table.ts";
import { put } from "../../../../core/foundation/store/write.ts";
import type { Grant } from "../../../../core/orders/domain/grants.ts";
import { type OfferTerms, termsOf } from "../../../../core/orders/domain/offer.ts";
import { DAY_MS } from "../../../../core/orders/domain/period.ts";
import { slotsOf } from "../../../../core/orders/domain/slots.ts";
import { GRANTS_MAX, holdingOf } from "../../../../core/orders/domain/subscription.ts";
import { slotFor, subscriptionIdOf } from "../../../../core/orders/services/takes.ts";
import { offerKey, quotaKey, stockKey, subscriptionKey, userKey } from "../../../../core/orders/store/keys.ts";
import { CodeWorld, outcomeOf } from "./code-world.ts";

let shop: CodeWorld;
beforeAll(async () => {
  shop = await CodeWorld.create();
});
afterAll(() => shop.world.drop());

const FITS = ["fits", "from now on"] as const;
const FITS_NOT = ["unknown", "early", "until now", "disabled", "campaign disabled"] as const;
const HELD = {
  none: { onRepeat: "extend", grants: 0 },
  running: { onRepeat: "extend", grants: 1 },
  ended: { onRepeat: "extend", grants: 1, agoMs: 400 * DAY_MS },
  revoked: { onRepeat: "extend", grants: 0, isRevoked: true },
  "one less than fit": { onRepeat: "extend", grants: GRANTS_MAX - 1 },
  "all that fit": { onRepeat: "extend", grants: GRANTS_MAX },
  "one more without a limit": { onRepeat: "new" },
  "below the limit": { onRepeat: "new", perUserLimit: 2, held: 1 },
  "at the limit": { onRepeat: "new", perUserLimit: 2, held: 2 },
} satisfies Record<string, Holds>;
interface Holds extends Pick<OfferTerms, "onRepeat" | "perUserLimit"> {
  grants?: number;
  agoMs?: number;
  isRevoked?: boolean;
  held?: number;
}

const holdings = Object.keys(HELD) as (keyof typeof HELD)[];

interface Situation {
  code: (typeof FITS)[number] | (typeof FITS_NOT)[number];
  /** Over how many rows its uses are spread. */
  slots: 1 | 3;
  uses: "left" | "elsewhere" | "gone";
  ownUse: "none" | "SUCCEEDED" | "REVERSED";
  offerIsActive: boolean;
  holds: keyof typeof HELD;
  stock: "unlimited" | "left" | "elsewhere" | "gone" | "reserved";
  isKnown: boolean;
}

/** What is wrong with it, in the order in which it is told. */
function expectedOf({ code, slots, uses, ownUse, offerIsActive, holds, stock }: Situation): string {
  if (code !== "unknown" && ownUse !== "none") return "already-used";
  if ((FITS_NOT as readonly string[]).includes(code)) return "code-invalid";
  if (uses === "gone" || (uses === "elsewhere" && slots === 1)) return "code-invalid";
  if (!offerIsActive) return "offer-inactive";
  if (holds === "at the limit" || holds === "all that fit") return "quota-exceeded";
  return stock === "gone" || stock === "reserved" ? "out-of-stock" : "ok";
}

let count = 0;

/** The rows of one merchant's one code and one user, as they are in that situation. */
async function arrange(situation: Situation): Promise<{ code: string; userId: string }> {
  const { deps, world } = shop;
  const { nowMs } = world;
  count += 1;
  const [code, userId] = [`CODE-${count}`, `user-${count}`];
  const tenantId = "acme";
  const userMark = deps.vault.personMark(tenantId, "user", userId);
  const unique = () => deps.random.ulid(nowMs);
  const offerId = makeId("off", tenantId, unique());
  const campaignId = makeId("cam", tenantId, unique());
  const codeId = deps.vault.codeId(tenantId, normaliseTyped(code));
  const { onRepeat, perUserLimit, grants, agoMs = 0, isRevoked = false, held }: Holds = HELD[situation.holds];
  const limit = perUserLimit === undefined ? {} : { perUserLimit };
  const terms = termsOf({ offerId, period: { unit: "month", count: 1 }, onRepeat, ...limit });
  const rows: (Item & Key)[] = [];
  /** All slots of a number, empty but for the one that still has some. */
  const addSlots = (
    slots: number,
    left: "left" | "elsewhere" | "gone",
    keyOf: (slot: number) => Key,
    head: Item = {},
  ) => {
    const own = slotFor(userId, slots, undefined);
    const full = left === "left" ? own : left === "elsewhere" ? (own + 1) % slots : -1;
    const isLeft = (slot: number) => slot === full && !(left === "elsewhere" && slots === 1);
    for (let slot = 0; slot < slots; slot++)
      rows.push({
        ...keyOf(slot),
        ...(slot === 0 ? head : {}),
        limit: 40,
        remaining: isLeft(slot) ? 1 : 0,
        reserved: 0,
      });
  };

  if (situation.code !== "unknown") {
    const { slots } = situation;
    addSlots(slots, situation.uses, (slot) => codeKey(tenantId, codeId, slot), {
      ...{ tenantId, codeId, campaignId, terms, slots, n: 0, last4: "", usesPerCode: slots * 40 },
      ...(situation.code === "early" ? { startsAt: nowMs + 1 } : {}),
      ...(situation.code === "from now on" ? { startsAt: nowMs, endsAt: nowMs + 1 } : {}),
      ...(situation.code === "until now" ? { endsAt: nowMs } : {}),
      isDisabled: situation.code === "disabled",
    });
  }
  const status = situation.code === "campaign disabled" ? "DISABLED" : "ACTIVE";
  rows.push({ ...campaignKey(tenantId, campaignId), campaignId, status });
  if (situation.ownUse !== "none" && situation.code !== "unknown") {
    const { known } = await readFirst(deps, { tenantId, userId, code }, undefined, nowMs);
    rows.push({ ...codeUseKey(tenantId, known.codeRedemptionId), state: situation.ownUse });
  }
  const offer = { tenantId, ...terms, status: situation.offerIsActive ? "ACTIVE" : "INACTIVE" };
  if (situation.stock === "unlimited") rows.push({ ...offerKey(tenantId, offerId), ...offer });
  else {
    const slots = slotsOf(60);
    const left = situation.stock === "reserved" ? "gone" : situation.stock;
    addSlots(slots, left, (slot) => stockKey(tenantId, offerId, slot));
    if (situation.stock === "reserved") Object.assign(rows.at(-1) as Item, { reserved: 1 });
    rows.push({ ...offerKey(tenantId, offerId), ...offer, stockLimit: slots * 40, stockSlots: slots });
  }
  if (grants !== undefined && (grants > 0 || isRevoked)) {
    const subscriptionId = subscriptionIdOf({ tenantId, userMark, orderId: "" }, terms);
    const own = Array.from(
      { length: grants },
      (_, n): Grant => ({ orderId: `o-${n}`, at: nowMs - agoMs, period: terms.period }),
    );
    const holding = holdingOf(own) ?? { grants: [], startsAt: 0, endsAt: 0 };
    rows.push({
      ...subscriptionKey(tenantId, subscriptionId),
      tenantId,
      subscriptionId,
      version: 1,
      isRevoked,
      ...holding,
    });
  }
  if (held !== undefined) rows.push({ ...quotaKey(tenantId, offerId, userMark), held });
  if (situation.isKnown) rows.push({ ...userKey(tenantId, userMark), firstOrderId: "before" });
  await deps.tables.transact(rows.map((row) => put("test.arrange", row, {})));
  return { code, userId };
}

async function assertAgrees(situation: Situation): Promise<void> {
  const { code, userId } = await arrange(situation);
  const preview = await previewUse(shop.deps, "acme", { code, userId });
  const use = shop.use(code, userId);
  const outcome = await outcomeOf(use);
  const expected = expectedOf(situation);
  expect([preview.verdict, outcome === "201" ? "ok" : outcome]).toEqual([expected, expected]);
  if (preview.verdict !== "ok") return;
  const { verdict: _ok, ...told } = preview;
  expect((await use).body).toMatchObject({ ...told, isNew: !situation.isKnown });
}

const situations: fc.Arbitrary<Situation> = fc.record({
  code: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...FITS) },
    { weight: 1, arbitrary: fc.constantFrom(...FITS_NOT) },
  ),
  slots: fc.constantFrom(1, 3),
  uses: fc.constantFrom("left", "elsewhere", "gone"),
  ownUse: fc.oneof(
    { weight: 4, arbitrary: fc.constant("none") },
    { weight: 1, arbitrary: fc.constantFrom("SUCCEEDED", "REVERSED") },
  ),
  offerIsActive: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  // Rows with hundreds of grants take long: those are situations of their own, below.
  holds: fc.constantFrom(...holdings.filter((each) => ((HELD[each] as Holds).grants ?? 0) <= 1)),
  stock: fc.constantFrom("unlimited", "left", "elsewhere", "gone", "reserved"),
  isKnown: fc.boolean(),
}) as fc.Arbitrary<Situation>;

const FINE: Situation = {
  code: "fits",
  slots: 3,
  uses: "left",
  ownUse: "none",
  offerIsActive: true,
  holds: "none",
  stock: "left",
  isKnown: false,
};

test.each<[string, Partial<Situation>]>([
  ["nothing", {}],
  ["an empty slot of the code beside others", { uses: "elsewhere" }],
  ["an empty slot of the stock beside others", { stock: "elsewhere" }],
  ["both of them", { uses: "elsewhere", stock: "elsewhere" }],
  ["a code with many uses that is exhausted, of an offer that is inactive", { uses: "gone", offerIsActive: false }],
  [
    "a code with many uses that is exhausted, of a user who holds all there may be",
    { uses: "gone", holds: "at the limit" },
  ],
  ["a subscription that takes one grant more", { holds: "one less than fit" }],
  ["a subscription that takes no more", { holds: "all that fit", stock: "gone" }],
  ["the end of the stock and of the code", { uses: "gone", stock: "gone" }],
  ["a stock that others have reserved", { stock: "reserved" }],
  ["an own use of what is disabled by now", { ownUse: "REVERSED", code: "disabled" }],
])("preview and use agree about %s", (_what, change) => assertAgrees({ ...FINE, ...change }));

test("preview and use agree about the first reason, whatever else is the matter", async () => {
  await fc.assert(fc.asyncProperty(situations, assertAgrees), { numRuns: 100 });
});
