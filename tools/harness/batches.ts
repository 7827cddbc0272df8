import type { CardKind } from "../../sandbox/exchange/rules.ts";
import type { Card } from "./cards.ts";
import type { Answer } from "./client.ts";
import type { Stage } from "./stage.ts";

const AMOUNT = 1500;

export interface BatchAnswer {
  summary: { accepted: number; replayed: number; rejected: number };
  items: { redemptionId: string | null }[];
}

/** New cards, well mixed, and the request that hands them in. */
export function batchOf({ cards, planId }: Stage, mix: Partial<Record<CardKind, number>>, batchId: string) {
  const drawn = cards.drawMixed(mix, AMOUNT);
  return { cards: drawn, body: { batchId, planId, mode: "partial", items: itemsOf(drawn) } };
}

export function itemsOf(cards: readonly Card[]) {
  return cards.map(({ code }, index) => ({ reference: `card-${index + 1}`, code }));
}

/** The cards are the first lines of their batch, in order. */
export function noteRedemptions(cards: readonly Card[], { json }: Answer): void {
  const { items } = json as unknown as BatchAnswer;
  for (const [index, card] of cards.entries()) {
    const redemptionId = items[index]?.redemptionId;
    if (redemptionId) card.redemptionId = redemptionId;
  }
}
