import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Offer, OfferStatus, OfferTerms } from "../domain/offer.ts";
import { offerView } from "../domain/order-views.ts";
import { relimit, type Slot, slotsOf, stockOf } from "../domain/slots.ts";
import { changeOffer as change, createOffer as create, readOffer } from "../store/offer-store.ts";
import { changeStock, openStock, readStock } from "../store/stock-store.ts";

/** Each round loses to somebody who takes the last free ones of a slot meanwhile. */
const ROUNDS_MAX = 5;
/** Snapshots of stocks for one page of a list. */
const SNAPSHOTS_AT_ONCE = 10;

export async function createOffer(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: Omit<OfferTerms, "offerId"> & { name: string; price: Money; stock?: number | undefined },
): Promise<Answer> {
  const nowMs = deps.clock();
  const { stock, ...rest } = input;
  const offerId = makeId("off", tenantId, deps.random.ulid(nowMs));
  const offer: Offer = {
    tenantId,
    offerId,
    ...rest,
    status: "ACTIVE",
    ...(stock === undefined ? {} : { stockLimit: stock, stockSlots: slotsOf(stock) }),
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(offerId),
  };
  const full = stock === undefined ? undefined : { limit: stock, free: stock, reserved: 0, used: 0 };
  const answer = { httpStatus: 201, body: offerView(offer, full) };
  const writes = [create(offer), ...(stock === undefined ? [] : openStock(offer, stock, slotsOf(stock)))];
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), { answer, resourceId: offerId, writes });
  return result.kind === "replayed" ? result.answer : answer;
}

async function offerOf(deps: Deps, caller: Caller, offerId: string): Promise<Offer> {
  const offer = await readOffer(deps.tables, { tenantId: tenantOf(caller, "off", offerId), offerId });
  if (!offer) throw new TerminalError("not-found", "there is no offer with this id");
  return offer;
}

async function viewOf(deps: Deps, seen: Offer) {
  const { offer, slots } = await readStock(deps.tables, seen);
  return offerView(offer, slots && stockOf(slots));
}

export async function getOffer(deps: Deps, caller: Caller, offerId: string) {
  return viewOf(deps, await offerOf(deps, caller, offerId));
}

export async function listOffers(
  deps: Deps,
  caller: Caller,
  page: Page,
): Promise<PageOf<ReturnType<typeof offerView>>> {
  const { items, nextCursor } = await pageOf<Offer, Offer>(deps, page, {
    parts: partsOf(tenantOfList(caller, page), "OFFER"),
    keep: () => true,
    view: (offer) => offer,
  });
  return { items: await atMost(SNAPSHOTS_AT_ONCE, items, (offer) => viewOf(deps, offer)), nextCursor };
}

/** Status, limit of the stock, or both at once. */
export async function changeOffer(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  offerId: string,
  input: { status?: OfferStatus | undefined; stock?: number | undefined },
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: offerId,
    busy: "the stock is being taken from right now",
    triesMax: ROUNDS_MAX,
    decide: async (nowMs) => {
      const { offer, slots } = await readStock(deps.tables, await offerOf(deps, caller, offerId));
      const planned = plan(offer, slots, input, nowMs);
      if ("code" in planned) return planned;
      const body = offerView(planned.offer, planned.slots && stockOf(planned.slots));
      return { answer: { httpStatus: 200, body }, writes: planned.writes };
    },
    onOvertaken: () => deps.tables.backOff(1).then(() => undefined),
  });
}

type Planned =
  | { offer: Offer; slots: Slot[] | undefined; writes: Write[] }
  | { code: "stock-in-use" | "stock-unlimited"; detail: string };

function plan(
  seen: Offer,
  slots: Slot[] | undefined,
  { status, stock }: { status?: OfferStatus | undefined; stock?: number | undefined },
  nowMs: number,
): Planned {
  const offer = { ...seen, ...(status === undefined ? {} : { status }), updatedAt: nowMs };
  if (stock === undefined) return { offer, slots, writes: [change(seen, { status }, nowMs)] };
  if (slots === undefined) return { code: "stock-unlimited", detail: "this offer was made without a stock" };
  const count = Math.max(slots.length, slotsOf(stock));
  const all = [
    ...slots,
    ...Array.from({ length: count - slots.length }, () => ({ limit: 0, remaining: 0, reserved: 0 })),
  ];
  const changes = relimit(all, stock);
  if (!changes) {
    const { reserved, used } = stockOf(slots);
    return { code: "stock-in-use", detail: `${reserved} are reserved and ${used} are used` };
  }
  return {
    offer: { ...offer, stockLimit: stock, stockSlots: count },
    slots: all.map((slot, index) => {
      const by = changes[index] ?? 0;
      return { ...slot, limit: slot.limit + by, remaining: slot.remaining + by };
    }),
    writes: [
      change(seen, { status, stock: { limit: stock, slots: count } }, nowMs),
      ...changes.flatMap((by, slot) => (by === 0 && slot < slots.length ? [] : [changeStock(seen, slot, by)])),
    ],
  };
}
