import type { Answer } from "../../harness/client.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import type { Stage } from "../stage.ts";

const CLIENTS = 40;

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
  const redemptionId = String(winners[0]?.json.redemptionId ?? "");
  if (redemptionId) card.redemptionId = redemptionId;
  await until("the raced code to end", () => ended(stage, redemptionId), { timeoutMs: PATIENCE_MS });

  const again = await ask();
  const repeated = again.filter(({ text, replayed }) => replayed && text === winners[0]?.text);
  const final = again.filter(({ json }) => json.code === "already-redeemed");
  stage.check(
    repeated.length === 1 && final.length === CLIENTS - 1,
    `once more: the winner gets its 202 again, the ${final.length} others a final ${codesOf(final)}`,
    again.map(({ status }) => status).join(" "),
  );
}

async function ended(stage: Stage, id: string): Promise<true | undefined> {
  const { status } = await stage.merchant.get<{ status: string }>("GET /v1/redemptions/{id}", { path: { id } });
  stage.screen.progress(`the one redemption is ${status}`);
  return status === "SUCCEEDED" ? true : undefined;
}

function codesOf(answers: readonly Answer[]): string {
  return [...new Set(answers.map(({ json }) => String(json.code)))].join(", ") || "nothing";
}
