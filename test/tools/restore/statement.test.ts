import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { entriesOf } from "../../../core/foundation/domain/listing.ts";
import { stated } from "../../../tools/restore/stated.ts";
import { readStatement } from "../../../tools/restore/statement.ts";

const HEADER = "vendor,number,reference,currency,amount,refunded,back,back_amount";
const UNIQUE = "01K0000000AAAAAAAAAAAAAAAA";
const PAYMENT = `pay_my-shop_${UNIQUE}`;
const CHARGE = `alipay of my-shop,${PAYMENT},2026112722,CNY,19.99`;
const WITHDRAWAL = `wdr_my-shop_${UNIQUE}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tender-statement-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(...lines: (string | Uint8Array)[]) {
  const path = join(folder, "statement.csv");
  const [only] = lines;
  writeFileSync(path, only instanceof Uint8Array ? only : lines.join("\n"));
  return readStatement(path);
}
const usd = (amount: number) => ({ amount, currency: "USD" });
const charge = {
  paymentId: PAYMENT,
  amount: { amount: 1999, currency: "CNY" },
  providerReference: "2026112722",
  voided: 0,
};

test("charges, and what went back of them, are read under our numbers or the vendor's own", () => {
  const there = CHARGE.replaceAll("-", "_").replace("of my_shop", "of my-shop");
  const { charges, payouts } = read(
    HEADER,
    `${CHARGE},5,ref_my_shop_${UNIQUE},3.50`,
    `${there},5,made-there,1.5`,
    `epay of other,pay_other_${UNIQUE},7,CNY,1,0,,`,
    "",
  );
  expect([...charges.keys()]).toEqual(["alipay of my-shop", "epay of other"]);
  expect(charges.get("alipay of my-shop")).toEqual([
    { ...charge, refunded: 500, refunds: [{ refundId: `ref_my-shop_${UNIQUE}`, amount: 350 }] },
    { ...charge, refunded: 500, refunds: [{ refundId: "made-there", amount: 150 }] },
  ]);
  expect(charges.get("epay of other")).toMatchObject([{ refunded: 0, refunds: [] }]);
  expect(payouts.size).toBe(0);
});

test("payouts, and what came back, likewise; a spreadsheet's mark and line ends do no harm", () => {
  const { payouts } = read(`\uFEFF${HEADER}\r\npayouts of alipay,wdr_my_shop_${UNIQUE},42,CNY,8,,back-1,3\r\n`);
  const back = { reference: "back-1", amount: { amount: 300, currency: "CNY" } };
  const net = { amount: 800, currency: "CNY" };
  expect(payouts.get("payouts of alipay")).toEqual([
    { withdrawalId: WITHDRAWAL, net, providerReference: "42", returns: [back] },
  ]);
});

test.each([
  ["vendor", "alipay,x,1,CNY,1,0,,"],
  ["vendor", `nobody of my-shop,${PAYMENT},1,CNY,1,0,,`],
  ["vendor", `payouts of nobody,${WITHDRAWAL},1,CNY,1,,,`],
  ["vendor", `${CHARGE},0,,,`],
  ["vendor", `alipay of my-shop,${PAYMENT},1,CNY,"1,00",0,,`],
  ["number", `alipay of other,${PAYMENT},1,CNY,1,0,,`],
  ["number", `alipay of my-shop,${WITHDRAWAL},1,CNY,1,0,,`],
  ["number", "payouts of alipay,123,1,CNY,1,,,"],
  ["reference", `alipay of my-shop,${PAYMENT},,CNY,1,0,,`],
  ["amount", `alipay of my-shop,${PAYMENT},1,CNY,1.999,0,,`],
  ["amount", `alipay of my-shop,${PAYMENT},1,XXX,1,0,,`],
  ["refunded", `${CHARGE},,,`],
  ["refunded", `${CHARGE},20,,`],
  ["refunded", `payouts of alipay,${WITHDRAWAL},1,CNY,1,0,,`],
  ["back", `${CHARGE},1,,1`],
  ["back_amount", `${CHARGE},1,x,`],
  ["back_amount", `${CHARGE},1,x,2`],
  ["back_amount", `payouts of alipay,${WITHDRAWAL},1,CNY,1,,x,2`],
])("a line with a wrong %s is refused by its line and column: %s", (column, line) => {
  expect(() => read(HEADER, `${CHARGE},0,,`, "", line)).toThrow(`statement.csv, line 4, ${column}: `);
});

test("two lines that say different things of one charge are refused", () => {
  expect(() => read(HEADER, `${CHARGE},5,a,1`, `${CHARGE},6,b,1`)).toThrow(
    "line 3, amount: an earlier line says of the same: 19.99 CNY, of which 5 has gone back",
  );
});

test("a vendor's number of two charges is refused, and one that a spreadsheet has mangled", () => {
  const other = CHARGE.replace(UNIQUE, UNIQUE.replaceAll("A", "B"));
  expect(() => read(HEADER, `${CHARGE},0,,`, `${other},0,,`)).toThrow(
    `line 3, reference: an earlier line says that this number is another one's: ${PAYMENT}`,
  );
  expect(() => read(HEADER, `${CHARGE.replace("2026112722", "2.02611E+27")},0,,`)).toThrow(
    'line 2, reference: "2.02611E+27" is what a spreadsheet made of a long number',
  );
});

test("all bad lines are named, the first twenty of many", () => {
  expect(() => read(HEADER, "a", `${CHARGE},0,,`, "b")).toThrow(/line 2, vendor.*\n.*line 4, vendor[^\n]*$/);
  expect(() => read(HEADER, ...Array.from({ length: 25 }, () => "a"))).toThrow(/line 21, vendor[^\n]*\nand 5 more$/);
});

test("what is no such file at all is refused as a whole", () => {
  expect(() => read("vendor;number")).toThrow("The first line of");
  expect(() => read(new Uint8Array([0xff, 0xfe]))).toThrow("cannot be read as text");
  expect(() => readStatement(join(folder, "nowhere.csv"))).toThrow("cannot be read as text");
});

describe("what was stated", () => {
  const accounts = {
    channels: [{ channel: "alipay", tenantId: "my-shop", port: { name: "alipay" } }],
    providers: [
      { provider: "stripe", port: { name: "stripe" } },
      { provider: "alipay", port: { name: "alipay" } },
    ],
  } as object as Parameters<typeof stated>[0];

  test("stands in for the list of its account, and of no other", async () => {
    const paid = `payouts of alipay,${WITHDRAWAL},42,USD,8,,,`;
    const { channels, providers } = stated(accounts, read(HEADER, `${CHARGE},0,,`, paid));
    const [channel] = channels;
    const listed: unknown[] = [];
    const call = { sinceMs: 0, timeoutMs: 1 };
    if (channel?.port.list) for await (const entry of entriesOf(channel.port.list, call)) listed.push(entry);
    expect(listed).toEqual([{ ...charge, refunded: 0, refunds: [] }]);
    expect(providers.map(({ port }) => port.list !== undefined)).toEqual([false, true]);
    expect(await providers[1]?.port.list?.(call)).toMatchObject({ entries: [{ net: usd(800) }] });
    expect(channel?.port).toMatchObject({ name: "alipay" });
  });

  test("of an account that the stage has not, or cannot call, is refused", () => {
    const other = `alipay of other,pay_other_${UNIQUE},7,CNY,1,0,,`;
    expect(() => stated(accounts, read(HEADER, other))).toThrow("no account that can be called: alipay of other");
  });
});
