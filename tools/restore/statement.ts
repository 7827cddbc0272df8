/** What vendors without a list did since a moment, as a person has written it down from their statements: `docs/operating.md`. */

import { readFileSync } from "node:fs";
import { claimedTenantOf } from "../../core/foundation/domain/ids.ts";
import { type Money, moneyOfDecimal } from "../../core/foundation/domain/money.ts";
import { idOf } from "../../core/foundation/providers/alipay-number.ts";
import { REFERENCE } from "../../core/foundation/providers/vendor-call.ts";
import { CHANNELS, type ChannelEntry } from "../../core/payments/domain/channel.ts";
import { PAYOUT_PROVIDERS, type PayoutEntry } from "../../core/withdrawals/domain/payout-provider.ts";
import { LocalError } from "../../local/local-error.ts";

/** Vendors by their names in the report: `alipay of acme`, `payouts of alipay`. */
export interface Statement {
  charges: Map<string, ChannelEntry[]>;
  payouts: Map<string, PayoutEntry[]>;
}

const COLUMNS = ["vendor", "number", "reference", "currency", "amount", "refunded", "back", "back_amount"] as const;
type Column = (typeof COLUMNS)[number];
type Line = Record<Column, string>;

/** What a spreadsheet makes of a long number, and of others that begin like it. */
const MANGLED = /^\d(\.\d+)?E\+?\d+$/i;
/** Who has to mend the file sees enough of what is wrong with it. */
const FAULTS_SHOWN = 20;

class Fault extends Error {
  readonly column: Column;

  constructor(column: Column, message: string) {
    super(message);
    this.column = column;
  }
}

/** The whole file, or a `LocalError` that names each bad line. */
export function readStatement(path: string): Statement {
  const [header = "", ...rows] = textOf(path).split(/\r?\n/);
  if (header !== COLUMNS.join(",")) throw new LocalError(`The first line of ${path} must be ${COLUMNS.join(",")}`);
  const statement: Statement = { charges: new Map(), payouts: new Map() };
  const charged = new Map<string, string>();
  const faults: string[] = [];
  rows.forEach((row, index) => {
    if (row === "") return;
    try {
      take(statement, charged, lineOf(row));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(`${path}, line ${index + 2}, ${error.column}: ${error.message}`);
    }
  });
  const more = faults.length > FAULTS_SHOWN ? [`and ${faults.length - FAULTS_SHOWN} more`] : [];
  if (faults.length > 0) throw new LocalError([...faults.slice(0, FAULTS_SHOWN), ...more].join("\n"));
  return statement;
}

/** A spreadsheet may have put a mark at its beginning. */
function textOf(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new LocalError(`${path} cannot be read as text: ${(error as Error).message}`);
  }
}

function lineOf(row: string): Line {
  const fields = row.split(",");
  // Nothing here has a comma or a quote in it, so that there is one way to read a line.
  if (fields.length !== COLUMNS.length)
    throw new Fault("vendor", `the line has ${fields.length} fields and not ${COLUMNS.length}`);
  return Object.fromEntries(COLUMNS.map((name, at) => [name, fields[at] ?? ""])) as Line;
}

function take({ charges, payouts }: Statement, charged: Map<string, string>, line: Line): void {
  const { vendor } = line;
  const [, provider] = /^payouts of (\S+)$/.exec(vendor) ?? [];
  const [, channel, tenantId = ""] = provider ? [] : (/^(\S+) of (\S+)$/.exec(vendor) ?? []);
  if (PAYOUT_PROVIDERS.some((name) => name === provider)) {
    const entry = payoutIn(line);
    requireSame(charged, line, entry.withdrawalId, entry.providerReference);
    append(payouts, vendor, entry);
  } else if (CHANNELS.some((name) => name === channel)) {
    const entry = chargeIn(line, tenantId);
    requireSame(charged, line, entry.paymentId, entry.providerReference);
    append(charges, vendor, entry);
  } else throw new Fault("vendor", `"${vendor}" is neither like "alipay of acme" nor like "payouts of alipay"`);
}

