import type { ClientCall } from "../../invariants/snapshot.ts";
import { type Cell, withTotal } from "../terminal/screen.ts";
import { duration } from "../terminal/terminal.ts";
import type { Kill } from "./killer.ts";
import { KILLS } from "./plan.ts";
import type { World } from "./world.ts";

export function report({ screen, calls, webhooks }: World, kills: readonly Kill[]): void {
  screen.table(
    "Requests and their answers",
    ["route", "sent", "2xx", "replayed", "refused", "5xx", "no answer"],
    requestRows([...calls, ...webhooks]),
  );
  screen.table("Kills", ["what", "kills", "serves again within", "of which"], killRows(kills));
}

type Outcome = Pick<ClientCall, "route" | "status" | "replayed">;

export function requestRows(calls: readonly Outcome[]): Cell[][] {
  const rows = [...Map.groupBy(calls, ({ route }) => route)].map(([route, same]): Cell[] => {
    const count = (is: (call: Outcome) => boolean) => same.filter(is).length;
    const isGood = ({ status = 0 }: Outcome) => status >= 200 && status < 300;
    return [
      route,
      same.length,
      count((call) => isGood(call) && !call.replayed),
      count((call) => call.replayed === true),
      count(({ status = 0, replayed }) => status >= 400 && status < 500 && !replayed),
      count(({ status = 0 }) => status >= 500),
      count(({ status }) => status === undefined),
    ];
  });
  rows.sort(([a = ""], [b = ""]) => (a < b ? 1 : -1));
  return withTotal(rows);
}

export function killRows(kills: readonly Kill[]): Cell[][] {
  return KILLS.map((kind): Cell[] => {
    const same = kills.filter((kill) => kill.kind === kind);
    const longest = Math.max(...same.map(({ recoveredMs = 0 }) => recoveredMs));
    const names = Map.groupBy(same, ({ name = "" }) => name);
    const parts = [...names].flatMap(([name, { length }]) => (name === "" ? [] : `${length} ${name}`));
    return [kind, same.length, longest > 0 ? duration(longest) : "", parts.join(", ")];
  });
}
