import { expect, test } from "@jest/globals";
import { Remembered } from "../../../../core/foundation/services/remembered.ts";

test("what was read is known until it is too old", () => {
  const known = new Remembered<string>(2);
  known.keep("a", "A", 100);
  expect(known.fresh("a", 109, 10)).toMatchObject({ value: "A" });
  expect(known.fresh("a", 110, 10)).toBeUndefined();
  expect(known.fresh("b", 100, 10)).toBeUndefined();
});

test("there is room for so many: the one that was read longest ago makes it", () => {
  const known = new Remembered<undefined>(2);
  known.keep("a", undefined, 1);
  known.keep("b", undefined, 2);
  known.keep("a", undefined, 3);
  known.keep("c", undefined, 4);
  expect(["a", "b", "c"].map((name) => known.fresh(name, 4, 10) !== undefined)).toEqual([true, false, true]);
});

test("what is forgotten is not known", () => {
  const known = new Remembered<number>(2);
  known.keep("a", 1, 1);
  known.forget("a");
  expect(known.fresh("a", 1, 10)).toBeUndefined();
});
