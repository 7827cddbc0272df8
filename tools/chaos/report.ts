import { INVARIANTS } from "../../invariants/find-violations.ts";
import type { ClientCall } from "../../invariants/snapshot.ts";
import type { Audit } from "../demo/audit.ts";
import { percentile } from "../demo/report.ts";
import type { Cell } from "../terminal/screen.ts";
import { duration } from "../terminal/terminal.ts";
import type { Kill } from "./killer.ts";
import { KILLS } from "./plan.ts";
import type { Posted, World } from "./world.ts";

export function report({ stage, webhooks }: World, kills: readonly Kill[], { snapshot, deadLetters }: Audit): void {
  const { screen, calls } = stage;
  screen.table(
    "Requests and their answers",
    ["route", "sent", "2xx", "replayed", "refused", "5xx", "no answer"],
    [...requestRows(calls), ...webhookRows(webhooks)],
  );
  screen.table("Kills", ["what", "kills", "serves again p50", "max", "of which"], killRows(kills));
  const effects = snapshot.effects.exchange.length + snapshot.effects.channel.length;
  screen.line("");
  screen.note(
    `looked at: ${snapshot.main.length + snapshot.transient.length} rows, ${effects} effects, ${calls.length} requests, ` +
      `${deadLetters.length} dead letters, the logs; ${Object.keys(INVARIANTS).length} invariants`,
  );
}

export function requestRows(calls: readonly ClientCall[]): Cell[][] {
  const rows = [...Map.groupBy(calls, ({ route }) => route)].map(([route, same]): Cell[] => {
    const count = (is: (call: ClientCall) => boolean) => same.filter(is).length;
    const isGood = ({ status = 0 }: ClientCall) => status >= 200 && status < 300;
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
  return [...rows, totalOf(rows)];
}

function totalOf(rows: readonly Cell[][]): Cell[] {
  const columns = rows[0]?.slice(1) ?? [];
  return ["all", ...columns.map((_cell, at) => rows.reduce((sum, row) => sum + Number(row[at + 1]), 0))];
}

function webhookRows(webhooks: readonly Posted[]): Cell[][] {
  return [...Map.groupBy(webhooks, ({ what }) => what)].map(([what, same]): Cell[] => {
    const within = (low: number, high: number) =>
      same.filter(({ status = 0 }) => status >= low && status < high).length;
    const lost = same.filter(({ status }) => status === undefined).length;
    return [`webhooks ${what}`, same.length, within(200, 300), "", within(400, 500), within(500, 600), lost];
  });
}

export function killRows(kills: readonly Kill[]): Cell[][] {
  return KILLS.map((kind): Cell[] => {
    const same = kills.filter((kill) => kill.kind === kind);
    const times = same.flatMap(({ recoveredMs }) => recoveredMs ?? []).sort((a, b) => a - b);
    const shown = times.length === 0 ? ["", ""] : [0.5, 1].map((share) => duration(percentile(times, share)));
    const names = Map.groupBy(same, ({ name = "" }) => name);
    const parts = [...names].flatMap(([name, { length }]) => (name === "" ? [] : `${length} ${name}`));
    return [kind, same.length, ...shown, parts.join(", ")];
  });
}
