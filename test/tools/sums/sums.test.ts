import { randomBytes } from "node:crypto";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Tables } from "../../../core/foundation/store/table.ts";
import {
  creditEntry,
  type LedgerEntry,
  payoutEntry,
  refundEntry,
  settlementEntry,
} from "../../../core/money/domain/ledger.ts";
import { ledgerKey, walletKey } from "../../../core/money/store/keys.ts";
import { post } from "../../../core/money/store/ledger-store.ts";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import { accountKey } from "../../../core/redemptions/store/keys.ts";
import { TABLES } from "../../../lib/schema.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws-clients.ts";
import { tableInput } from "../../../local/template/table-input.ts";
import { scanSums } from "../../../tools/sums/scan-sums.ts";
import { type SummedRow, SumsOf } from "../../../tools/sums/sums-of.ts";
import { testDynamoDbClient } from "../../support/engine.ts";

const written = { entryId: "entry-1", nowMs: 1 };
const usd = (amount: number) => ({ amount, currency: "USD" });
const booked = (entry: LedgerEntry): SummedRow => ({ ...ledgerKey(entry.tenantId, entry.subjectId), ...entry });
const wallet = (available: number, frozen: number, currency = "USD"): SummedRow => ({
  ...walletKey("acme", currency),
  ...{ tenantId: "acme", currency, available, frozen },
});
const account = (balance: number): SummedRow => ({
  ...accountKey("acme", "acc-1"),
  ...{ tenantId: "acme", accountId: "acc-1", currency: "USD", balance },
});

const payment = { tenantId: "acme", paymentId: "pay-1", channel: "sandbox", amount: usd(1000) };
const settled = booked(settlementEntry(payment, written));
const refunded = booked(refundEntry({ ...payment, refundId: "ref-1", amount: usd(300) }, "sandbox", written));
const withdrawal = { tenantId: "acme", withdrawalId: "wdr-1", provider: "sandbox", amount: usd(200), fee: 10 };
const paidOut = booked(payoutEntry(withdrawal, written));
const redeemed = booked(
  creditEntry({ tenantId: "acme", redemptionId: "rdm-1", attempt: 1 }, "acc-1", usd(50), written),
);
/** 1000 - 300 - 200, of which 120 are frozen. */
const open = {
  ...{ pk: "PAY#acme#pay-1", sk: "REFUND#ref-2" },
  ...{ tenantId: "acme", state: "SENT", amount: usd(120) },
};
const WHOLE = [settled, refunded, paidOut, redeemed, wallet(380, 120), account(50), open];

function differencesOf(rows: readonly SummedRow[]): string[] {
  const sums = new SumsOf();
  for (const row of rows) sums.add(row);
  return sums.differences().map(({ of, detail }) => `${of}: ${detail}`);
}

test("what is booked is held, in whatever order the rows come", () => {
  expect(differencesOf(WHOLE)).toEqual([]);
  expect(differencesOf(WHOLE.toReversed())).toEqual([]);
  expect(differencesOf([wallet(0, 0)])).toEqual([]);
});

test.each<[string, SummedRow[], string[]]>([
  [
    "a balance without its ledger row",
    [...WHOLE.filter((row) => row !== redeemed)],
    ["account:acc-1 USD: it holds 50, and 0 was booked"],
  ],
  [
    "a ledger row without its balance",
    [...WHOLE.filter(({ pk }) => !pk.startsWith("ACC#")), account(0)],
    ["account:acc-1 USD: it holds 0, and 50 was booked"],
  ],
  [
    "money moved twice",
    [...WHOLE.filter(({ pk }) => !pk.startsWith("WALLET#")), wallet(1380, 120)],
    ["wallet:acme USD: it holds 1500, and 500 was booked"],
  ],
  ["money of another currency", [...WHOLE, wallet(7, 0, "EUR")], ["wallet:acme EUR: it holds 7, and 0 was booked"]],
  [
    "a wallet that is gone",
    WHOLE.filter(({ pk }) => !pk.startsWith("WALLET#")),
    ["wallet:acme USD: there is no row of it, and 500 was booked"],
  ],
  [
    "money that nothing freezes",
    WHOLE.filter((row) => row !== open),
    ["wallet:acme USD: 120 of it are frozen, and open refunds and withdrawals hold 0"],
  ],
  [
    "a row that does not add up",
    [...WHOLE, { pk: "LEDGER#acme#x", sk: "HEAD", postings: [{ ledgerAccount: "channel:sandbox", ...usd(-5) }] }],
    ["LEDGER#acme#x: its postings come to -5 USD"],
  ],
])("%s is named", (_what, rows, expected) => {
  expect(differencesOf(rows)).toEqual(expected);
});

