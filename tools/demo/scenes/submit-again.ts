import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import type { Stage } from "../stage.ts";
import type { BatchAnswer, SubmittedBatch } from "./submit-batch.ts";

export async function submitAgain(stage: Stage, batch: SubmittedBatch): Promise<void> {
  const { merchant, screen } = stage;
  const { key, body, refused } = batch;
  screen.scene("The same batch again", "Callers repeat themselves: under the same key, by mistake, under a new one.");
  await replay(stage, batch, "the same key gives the first answer, byte for byte");

  const items = body.items.with(7, { reference: "card-8", code: "TEST-OK-1500-ANOTHER" });
  const other = await merchant.call("POST /v1/redemption-batches", { key, body: { ...body, items } });
  const [error] = (other.json.errors ?? []) as { pointer: string }[];
  const named = other.status === 422 && other.json.code === "idempotency-key-reused" && error?.pointer === "/items/7";
  stage.check(named, "the same key with another eighth line is refused, and the refusal names /items/7", other.text);

  const rejects = stage.cards.all.filter(({ kind }) => kind === "REJECT").map(({ redemptionId }) => redemptionId);
  await until("the exchange's refusals", () => refusalsAreIn(stage, body.batchId, rejects), {
    timeoutMs: PATIENCE_MS,
  });
  const again = await merchant.expect(200, "POST /v1/redemption-batches", { key: stage.newKey("batch"), body });
  const answer = again.json as unknown as BatchAnswer;
  const taken = answer.items.filter(({ status }) => status !== "REJECTED");
  const retried = taken.filter(({ isIdempotent }) => !isIdempotent);
  stage.check(
    retried.length === refused && retried.every(({ redemptionId }) => rejects.includes(redemptionId ?? "")),
    `a new key finds ${taken.length - retried.length} lines as they are and tries the ${retried.length} refused ones again`,
  );
}

export async function replay(stage: Stage, { key, body, first }: SubmittedBatch, what: string): Promise<void> {
  const again = await stage.merchant.expect(200, "POST /v1/redemption-batches", { key, body });
  stage.check(again.text === first.text && again.replayed, `${what} (${again.text.length} bytes)`);
}

async function refusalsAreIn(stage: Stage, batchId: string, rejects: readonly unknown[]): Promise<true | undefined> {
  interface Member {
    redemptionId: string;
    status: string;
  }
  const members = await stage.merchant.list<Member>("GET /v1/redemption-batches/{id}", { path: { id: batchId } }, 100);
  const failed = members.filter(({ redemptionId, status }) => rejects.includes(redemptionId) && status === "FAILED");
  const ended = members.filter(({ status }) => status === "SUCCEEDED" || status === "FAILED");
  stage.screen.progress(`${ended.length} of ${members.length} ended, ${failed.length} of ${rejects.length} refused`);
  return failed.length === rejects.length ? true : undefined;
}
