import type { CardKind } from "../../../sandbox/exchange/rules.ts";
import { type BatchAnswer, batchOf, noteRedemptions } from "../../harness/batches.ts";
import type { Answer, Call } from "../../harness/client.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";

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
const CLIENTS = 40;

export interface Submitted {
  call: Call & { key: string };
  first: Answer;
}

export async function batch(stage: Stage): Promise<Submitted> {
  stage.screen.scene(
    "A batch of 100 cards",
    "Good, slow, refused and silent ones, four cards twice in other spellings, one line that is no code; and all of it again.",
  );
  const { cards, body } = batchOf(stage, MIX, "demo-batch");
  const good = cards.filter(({ kind }) => kind === "OK").slice(0, REPEATED);
  for (const code of [...good.map((card) => ` ${card.code.toLowerCase()}`), NO_CODE]) {
    body.items.push({ reference: `card-${body.items.length + 1}`, code });
  }
  const call = { key: stage.newKey("batch"), body };
  const first = await stage.merchant.expect(200, "POST /v1/redemption-batches", call);
  noteRedemptions(cards, first);
  const { accepted, replayed, rejected } = (first.json as unknown as BatchAnswer).summary;
  stage.check(
    accepted === cards.length && replayed === REPEATED && rejected === 1,
    `${accepted} accepted, ${replayed} known from a line above, ${rejected} refused as no code`,
  );
  await replay(stage, { call, first }, "the same key gives the first answer, byte for byte");
  const items = body.items.with(7, { reference: "card-8", code: "TEST-OK-1500-ANOTHER" });
  const other = await stage.merchant.call("POST /v1/redemption-batches", { ...call, body: { ...body, items } });
  stage.check(
    namesReuse(other, "/items/7"),
    "the same key with another eighth line is refused, and the refusal names /items/7",
    other.text,
  );
  return { call, first };
}

export async function replay(stage: Stage, { call, first }: Submitted, what: string): Promise<void> {
  const again = await stage.merchant.expect(200, "POST /v1/redemption-batches", call);
  stage.check(again.text === first.text && again.replayed, `${what} (${again.text.length} bytes)`);
}

export function namesReuse({ status, json }: Answer, pointer: string): boolean {
  const [error] = (json.errors ?? []) as { pointer: string }[];
  return status === 422 && json.code === "idempotency-key-reused" && error?.pointer === pointer;
}

export async function race(stage: Stage): Promise<void> {
  const { merchant, screen, cards } = stage;
  screen.scene(
    `${CLIENTS} clients, one code`,
    "Each with a key of its own, all at the same moment; then each once more.",
  );
  const card = cards.draw("SLOW", 1500);
  const body = { code: card.code, planId: stage.planId };
  const keys = Array.from({ length: CLIENTS }, () => stage.newKey("race"));
  const ask = () => Promise.all(keys.map((key) => merchant.call("POST /v1/redemptions", { key, body })));
  const answers = await ask();
  const winners = answers.filter(({ status }) => status === 202);
  // 503: too many at once, come again. Also an answer that takes no effect.
  const refused = answers.filter(({ status }) => status === 409 || status === 503);
  stage.check(
    winners.length === 1 && refused.length === CLIENTS - 1,
    `${winners.length} accepted, ${refused.length} refused as ${codesOf(refused)}`,
    answers.map(({ status }) => status).join(" "),
  );
  const id = String(winners[0]?.json.redemptionId ?? "");
  if (id) card.redemptionId = id;
  const hasEnded = async () => {
    const { status } = await merchant.get<{ status: string }>("GET /v1/redemptions/{id}", { path: { id } });
    screen.progress(`the one redemption is ${status}`);
    return status === "SUCCEEDED" || undefined;
  };
  await until("the raced code to end", hasEnded, { timeoutMs: PATIENCE_MS });
  const again = await ask();
  const repeated = again.filter(({ text, replayed }) => replayed && text === winners[0]?.text);
  const final = again.filter(({ json }) => json.code === "already-redeemed");
  stage.check(
    repeated.length === 1 && final.length === CLIENTS - 1,
    `once more: the winner gets its 202 again, the ${final.length} others a final ${codesOf(final)}`,
    again.map(({ status }) => status).join(" "),
  );
}

function codesOf(answers: readonly Answer[]): string {
  return [...new Set(answers.map(({ json }) => String(json.code)))].join(", ") || "nothing";
}