const TableName = `sums-${randomBytes(6).toString("hex")}`;
const base = testDynamoDbClient();
const client = DynamoDBDocumentClient.from(base);
beforeAll(async () => {
  await base.send(new CreateTableCommand(tableInput(TableName, TABLES.main, false)));
});
afterAll(async () => {
  await base.send(new DeleteTableCommand({ TableName }));
  base.destroy();
});

test("a whole table is read, and of it the wallets, accounts and ledger rows alone", async () => {
  const others = [
    { pk: "PAY#acme#pay-1", sk: "HEAD", amount: usd(1000) },
    { ...wallet(9, 9), sk: "AUDIT#1" },
  ];
  const merchants = Array.from({ length: 40 }, (_, index) => {
    const tenantId = `shop-${index}`;
    const entry = booked(settlementEntry({ ...payment, tenantId }, written));
    return [entry, { ...wallet(1000, 0), ...walletKey(tenantId, "USD"), tenantId }];
  }).flat();
  const rows = [...WHOLE, ...others, ...merchants];
  for (let from = 0; from < rows.length; from += 25) {
    const puts = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  }
  // And what a settlement writes.
  const tables = new Tables({
    ...{ client, main: TableName, transient: "none", events: "none" },
    ...{ fraction: () => 0, pause: async () => {} },
  });
  const settlement = settlementEntry({ ...payment, tenantId: "real" }, written);
  expect(await tables.transact([creditWallet("real", "USD", 1000), post(settlement)])).toMatchObject({
    committed: true,
  });
  const scan = { client, table: TableName, tell: () => {} };
  const sums = await scanSums(scan);
  expect(sums.differences()).toEqual([]);
  expect(sums.rows).toBe(WHOLE.length + merchants.length + 2);
  const late = { ...wallet(999, 0), ...walletKey("shop-17", "USD"), tenantId: "shop-17" };
  await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: late } }] } }));
  expect((await scanSums(scan)).differences()).toEqual([
    { of: "wallet:shop-17 USD", detail: "it holds 999, and 1000 was booked" },
  ]);
});

test("a table that callers use is read at five megabytes a second at most, of all segments together", async () => {
  const pages = 3;
  const asked: number[] = [];
  const served = new DynamoDBClient({
    region: "eu-central-1",
    credentials: LOCAL_CREDENTIALS,
    endpoint: "http://127.0.0.1:1",
  });
  served.middlewareStack.add(
    () => async (args) => {
      const { Segment = 0 } = args.input as { Segment?: number };
      asked[Segment] = (asked[Segment] ?? 0) + 1;
      const isLast = asked[Segment] === pages;
      const output = {
        $metadata: {},
        Items: [],
        ...(isLast ? {} : { LastEvaluatedKey: { pk: { S: "a" }, sk: { S: "b" } } }),
      };
      return { output, response: {} } as never;
    },
    { step: "initialize", priority: "low" },
  );
  const pauses: number[] = [];
  const pause = async (ms: number) => pauses.push(ms);
  await scanSums({ client: DynamoDBDocumentClient.from(served), table: "main", tell: () => {}, pause });
  served.destroy();
  expect(asked.every((count) => count === pages)).toBe(true);
  // None after a segment's last page.
  expect(pauses).toHaveLength(asked.length * (pages - 1));
  for (const ms of pauses) expect((asked.length * 1000) / ms).toBeLessThanOrEqual(5);
});
