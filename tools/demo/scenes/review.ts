import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import type { Stage } from "../stage.ts";

export async function review(stage: Stage): Promise<void> {
  const { merchant, operator, screen } = stage;
  screen.scene(
    "A person decides",
    "Two cards never get an answer: after five sends with settle windows they are parked, account and all.",
  );
  const silent = stage.cards.all.filter(({ kind }) => kind === "TIMEOUT-NEVER").map((card) => card.redemptionId ?? "");
  await until("the silent cards to be parked", () => allParked(stage, silent), { timeoutMs: PATIENCE_MS });

  const id = silent[0] ?? "";
  const key = stage.newKey("resolve");
  const body = { resolution: "FAILED", reason: "the issuer confirms that the card was never charged" };
  const route = "POST /v1/redemptions/{id}/resolve";
  const notAllowed = await merchant.call(route, { path: { id }, key, body });
  const resolved = await operator.send(route, { path: { id }, key, body });
  stage.resolved.add(id);
  stage.check(
    notAllowed.status === 403 && resolved.status === 200 && resolved.json.status === "FAILED",
    "the merchant may not (403); the operator resolves one as FAILED, and its account is free again",
    `${notAllowed.status}, ${resolved.text}`,
  );
  const { items } = await operator.get<{ items: Entry[] }>("GET /v1/redemptions/{id}/timeline", { path: { id } });
  screen.note(`its timeline: ${story(items)}`);
}

interface Entry {
  at: string;
  event: string;
  detail: string | null;
}

async function allParked(stage: Stage, ids: readonly string[]): Promise<true | undefined> {
  const read = (id: string) => stage.merchant.get<Parked>("GET /v1/redemptions/{id}", { path: { id } });
  const seen = await Promise.all(ids.map(read));
  const sends = seen.map(({ status, attempts }) => `${status} after ${attempts.at(-1)?.sends ?? 0} of 5 sends`);
  stage.screen.progress(sends.join(", "));
  return seen.every(({ status }) => status === "NEEDS_REVIEW") ? true : undefined;
}

interface Parked {
  status: string;
  attempts: { sends: number }[];
}

/** `+0s accepted, +1s sent, ...`: without the lookups that found nothing. */
function story(entries: readonly Entry[]): string {
  const startedAt = Date.parse(entries[0]?.at ?? "");
  return entries
    .filter(({ event }) => event !== "not-found" && event !== "unknown")
    .map(({ at, event }) => `+${Math.round((Date.parse(at) - startedAt) / 1000)} s ${event}`)
    .join(", ");
}