function payoutIn(line: Line): PayoutEntry {
  const { currency, refunded } = line;
  const withdrawalId = numberIn(line, "wdr", undefined);
  const providerReference = referenceIn(line, "reference");
  const net = moneyIn(line, "amount");
  if (refunded !== "") throw new Fault("refunded", "is empty for a payout");
  const back = backIn(line, net);
  const returns = back ? [{ reference: back.number, amount: { amount: back.amount, currency } }] : [];
  return { withdrawalId, net, providerReference, returns };
}

function chargeIn(line: Line, tenantId: string): ChannelEntry {
  const paymentId = numberIn(line, "pay", tenantId);
  const providerReference = referenceIn(line, "reference");
  const amount = moneyIn(line, "amount");
  const refunded = line.refunded === "0" ? 0 : moneyIn(line, "refunded").amount;
  if (refunded > amount.amount) throw new Fault("refunded", "is more than the amount");
  const back = backIn(line, amount);
  if (back && back.amount > refunded) throw new Fault("back_amount", "is more than has gone back in all");
  const refunds = back ? [{ refundId: idOf(back.number) ?? back.number, amount: back.amount }] : [];
  return { paymentId, amount, providerReference, voided: 0, refunded, refunds };
}

/** One charge has a line for each of its refunds, and each tells of the same charge; a vendor's number is of one charge. */
function requireSame(
  charged: Map<string, string>,
  { vendor, currency, amount, refunded }: Line,
  id: string,
  reference: string,
): void {
  const agree = (name: string, value: string, column: Column, what: string) => {
    const earlier = charged.get(`${vendor} ${name}`) ?? value;
    if (earlier !== value) throw new Fault(column, `an earlier line says ${what}: ${earlier}`);
    charged.set(`${vendor} ${name}`, value);
  };
  const sums = `${amount} ${currency}, of which ${refunded || "0"} has gone back`;
  agree(`${id} ${reference}`, sums, "amount", "of the same");
  agree(reference, id, "reference", "that this number is another one's");
}

function append<Entry>(entries: Map<string, Entry[]>, vendor: string, entry: Entry): void {
  const known = entries.get(vendor);
  if (known) known.push(entry);
  else entries.set(vendor, [entry]);
}

/** As it is here, or as the vendor writes it, without hyphens. */
function numberIn({ number }: Line, prefix: "pay" | "wdr", tenantId: string | undefined): string {
  const id = claimedTenantOf(prefix, number) === undefined ? idOf(number) : number;
  const owner = id === undefined ? undefined : claimedTenantOf(prefix, id);
  if (id === undefined || owner === undefined)
    throw new Fault("number", `"${number}" is none that begins with ${prefix}_`);
  if (tenantId !== undefined && owner !== tenantId) throw new Fault("number", `"${number}" is not ${tenantId}'s`);
  return id;
}

function moneyIn(line: Line, column: "amount" | "refunded" | "back_amount"): Money {
  const money = moneyOfDecimal(line[column], line.currency);
  if (money === undefined) throw new Fault(column, `"${line[column]}" is no amount in "${line.currency}", like 19.99`);
  return money;
}

function referenceIn(line: Line, column: "reference" | "back"): string {
  if (!REFERENCE.test(line[column])) throw new Fault(column, `"${line[column]}" is no number of a vendor`);
  if (MANGLED.test(line[column]))
    throw new Fault(
      column,
      `"${line[column]}" is what a spreadsheet made of a long number: have it treat the column as text`,
    );
  return line[column];
}

function backIn(line: Line, { amount }: Money): { number: string; amount: number } | undefined {
  if (line.back === "" && line.back_amount === "") return undefined;
  const number = referenceIn(line, "back");
  const money = moneyIn(line, "back_amount");
  if (money.amount > amount) throw new Fault("back_amount", "is more than the amount");
  return { number, amount: money.amount };
}
