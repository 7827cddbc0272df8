import type { Row } from "../../invariants/rows.ts";
import type { Finding } from "./stage.ts";

/** What the instance's own auditor has put before a person: it was wrong to, or it saw what was gone again at the rest. */
export function foundByAuditor(main: readonly Row[]): Finding[] {
  const reviews = main.filter(({ pk, subjectId }) => pk.startsWith("REVIEW#") && String(subjectId).startsWith("vio_"));
  return reviews.map(({ subjectId, why }) => ({
    invariant: "contract",
    subject: String(subjectId),
    detail: `the auditor asks a person: ${why}`,
  }));
}
