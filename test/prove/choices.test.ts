import { expect, test } from "@jest/globals";
import { Choices, SeededRandom } from "../../prove/choices.ts";

function decisionsOf(choices: Choices): unknown[] {
  return Array.from({ length: 50 }, () => [choices.below(7), choices.chance(0.3), choices.pick(["a", "b", "c"])]);
}

test("the same seed decides the same, another one differently", () => {
  expect(decisionsOf(new Choices(7))).toEqual(decisionsOf(new Choices(7)));
  expect(decisionsOf(new Choices(7))).not.toEqual(decisionsOf(new Choices(8)));
});

test("what was decided can be repeated without the seed", () => {
  const first = new Choices(7);
  const decisions = decisionsOf(first);
  expect(decisionsOf(new Choices(0, first.taken))).toEqual(decisions);
});

test("a script that is over decides for the plainest: the first in line, no fault", () => {
  const choices = new Choices(7, []);
  expect([choices.below(9), choices.chance(0.99), choices.pick(["first", "second"])]).toEqual([0, false, "first"]);
});

test("a script that no longer fits still decides within bounds", () => {
  expect(new Choices(0, [5]).below(3)).toBe(2);
});

test("a decision between one thing is none, so that it cannot be shrunk", () => {
  const choices = new Choices(7);
  expect(choices.below(1)).toBe(0);
  expect(choices.taken).toEqual([]);
});

test("what the code draws is the same for the same seed, and no decision", () => {
  const draw = ({ fraction, bytes }: SeededRandom) => [fraction(), [...bytes(8)], fraction()];
  expect(draw(new SeededRandom(7))).toEqual(draw(new SeededRandom(7)));
  const [low, , high] = draw(new SeededRandom(9)) as [number, number[], number];
  for (const fraction of [low, high]) expect(fraction >= 0 && fraction < 1).toBe(true);
});
