import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { returnUrlOf } from "../../../../core/payments/domain/return-url.ts";

test.each([
  ["https://shop.example", "https://shop.example?paymentId=pay_a_1&status=PROCESSING"],
  ["https://shop.example/back", "https://shop.example/back?paymentId=pay_a_1&status=PROCESSING"],
  ["https://shop.example/?", "https://shop.example/?paymentId=pay_a_1&status=PROCESSING"],
  ["https://shop.example/??", "https://shop.example/??&paymentId=pay_a_1&status=PROCESSING"],
  ["https://shop.example/?a=1&", "https://shop.example/?a=1&paymentId=pay_a_1&status=PROCESSING"],
  [
    "https://shop.example/?a=%20+b#/done?c",
    "https://shop.example/?a=%20+b&paymentId=pay_a_1&status=PROCESSING#/done?c",
  ],
  ["https://shop.example/?status=mine#", "https://shop.example/?status=mine&paymentId=pay_a_1&status=PROCESSING#"],
])("%s comes back as %s: query and fragment are kept, and ours stand at the end", (returnUrl, expected) => {
  expect(returnUrlOf(returnUrl, "pay_a_1", "PROCESSING")).toBe(expected);
});

test("whoever knows more writes over the status that was appended before, and over nothing of the merchant's", () => {
  const known = returnUrlOf("https://shop.example/?status=mine&paymentId=theirs#end", "pay_a_1", "PROCESSING");
  expect(returnUrlOf(known, "pay_a_1", "SUCCEEDED")).toBe(
    "https://shop.example/?status=mine&paymentId=theirs&paymentId=pay_a_1&status=SUCCEEDED#end",
  );
  expect(returnUrlOf("https://shop.example/?xpaymentId=pay_a_1&status=A", "pay_a_1", "DECLINED")).toBe(
    "https://shop.example/?xpaymentId=pay_a_1&status=A&paymentId=pay_a_1&status=DECLINED",
  );
});

test("any URL stays one, and has both parameters last", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const [before, after] = [new URL(url), new URL(returnUrlOf(url, "pay_a_1", "DECLINED"))];
      expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
      expect([...after.searchParams].slice(-2)).toEqual([
        ["paymentId", "pay_a_1"],
        ["status", "DECLINED"],
      ]);
      expect([...after.searchParams].slice(0, -2)).toEqual([...before.searchParams]);
    }),
  );
});
