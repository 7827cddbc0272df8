import { type Audit, audit } from "../demo/audit.ts";
import { FORGED, type World } from "./world.ts";

/** Five sends with their settle windows, of which any may have to wait for the sweeper's minute. */
const REST_TIMEOUT_MS = 300_000;

/** When nothing is under way any more: every row, every effect and the clients' own log, against the rules. */
export async function judge(world: World): Promise<Audit> {
  const judged = await audit(world.stage, REST_TIMEOUT_MS);
  const forged = judged.snapshot.main.filter(({ eventId }) => String(eventId).startsWith(FORGED));
  for (const { pk } of forged)
    judged.findings.push({ invariant: "contract", subject: pk, detail: "is the row of a forged webhook" });
  judged.findings.unshift(...world.stage.findings);
  return judged;
}
