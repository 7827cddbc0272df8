import { expect, test } from "@jest/globals";
import { freePort } from "../../../local/servers/listening.ts";

/** So many that the system gives some of them twice: it has some 28,000. */
const MANY = 2000;

test("nobody is given a port that somebody else was given and does not listen on yet", async () => {
  const given: number[] = [];
  for (let n = 0; n < MANY; n++) given.push(await freePort());
  expect(new Set(given).size).toBe(MANY);
});
