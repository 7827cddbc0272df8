import type { Screen } from "../tools/terminal/screen.ts";
import { duration, paint } from "../tools/terminal/terminal.ts";
import type { ProveOptions } from "./arguments.ts";
import type { Conditions } from "./conditions.ts";
import type { Verdict } from "./hunt.ts";
import { NEVER_MADE } from "./never-made.ts";
import { writesInStore } from "./store-writes.ts";
import { SURVIVORS } from "./survivors.ts";

/** What the hunt has found, and what nobody has said why of; as exit code. */
export function report(
  screen: Screen,
  verdicts: readonly Verdict[],
  { conditions, options, tookMs }: { conditions: Conditions; options: ProveOptions; tookMs: number },
): number {
  const alone = verdicts.filter(({ killer }) => killer && !killer.with);
  const covered = verdicts.filter(({ killer }) => killer?.with);
  const survived = verdicts.filter(({ killer }) => !killer);
  const by = [...Map.groupBy(alone, ({ killer }) => killer?.by ?? "")].sort((a, b) => b[1].length - a[1].length);
  screen.table(
    "Seen at once",
    ["rule", "mutants"],
    by.map(([rule, list]) => [rule, list.length]),
  );
  screen.table(
    "Seen as soon as what covers for them is gone too",
    ["condition", "covered by"],
    covered.map(({ title, killer }) => [title, (killer?.with ?? []).join(", ")]),
  );
  const [example] = alone;
  if (example?.killer) {
    const { seed, scenario } = example.killer;
    const command = `npm run prove -- --replay ${seed} --scenario ${scenario} --without "${example.title}"`;
    screen.line(`\n    prove/killers.json knows the world of each. One of them, step by step:\n    ${command}`);
  }
  if (survived.length > 0) screen.line(`\n    ${paint("bold", "Not seen")}`);
  let failures = 0;
  const verdict = (isGood: boolean, text: string) => {
    failures += Number(!isGood);
    screen.verdict(isGood, text);
  };
  for (const { title, worlds } of survived) {
    const { alone, beside } = refusalsOf(title, worlds);
    const met = `alone it would have refused a write in ${alone} of ${worlds.length} worlds, beside others in ${beside}`;
    const reason = SURVIVORS[title];
    const isBelied = reason?.isNeverAlone === true && alone > 0;
    const text = reason?.why ?? `no world saw it, and nobody has said why: ${met}`;
    verdict(reason !== undefined && !isBelied, `${title}: ${isBelied ? `${met}, not: ` : ""}${text}`);
  }
  for (const { title, mistake } of verdicts)
    if (mistake) verdict(false, `${title} proves nothing, its world is unsound with it, too: ${mistake}`);
  for (const { title, killer } of verdicts)
    if (killer && SURVIVORS[title]) verdict(false, `${title} is seen now: take it out of survivors.ts`);
  // One kind of world makes some of the writes only.
  const wanted = options.scenario === undefined && options.only === undefined && !options.known ? writesInStore() : [];
  const made = [...conditions.writes.keys()];
  for (const { file, name } of wanted.filter(({ fits }) => !made.some((each) => fits.test(each))))
    verdict(
      NEVER_MADE[name] !== undefined,
      `${name} of ${file} is made in no world${NEVER_MADE[name] ? `: ${NEVER_MADE[name]}` : ""}`,
    );
  const unexplained = survived.filter(({ title }) => SURVIVORS[title] === undefined).length;
  screen.line(
    `\n    ${verdicts.length} mutants: ${alone.length} seen at once, ${covered.length} with their covers, ` +
      `${survived.length} not (${unexplained} without a reason), in ${duration(tookMs)}`,
  );
  screen.line(`violations: ${failures}`);
  return failures === 0 ? 0 : 1;
}

/** In how many worlds it would have refused something, alone and beside others: what somebody who looks for the reason wants to know. */
function refusalsOf(title: string, worlds: Verdict["worlds"]): { alone: number; beside: number } {
  const alone = worlds.filter(({ unfulfilled }) => unfulfilled.some((names) => names.join() === title)).length;
  const beside = worlds.filter(({ unfulfilled }) => unfulfilled.some((names) => names.length > 1)).length;
  return { alone, beside };
}
