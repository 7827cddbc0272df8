/** A webhook as it came, and as nobody may be believed. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { Step } from "./case.ts";
import type { Inbox, Received } from "./listener.ts";

export type Twist = "as it came" | "tampered" | "too old" | "too new" | "of another account";

/** A second beyond what is tolerated. */
const BEYOND_MS = (CONTRACT.signatureToleranceSeconds + 1) * 1000;

export interface Judged<Config> {
  config: Config;
  /** Another account's secrets. */
  strangers: Config;
  judge(webhook: Received, config: Config, nowMs: number): object;
  nowMs(): number;
}

/** What our verifier says of it. `about`: our number in it, which tampering changes by one character. */
export function verdictOn<Config>(
  webhook: Received,
  twist: Twist,
  about: string,
  { config, strangers, judge, nowMs }: Judged<Config>,
): object {
  switch (twist) {
    case "as it came":
      return judge(webhook, config, nowMs());
    case "tampered":
      return judge(tampered(webhook, about), config, nowMs());
    case "too old":
      return judge(webhook, config, nowMs() + BEYOND_MS);
    case "too new":
      return judge(webhook, config, nowMs() - BEYOND_MS);
    case "of another account":
      return judge(webhook, strangers, nowMs());
  }
}

function tampered(webhook: Received, about: string): Received {
  const other = about.slice(0, -1) + (about.endsWith("0") ? "1" : "0");
  const text = webhook.body.toString("latin1").replaceAll(about, other);
  const query = Object.entries(webhook.query).map(([name, value]) => [name, value.replaceAll(about, other)] as const);
  return { ...webhook, body: Buffer.from(text, "latin1"), query: Object.fromEntries(query) };
}

/**
 * The first webhook that names one of these numbers and that our verifier takes for an event, of this type if one is given; or
 * refuses: whoever waits on would wait in vain. What it ignores is something else of the same payment's.
 */
export async function delivered<Config>(
  inbox: Inbox | undefined,
  numbers: readonly string[],
  { config, judge, nowMs }: Judged<Config>,
  type?: string,
): Promise<Received | undefined> {
  return await inbox?.next((webhook) => {
    const values = Object.values(webhook.query);
    if (!numbers.some((number) => webhook.body.includes(number) || values.includes(number))) return false;
    const { kind, event } = judge(webhook, config, nowMs()) as { kind?: string; event?: { type?: string } };
    return kind === "refused" || (event !== undefined && (type === undefined || event.type === type));
  });
}

interface Told {
  webhook(twist?: Twist): Promise<object>;
}

/** The vendor's notification says `event`; changed, or checked by another account's `key`, it says nothing. */
export const notified = <Trial extends Told>(event: object, key: string): Step<Trial>[] => [
  { does: "wait for the notification", call: (trial) => trial.webhook(), must: { kind: "event", event } },
  {
    does: "one character changed",
    call: (trial) => trial.webhook("tampered"),
    must: { kind: "refused", why: "signature" },
  },
  {
    does: `with another account's ${key}`,
    call: (trial) => trial.webhook("of another account"),
    must: { kind: "refused", why: "signature" },
  },
];
