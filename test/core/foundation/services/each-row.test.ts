import { expect, test } from "@jest/globals";
import { eachRow } from "../../../../core/foundation/services/each-row.ts";

const MANY = Array.from({ length: 200 }, (_none, index) => index);

test("of a large heap of rows only as many are under way as there are connections for", async () => {
  let underWay = 0;
  let most = 0;
  const { done } = await eachRow(MANY, async (row) => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay--;
    return row;
  });
  expect(done).toEqual(MANY);
  expect(most).toBe(10);
});

test("a row that fails takes no other with it, and the first error is told", async () => {
  const { done, failure } = await eachRow(MANY, async (row) => {
    if (row % 50 === 7) throw new Error(`row ${row}`);
    return row % 2 === 0 ? row : undefined;
  });
  expect(done).toEqual(MANY.filter((row) => row % 2 === 0));
  expect(failure).toEqual(new Error("row 7"));
});
