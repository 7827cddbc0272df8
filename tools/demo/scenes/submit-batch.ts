import type { CardKind } from "../../../sandbox/exchange/rules.ts";
import type { Answer } from "../../harness/client.ts";
import type { Card } from "../cards.ts";
import type { Stage, Submission } from "../stage.ts";

/** 95 cards; four of them stand in the batch twice, and one line is no code at all: 100 lines. */
const MIX: Partial<Record<CardKind, number>> = {
  OK: 62,
  SLOW: 8,
  REJECT: 10,
  "TIMEOUT-THEN-OK": 6,
  "500-ONCE": 4,
  "NOKEY-TIMEOUT-THEN-OK": 3,
  "TIMEOUT-NEVER": 2,
};
const REPEATED = 4;
const NO_CODE = "#?!";
const AMOUNT = 1500;

export interface SubmittedBatch {
  key: string;
  body: Submission & { batchId: string };
  first: Answer;
  refused: number;
}

export interface BatchAnswer {
  batchId: string;
  summary: { accepted: number; replayed: number; rejected: number };
  items: { index: number; redemptionId: string | null; status: string; isIdempotent: boolean }[];
}

export async function submitHundred(stage: Stage): Promise<SubmittedBatch> {
  const { merchant, screen, cards } = stage;
  screen.scene(
    "A batch of 100 cards",
    "Good, slow, refused and silent ones, four cards twice in other spellings, and one line that is no code.",
  );
  const drawn = cards.drawMixed(MIX, AMOUNT);
  const repeated = drawn.filter(({ kind }) => kind === "OK").slice(0, REPEATED);
  const codes = [...drawn.map(({ code }) => code), ...repeated.map(({ code }) => ` ${code.toLowerCase()}`), NO_CODE];
  const items = codes.map((code, index) => ({ reference: `card-${index + 1}`, code }));
  const body = { batchId: "demo-batch", planId: stage.planId, mode: "partial" as const, items };
  const key = stage.newKey("batch");

  const startedAt = performance.now();
  const first = await merchant.expect(200, "POST /v1/redemption-batches", { key, body });
  const tookMs = Math.round(performance.now() - startedAt);
  const answer = first.json as unknown as BatchAnswer;
  noteRedemptions(drawn, answer);
  const { accepted, replayed, rejected } = answer.summary;
  stage.check(
    accepted === drawn.length && replayed === REPEATED && rejected === 1,
    `${accepted} accepted, ${replayed} known from a line above, ${rejected} refused as no code, in ${tookMs} ms`,
  );
  return { key, body, first, refused: MIX.REJECT ?? 0 };
}

/** The cards are the first lines of their batch, in order. */
export function noteRedemptions(drawn: readonly Card[], answer: BatchAnswer): void {
  for (const [index, card] of drawn.entries()) {
    const redemptionId = answer.items[index]?.redemptionId;
    if (redemptionId) card.redemptionId = redemptionId;
  }
}
