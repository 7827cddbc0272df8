import assert from "node:assert/strict";
import type { AuditView } from "../../../contract/answers/platform.ts";
import type { Stage } from "./stage.ts";

let count = 0;
/** A formula for whoever opens the audit as a sheet, and unlike any other. */
export const newReason = (): string => `=HYPERLINK("https://elsewhere.example/","reason ${++count}")`;

/** One row of the audit bears the reason, which is the only one of its kind: the change was made once. */
export async function tookEffectOnce({ operator }: Stage, reason: string): Promise<AuditView> {
  const items = await operator.list<AuditView>("GET /v1/audits", {}, 100);
  const found = items.filter((each) => each.reason === reason);
  assert.equal(found.length, 1, `the audit has ${found.length} rows with the reason ${reason}`);
  return found[0] as AuditView;
}
