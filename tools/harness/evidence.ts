import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOfRows } from "../../invariants/confidentiality.ts";
import type { ClientCall, Snapshot } from "../../invariants/snapshot.ts";
import type { Screen } from "../terminal/screen.ts";

/** What a person needs to find out why; without a snapshot it had not come to one. */
export function keepEvidence(folder: string, screen: Screen, calls: readonly ClientCall[], snapshot?: Snapshot): void {
  writeFileSync(join(folder, "calls.jsonl"), calls.map((call) => `${JSON.stringify(call)}\n`).join(""));
  if (snapshot)
    writeFileSync(
      join(folder, "rows.jsonl"),
      `${textOfRows([...snapshot.main, ...snapshot.transient, ...(snapshot.events ?? [])])}\n`,
    );
  screen.line(`\n    Kept for you in ${folder}:`);
  screen.line("      instance.log               what the instance printed");
  screen.line("      state/logs/functions.log   what the functions logged; search it for the id of what is wrong");
  screen.line(
    `      calls.jsonl                every request with its answer${snapshot ? "; rows.jsonl: every row" : ""}`,
  );
  screen.line(`      npm start -- --state ${join(folder, "state")}   brings it back as it was\n`);
}
