import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CodeShop, OFFER } from "../code-shop.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
let shop: CodeShop;

beforeAll(async () => {
  deployed = await deploy();
  shop = new CodeShop(deployed, "shop");
});
afterAll(() => deployed.stop());

const CAMPAIGN = { name: "Spring", offerId: "off_acme_1" };
const USE = { code: "ABCD", userId: "alice" };
const CODES = "POST /v1/campaigns/cam_acme_1/codes";
const EXPORT = "POST /v1/campaigns/cam_acme_1/exports";
const LONG = "x".repeat(10_000);
const REVERSE = "POST /v1/code-redemptions/cru_acme_1/reverse";

type Case = [line: string, body: unknown, pointer: string];

/** One field each, in many wrong ways. */
function cases(line: string, valid: object, field: string, ...values: unknown[]): Case[] {
  return values.map((value) => [line, { ...valid, [field]: value }, `/${field}`]);
}

const BAD_MOMENTS = [
  "2026-02-29T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-12-31T24:00:00Z",
  "2026-12-31T23:59:60Z",
  "2026-01-01",
  "2026-01-01T00:00:00",
  "10000-01-01T00:00:00Z",
  "+010000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-12:00",
  "0000-01-01T00:00:00+01:00",
  "tomorrow",
  "",
  1_767_225_600_000,
];

/** Control characters, what nobody sees, full width, other alphabets, half a pair, too long, nothing. */
const BAD_USERS = [
  "a\u0007b",
  "a\u0000",
  "a\nb",
  "a\u007fb",
  "a b",
  "ali\u200bce",
  "ａｌｉｃｅ",
  "Zoë",
  "\u0430lice",
  "x".repeat(129),
  LONG,
  "",
  7,
];

/** Look-alikes (Cyrillic, Greek), full width, what nobody sees, too short or long, nothing to guess, the start of a formula. */
const BAD_OWN_CODES = [
  "\u0410BCDEF",
  "\u0391BCDEF",
  "ＡＢＣＤＥＦ",
  "ABC\u200bDEF",
  "ABC DEF",
  "abcdef",
  "ABCDE",
  "A".repeat(41),
  LONG,
  "------",
  "AB----",
  "=SUM(A1)",
  "+ABCDEF",
  "@ABCDEF",
  "",
  7,
];

const FIELDS: Case[] = [
  ["POST /v1/offers", { ...OFFER, period: { unit: "week", count: 1 } }, "/period/unit"],
  ["POST /v1/offers", { ...OFFER, period: { unit: "day", count: 0 } }, "/period/count"],
  ["POST /v1/offers", { ...OFFER, period: { unit: "day", count: 121 } }, "/period/count"],
  ...cases("POST /v1/offers", OFFER, "stock", -1, 1_000_000_001, 1.5, "1"),
  ...cases("POST /v1/offers", OFFER, "perUserLimit", 2),
  ...cases("POST /v1/offers", { ...OFFER, onRepeat: "new" }, "perUserLimit", 0, 1001),
  ["PATCH /v1/offers/off_acme_1", {}, "/status"],
  ...cases("POST /v1/campaigns", CAMPAIGN, "usesPerCode", 0, 1_000_001, 1.5, "1", true, null),
  ...cases(
    "POST /v1/campaigns",
    CAMPAIGN,
    "codePrefix",
    "a",
    "A",
    "ab",
    "-=",
    "ABCDEFGHJ",
    "\u0410B",
    "ＡＢ",
    "A\u200bB",
  ),
  ...cases("POST /v1/campaigns", CAMPAIGN, "name", "", "\u200b", "a\u0000b", "x".repeat(201), LONG),
  ...cases("POST /v1/campaigns", CAMPAIGN, "offerId", "", "a#b", "a/b", LONG),
  ...cases("POST /v1/campaigns", CAMPAIGN, "startsAt", ...BAD_MOMENTS),
  ...cases("POST /v1/campaigns", CAMPAIGN, "endsAt", ...BAD_MOMENTS),
  ...cases(
    "POST /v1/campaigns",
    { ...CAMPAIGN, startsAt: "2026-01-02T00:00:00Z" },
    "endsAt",
    "2026-01-01T00:00:00Z",
    "2026-01-02T00:00:00Z",
    "2026-01-02T01:00:00+01:00",
    "0001-01-01T00:00:00Z",
  ),
  ...cases("PATCH /v1/campaigns/cam_acme_1", {}, "status", "EXPIRED", "active", null),
  ...cases(CODES, {}, "count", 0, -1, 100_001, 1e21, 1.5, "1", null),
  [CODES, {}, "/count"],
  [CODES, { count: 1, codes: ["ABCDEF"] }, "/count"],
  ...cases(
    CODES,
    {},
    "codes",
    [],
    "ABCDEF",
    Array.from({ length: 101 }, (_, n) => `CODE-${1000 + n}`),
  ),
  ...BAD_OWN_CODES.map((code): Case => [CODES, { codes: ["FINE-1", code] }, "/codes/1"]),
  ...cases(EXPORT, { from: 0, count: 1 }, "from", -1, 0.5, "0"),
  ...cases(EXPORT, { from: 0, count: 1 }, "count", 0, 10_001),
  ...cases("POST /v1/code-redemptions", USE, "code", LONG, "x".repeat(129), "", 7, null, ["ABCD"], { inside: "ABCD" }),
  ...cases("POST /v1/code-redemptions", USE, "userId", ...BAD_USERS),
  ...cases("POST /v1/code-redemptions", USE, "reference", "a\u0007b", "x".repeat(65), "", "ré"),
  ...cases("POST /v1/code-redemptions/preview", USE, "code", LONG, ""),
  ...cases("POST /v1/code-redemptions/preview", USE, "userId", ...BAD_USERS),
  ["POST /v1/code-redemptions/preview", { ...USE, reference: "r" }, "/reference"],
  ...cases("POST /v1/codes/lookup", {}, "code", LONG, ""),
  ["POST /v1/codes/lookup", { code: "ABCD", merchantId: "acme" }, "/merchantId"],
  ...cases("PATCH /v1/codes/cod_acme_1", {}, "status", "EXHAUSTED", "EXPIRED", ""),
  ...cases(REVERSE, {}, "reason", "", " ", "\u200b", "a\nb", "x".repeat(501), LONG),
  ["GET /v1/code-redemptions?userId=a%07b", undefined, "/query/userId"],
  ["GET /v1/code-redemptions?campaignId=a%23b", undefined, "/query/campaignId"],
  ["GET /v1/code-redemptions?limit=0", undefined, "/query/limit"],
  ["GET /v1/campaigns/cam_acme_1/codes?limit=101", undefined, "/query/limit"],
];

