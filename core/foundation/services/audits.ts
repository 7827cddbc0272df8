import type { AuditView } from "../../../contract/answers/platform.ts";
import { auditView, subjectOfAudit } from "../domain/audit-view.ts";
import type { Audit } from "../store/audit-store.ts";
import { listOfAudits, stateShards } from "../store/keys.ts";
import type { Item } from "../store/table.ts";
import type { Deps } from "./deps.ts";
import { type Page, type PageOf, pageOf, type Range } from "./pages.ts";

type AuditRow = Audit & Item & { pk: string };

export interface AuditQuery extends Page, Range {
  /** An API key, by its id. */
  by?: string | undefined;
  subjectId?: string | undefined;
}

/**
 * What was done by hand, whoever did it to whatever. Which rows are about a subject their keys say, so only those are read. Rows
 * from before they were listed stand beside their subjects alone.
 */
export function listAudits(
  deps: Deps,
  { by, subjectId, since, until, ...page }: AuditQuery,
): Promise<PageOf<AuditView>> {
  const isWanted = ({ pk }: Item) => subjectId === undefined || subjectOfAudit(String(pk)) === subjectId;
  return pageOf<AuditRow, AuditView>(deps, page, {
    parts: { index: "state", partitions: stateShards("AUDIT").map(listOfAudits) },
    range: { since, until },
    isWanted,
    keep: (row) => by === undefined || row.by === by,
    view: auditView,
  });
}
