import { type Audit, audit } from "../harness/audit.ts";
import type { Finding } from "../harness/stage.ts";
import { tooOld } from "./too-old.ts";
import { FORGED, type World } from "./world.ts";

/** When nothing is under way any more: every row, every effect and the clients' own log, against the rules. */
export async function judge(world: World): Promise<Audit> {
  const judged = await audit(world);
  const old = tooOld(judged.snapshot.main);
  // How it ends may then be another way than its kind's; every other rule holds for it all the same.
  const isExcused = ({ invariant, subject }: Finding) =>
    (invariant === "contract" || invariant === "I19") && old.has(subject);
  const findings = judged.findings.filter((finding) => !isExcused(finding));
  for (const { pk, eventId } of judged.snapshot.main)
    if (String(eventId).startsWith(FORGED))
      findings.push({ invariant: "contract", subject: pk, detail: "is the row of a forged webhook" });
  if (old.size > 0) world.screen.note(`${old.size} became too old while the kills went on, and ended for that`);
  return { ...judged, findings };
}