const short = (body: unknown) => (JSON.stringify(body) ?? "").slice(0, 80);

test.each(FIELDS.map(([line, body, pointer]) => [line, short(body), pointer, body] as const))(
  "%s %s names %s and writes nothing",
  async (line, _short, pointer, body) => {
    const { status, json, text } = await shop.call(line, body);
    expect(status).toBe(400);
    expect(json.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    // A value is never repeated.
    expect(text).not.toContain("xxxxxxxx");
    expect(await deployed.rows()).toEqual([]);
  },
);

test("half a surrogate pair is no text, in a code or in a user's name", async () => {
  for (const body of ['{"code":"\\ud800","userId":"alice"}', '{"code":"ABCD","userId":"\\udc00"}']) {
    const { status, json } = await shop.call("POST /v1/code-redemptions", body);
    expect({ status, retryable: json.retryable }).toEqual({ status: 400, retryable: false });
  }
  expect(await deployed.rows()).toEqual([]);
});

test.each([
  [["ABCDEF", "ABCDEF"], "/codes/1"],
  [["FOO-123", "OTHER-1", "F00123"], "/codes/2"],
  [["LIVE-1234", "1IVE1234"], "/codes/1"],
])("own codes twice in one call, as in %j, name %s and write nothing", async (codes, pointer) => {
  const campaignId = await shop.campaign(await shop.offer());
  const before = await deployed.rows();
  const { status, json } = await shop.call(`POST /v1/campaigns/${campaignId}/codes`, { codes });
  expect({ status, code: json.code, pointer: json.errors?.[0]?.pointer }).toEqual({
    status: 400,
    code: "request-invalid",
    pointer,
  });
  expect(await deployed.rows()).toEqual(before);
});

describe("what is unusual and fine", () => {
  test.each([
    ["2028-02-29T12:00:00+02:00", "9999-12-31T23:59:59Z", "2028-02-29T10:00:00.000Z", "9999-12-31T23:59:59.000Z"],
    ["9999-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "9999-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
    ["0000-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0000-02-29T00:00:00.000Z", "2000-02-29T00:00:00.000Z"],
  ])("from %s until %s is a time", async (startsAt, endsAt, from, until) => {
    const { status, json } = await shop.call("POST /v1/campaigns", {
      ...CAMPAIGN,
      offerId: await shop.offer(),
      startsAt,
      endsAt,
    });
    expect({ status, from: json.startsAt, until: json.endsAt }).toEqual({ status: 201, from, until });
  });

  test.each([
    ["look-alikes of other alphabets", "\u0410\u0412\u0421-1234"],
    ["nothing that is to be seen", "\u200b\u200b\u2060"],
    ["hyphens alone", "-----"],
    ["symbols that unfold to many", "\ufdfa".repeat(128)],
    ["emoji", "🎁🎁🎁"],
    ["a formula", "=1+1"],
    ["the name of a property", "__proto__"],
  ])("a typed code of %s is nobody's code, and said to be so as of any other", async (_what, code) => {
    const { status, json } = await shop.redeem(code, `user-of-${Buffer.from(code).toString("hex").slice(0, 32)}`);
    expect({ status, code: json.code, errors: json.errors }).toEqual({ status: 422, code: "code-invalid" });
    expect((await shop.call("POST /v1/codes/lookup", { code })).status).toBe(404);
  });

  test.each([
    ["zero-width characters", (code: string) => code.replaceAll("-", "\u200b-\u200b")],
    [
      "full-width characters",
      (code: string) => code.replaceAll(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    ["lower case and spaces", (code: string) => ` ${code.toLowerCase().replaceAll("-", "  ")} `],
    ["O for 0 and l for 1", (code: string) => code.replaceAll("0", "O").replaceAll("1", "l")],
  ])("a code typed with %s is the same code", async (_how, typed) => {
    const { code } = await shop.oneCode();
    expect((await shop.redeem(typed(code), "typist")).status).toBe(201);
  });

  test.each([["a#b#c"], ["__proto__"], ["~!@$^&*()"], ["x".repeat(128)]])("%s is a user", async (userId) => {
    const { json } = await shop.call("POST /v1/code-redemptions/preview", { code: "NOBODYS", userId });
    expect(json).toEqual({ verdict: "code-invalid" });
  });
});
