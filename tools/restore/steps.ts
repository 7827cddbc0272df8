/** The plan of a restore: what each step will do, and how. A command that was killed begins again: each step may be repeated. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { closing } from "./closing.ts";
import type { Found, Step, Work } from "./step.ts";

const POLL_MS = 15_000;

/** Until the deployment that points the functions at the table. */
export function preparation(work: Work, found: Found): Step[] {
  const { place, file, stage, toMs, clock, pause } = work;
  const { source, target } = found;
  const to = new Date(toMs).toISOString();
  const made = { stream: "", at: "" };
  const isOld = clock() - toMs > CONTRACT.idempotencyTtlMs;
  const unknown = isOld
    ? " Answers are kept for a day: what merchants were promised before that is not known any more."
    : "";
  // Hours for a large table, for which the doors need not be closed.
  const noReplica =
    stage.replica === undefined ? "" : ` It has no replica in ${stage.replica} until you make one (docs/operating.md).`;
  return [
    ...closing(work, found, made),
    {
      name: "table",
      will: `Restore ${source} as it was at ${to}, as ${target}, and wait until it is there: minutes, or hours for a large one.${unknown}`,
      async run(tell) {
        await place.tables.restore(source, target, toMs);
        for (const sinceMs = clock(); !(await place.tables.isThere(target)); await pause(POLL_MS))
          tell(`${Math.round((clock() - sinceMs) / 60_000)} minutes`);
        return `${target} is there`;
      },
    },
    {
      name: "settings",
      will: `Give it what a restored table has not: stream, point-in-time recovery, deletion protection, tags.${noReplica}`,
      async run() {
        made.stream = await place.tables.settle(source, target);
        return made.stream;
      },
    },
    {
      name: "stage",
      will: `Write the table and the marker into stages.json, with closed doors. The deployment is yours: npm run deploy -- --stage ${stage.name} --no-rollback`,
      async run() {
        const marker = { to, at: made.at };
        file.write(stage.name, { ...stage.restored, table: target, stream: made.stream, marker, doors: "closed" });
        return `restored of ${stage.name} is in stages.json`;
      },
    },
  ];
}
