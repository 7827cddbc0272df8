import { randomBytes } from "node:crypto";
import type { RedemptionState } from "../../core/redemptions/domain/redemption.ts";
import type { CardKind } from "../../sandbox/exchange/rules.ts";
import { mixed } from "./mix.ts";

/** How each kind must end, whatever happens on the way. */
const ENDS: Record<CardKind, RedemptionState> = {
  OK: "SUCCEEDED",
  SLOW: "SUCCEEDED",
  REJECT: "FAILED",
  "TIMEOUT-THEN-OK": "SUCCEEDED",
  "TIMEOUT-NEVER": "NEEDS_REVIEW",
  "500-ONCE": "SUCCEEDED",
  "NOKEY-TIMEOUT-THEN-OK": "SUCCEEDED",
};

export const KINDS = Object.keys(ENDS) as CardKind[];

export interface Card {
  kind: CardKind;
  code: string;
  redemptionId?: string;
  /** What it must be in the end; an operator changes this. */
  ends: RedemptionState;
}

/** Every card that was ever handed in, with the redemption that it became. */
export class Cards {
  readonly all: Card[] = [];

  /** `amount` in minor units. */
  draw(kind: CardKind, amount: number): Card {
    const code = `TEST-${kind}-${amount}-${randomBytes(4).toString("hex").toUpperCase()}`;
    const card: Card = { kind, code, ends: ENDS[kind] };
    this.all.push(card);
    return card;
  }

  drawMixed(counts: Partial<Record<CardKind, number>>, amount: number): Card[] {
    return mixed(counts).map((kind) => this.draw(kind, amount));
  }
}
