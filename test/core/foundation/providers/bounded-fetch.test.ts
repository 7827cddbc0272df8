import { expect, test } from "@jest/globals";
import { jsonOf } from "../../../../core/foundation/providers/bounded-fetch.ts";

const read = (text: string) => jsonOf(Buffer.from(text));

test("a number that would be rounded to another one is left as its digits: an amount is refused, a reference kept", () => {
  expect(read('{"amount":999999999999.99999999}')).toEqual({ amount: "999999999999.99999999" });
  expect(read('{"trade_no":20160806151343349021,"money":"1.00"}')).toEqual({
    trade_no: "20160806151343349021",
    money: "1.00",
  });
  expect(read('{"amount":1.0,"money":12.34}')).toEqual({ amount: 1, money: 12.34 });
});

test("what is no UTF-8 or no JSON is nothing", () => {
  expect(jsonOf(Uint8Array.of(0x22, 0xe9, 0x22))).toBeUndefined();
  expect(read("{")).toBeUndefined();
});
