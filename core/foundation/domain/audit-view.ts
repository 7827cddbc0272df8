import type { AuditView } from "../../../contract/answers/platform.ts";
import { iso } from "./iso-time.ts";

interface AuditRow {
  pk: string;
  auditId: string;
  by: string;
  action: string;
  reason: string;
  at: number;
}

export function auditView({ pk, auditId, by, action, reason, at }: AuditRow): AuditView {
  return { auditId, keyId: by, action, subjectId: subjectOfAudit(pk), reason, at: iso(at) };
}

/** What an audit row is about is whose partition it stands in; of an account at a channel and a policy, the merchant. */
export function subjectOfAudit(pk: string): string {
  const [kind = "", owner = "", ...rest] = pk.split("#");
  return rest.length === 0 || kind === "CHANNEL" ? owner : rest.join("#");
}
