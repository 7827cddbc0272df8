import { absent, anyOf, atLeast, belowAttribute, equals, Plus } from "../../foundation/store/expression.ts";
import { stateShard } from "../../foundation/store/keys.ts";
import type { Item, Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import { type Slot, shareOf } from "../../orders/domain/slots.ts";
import type { Code } from "../domain/code.ts";
import { codeKey, listOfCodes } from "./keys.ts";

export type CodeRef = Pick<Code, "tenantId" | "codeId">;

/** One code for good: the same text is never another's. */
export function issueCode(code: Code): Write & { kind: "put" } {
  const { tenantId, campaignId, codeId } = code;
  const item = {
    ...codeKey(tenantId, codeId),
    ...code,
    statePk: listOfCodes(tenantId, campaignId, stateShard("CODE", codeId)),
  };
  return put("code.issue", item, { isNew: absent("pk") });
}

/** A merchant's own code is not known by another pepper either. */
export function checkCodeUnknown(tenantId: string, codeId: string): Write {
  return check("code.unknown", codeKey(tenantId, codeId), { isUnknown: absent("pk") });
}

export function changeCode(ref: CodeRef, isDisabled: boolean, nowMs: number): Write {
  return update("code.change", codeKey(ref.tenantId, ref.codeId), {
    set: { isDisabled, updatedAt: nowMs },
    only: { exists: equals("codeId", ref.codeId) },
  });
}

/** A use of its own row asks for what may have changed since it was read; other slots are made by their first use. */
export function takeUse(code: Code, slot: number): Write {
  const { tenantId, codeId, usesPerCode, slots } = code;
  const share = shareOf(usesPerCode, slots, slot);
  const isOwnRow = slot === 0;
  return update(isOwnRow ? "code.use" : "code-slot.use", codeKey(tenantId, codeId, slot), {
    set: {
      remaining: new Plus(-1, share),
      ...(isOwnRow ? {} : { tenantId, codeId, limit: share, reserved: 0 }),
    },
    only: isOwnRow
      ? { isEnabled: equals("isDisabled", false), isFree: atLeast("remaining", 1) }
      : { isFree: anyOf(absent("pk"), atLeast("remaining", 1)) },
  });
}

/** The use goes back to the slot that it was taken from. */
export function giveUseBack({ tenantId, codeId }: CodeRef, slot: number): Write {
  return update("code.give-back", codeKey(tenantId, codeId, slot), {
    set: { remaining: new Plus(1) },
    only: { isUsed: belowAttribute("remaining", "limit") },
  });
}

export async function readCode(tables: Tables, ref: CodeRef): Promise<Code | undefined> {
  return (await tables.get("main", codeKey(ref.tenantId, ref.codeId))) as Code | undefined;
}

/** By whichever of these ids it is known. */
export async function readFirstCode(
  tables: Tables,
  tenantId: string,
  codeIds: readonly string[],
): Promise<Code | undefined> {
  const rows = await tables.getMany(
    "main",
    codeIds.map((codeId) => codeKey(tenantId, codeId)),
  );
  return rows.find((row) => row !== undefined) as Code | undefined;
}

/** All slots at one moment; one that nobody has used yet is full. */
export async function readCodeSlots(tables: Tables, code: Code): Promise<Slot[]> {
  return slotsIn(code, await tables.snapshot("main", slotKeys(code)));
}

export function slotKeys({ tenantId, codeId, slots }: Code) {
  return Array.from({ length: slots }, (_, slot) => codeKey(tenantId, codeId, slot));
}

export function slotsIn({ usesPerCode, slots }: Code, rows: readonly (Item | undefined)[]): Slot[] {
  return rows.map((row, index) => {
    const limit = shareOf(usesPerCode, slots, index);
    return { limit, remaining: row ? Number(row.remaining) : limit, reserved: 0 };
  });
}
