/** One run of one checklist: from options to results, with what is told on the way. */

import { readFileSync } from "node:fs";
import { LocalError } from "../../local/local-error.ts";
import type { Bench } from "./bench.ts";
import { Listener } from "./listener.ts";
import type { CheckOptions } from "./options.ts";
import type { AtTerminal } from "./person.ts";
import type { CaseResult, Present } from "./run-cases.ts";
import { type Account, COSTS, checkAmazon, needed, readAccount } from "./vendors.ts";
import { secretsIn, Wire } from "./wire.ts";

export interface Surroundings {
  /** Absent: there is nobody. */
  person?: Pick<AtTerminal, "does" | "agrees"> | undefined;
  note(text: string): void;
  tell(result: CaseResult): void;
}

/** Reserved for documentation: a vendor that is told of no listener notifies nobody. */
const NOWHERE = "https://shop.example/webhooks";

export async function check(options: CheckOptions, around: Surroundings): Promise<CaseResult[]> {
  const { vendor } = options;
  if (vendor === "ses" || vendor === "sns") {
    return await withWire([], async (wire) => {
      const present = await presentTo(options, around, false);
      const bench: Bench = { wire, person: around.person, notifyUrl: NOWHERE, clock: Date.now };
      return checkAmazon(vendor, options, { bench, present, patienceMs: options.waitMs, tell: around.tell });
    });
  }
  const text = textOf(needed(options.config, "--config"));
  const account = readAccount(vendor, text);
  return await withWire(secretsIn(JSON.parse(text)), (wire) => withListener(options, account, wire, around));
}

async function withListener(options: CheckOptions, account: Account, wire: Wire, around: Surroundings) {
  const inbox = options.listen === undefined ? undefined : new Listener({ ...account, waitMs: options.waitMs });
  try {
    const port = await inbox?.start(options.listen ?? 0);
    const own = port === undefined ? NOWHERE : `http://127.0.0.1:${port}/`;
    if (inbox) around.note(`Webhooks are taken at ${own}. The vendor has to reach it: by a tunnel, or its own tool.`);
    const present = await presentTo(options, around, inbox !== undefined);
    const { person, tell } = around;
    const bench: Bench = { wire, person, inbox, notifyUrl: options.notifyUrl ?? own, clock: Date.now };
    return await account.check(options, { bench, present, patienceMs: options.waitMs, tell });
  } finally {
    await inbox?.stop();
  }
}

async function withWire<T>(secrets: readonly string[], run: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = new Wire(secrets).start();
  try {
    return await run(wire);
  } finally {
    wire.stop();
  }
}

async function presentTo(options: CheckOptions, { person }: Surroundings, listens: boolean): Promise<Present> {
  const costs = COSTS[options.vendor];
  const agreed = costs === undefined || options.agreesToCosts || (await person?.agrees(costs)) === true;
  return {
    person: person ? true : "it needs a person at the terminal",
    webhook: listens ? true : "it needs the vendor's webhooks: --listen",
    costs: agreed ? true : "nobody has agreed to its costs: --agree-to-costs",
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch {
    throw new LocalError(file === "-" ? "Standard input cannot be read." : "The file of --config cannot be read.");
  }
}
