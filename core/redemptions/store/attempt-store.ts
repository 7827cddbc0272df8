import type { RedemptionRef } from "../../foundation/domain/ids.ts";
import { Append, absent, anyOf, equals, Keep, present } from "../../foundation/store/expression.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import type { Attempt, AttemptEvent } from "../domain/attempt.ts";
import { providerKeyOf, type Redemption } from "../domain/redemption.ts";
import { attemptKey, redemptionPartition } from "./keys.ts";

/** Opens the attempt with its first intent; a resend adds to it. */
export function recordSend(redemption: Redemption, accountId: string, nowMs: number, detail?: string): Write {
  const { planId, batchId, acceptedAt, attempt, keyId } = redemption;
  return update("attempt.send", attemptKey(redemption, attempt), {
    set: {
      attempt: new Keep(attempt),
      providerKey: new Keep(providerKeyOf(redemption)),
      planId: new Keep(planId),
      batchId: new Keep(batchId),
      accountId: new Keep(accountId),
      acceptedAt: new Keep(acceptedAt),
      ...(keyId === undefined ? {} : { keyId: new Keep(keyId) }),
      outcome: "PENDING" satisfies Attempt["outcome"],
      events: new Append({ at: nowMs, event: "sent", ...(detail && { detail }) } satisfies AttemptEvent),
    },
    only: { sameAccount: anyOf(absent("accountId"), equals("accountId", accountId)) },
  });
}

/** An attempt that ended before any send: its row tells why. */
export function recordExpiry(redemption: Redemption, nowMs: number): Write {
  const { planId, batchId, acceptedAt, attempt, keyId } = redemption;
  return update("attempt.expire", attemptKey(redemption, attempt), {
    set: {
      attempt,
      planId,
      batchId,
      acceptedAt,
      keyId,
      outcome: "FAILED" satisfies Attempt["outcome"],
      events: [{ at: nowMs, event: "failed", detail: "no-account" } satisfies AttemptEvent],
    },
    only: { neverSent: absent("pk") },
  });
}

/** Adds one event to an attempt that has been sent. */
export function recordEvent(
  redemption: RedemptionRef & Pick<Redemption, "attempt">,
  event: AttemptEvent,
  result: Partial<Pick<Attempt, "outcome" | "providerReference" | "accountId">> = {},
): Write {
  return update("attempt.record", attemptKey(redemption, redemption.attempt), {
    set: { ...result, events: new Append(event) },
    only: { wasSent: present("pk") },
  });
}

/** Head, attempts and audit rows of one redemption. */
export async function readStory(
  tables: Tables,
  ref: RedemptionRef,
): Promise<{ head?: Item; attempts: Attempt[]; audits: Item[] }> {
  // 5 attempts and the few audit rows of an operator stay far below one page.
  const { items } = await tables.query("main", { partition: ["pk", redemptionPartition(ref)], limit: 100 });
  const head = items.find((item) => item.sk === "HEAD");
  return {
    ...(head ? { head } : {}),
    attempts: items.filter((item) => String(item.sk).startsWith("ATTEMPT#")) as unknown as Attempt[],
    audits: items.filter((item) => String(item.sk).startsWith("AUDIT#")),
  };
}
