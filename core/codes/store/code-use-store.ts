import { type Told, telling, tellingOfNew } from "../../foundation/store/event-store.ts";
import { absent, asSeen, equals, oneOf } from "../../foundation/store/expression.ts";
import { placed, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import type { CodeUse } from "../domain/code-use.ts";
import { codeUseView } from "../domain/code-views.ts";
import { codeUseKey, listOfUses, usesOfUser } from "./keys.ts";

export type CodeUseRef = Pick<CodeUse, "tenantId" | "codeRedemptionId">;

const told = (
  { tenantId, codeRedemptionId }: CodeUseRef,
  what: "redeemed" | "reversed",
  at: number,
): Told<CodeUse> => ({ type: `code.${what}`, tenantId, resourceId: codeRedemptionId, at, view: codeUseView });

/** One per code and user, for good. */
export function recordUse(use: CodeUse): Write {
  const { tenantId, codeRedemptionId, campaignId, userMark } = use;
  const item = {
    ...codeUseKey(tenantId, codeRedemptionId),
    ...use,
    statePk: listOfUses(tenantId, campaignId, stateShard("CODEUSE", codeRedemptionId)),
    ...placed("CODEUSE", tenantId, codeRedemptionId),
    ownerPk: usesOfUser(tenantId, userMark),
  };
  const record = put("code-use.record", item, { isFirst: absent("pk") });
  return tellingOfNew(record, use, told(use, "redeemed", use.createdAt));
}

/** The user has not used the code meanwhile: beside a refusal for another reason, which would come after that one. */
export function neverUsed(ref: CodeUseRef): Write {
  return check("code-use.none", codeUseKey(ref.tenantId, ref.codeRedemptionId), { isNone: absent("pk") });
}

export function reverseUse(seen: CodeUse, reason: string, nowMs: number): Write {
  const change = update("code-use.reverse", codeUseKey(seen.tenantId, seen.codeRedemptionId), {
    set: { state: "REVERSED", reversedAt: nowMs, reason, updatedAt: nowMs },
    only: {
      stateAllows: equals("state", "SUCCEEDED"),
      // Forgotten without telling of it, and what is told shows it.
      userAsSeen: asSeen("userId", seen.userId),
    },
  });
  return telling(change, seen, told(seen, "reversed", nowMs));
}

/** Its user's name goes, and with it its place among what the user has. That the user has used the code stays: in its id. */
export function forgetUse(seen: CodeUse): Write & { kind: "update" } {
  return update("code-use.forget", codeUseKey(seen.tenantId, seen.codeRedemptionId), {
    set: {},
    remove: ["userId", "ownerPk"],
    only: { isFinal: oneOf("state", ["SUCCEEDED", "REVERSED"]) },
  });
}

export async function readUse(tables: Tables, ref: CodeUseRef): Promise<CodeUse | undefined> {
  return (await tables.get("main", codeUseKey(ref.tenantId, ref.codeRedemptionId))) as CodeUse | undefined;
}
