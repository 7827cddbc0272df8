import { expect, test } from "@jest/globals";
import { timelineOf } from "../../prove/timeline.ts";

const line = (atMs: number, who: string, what: string, note?: string) => ({
  atMs,
  who,
  what,
  ...(note ? { note } : {}),
});

test("each worker has a lane from its first to its last line, and a fault is told beside it", () => {
  const lines = timelineOf([
    line(1000, "worker 1", "claim"),
    line(1010, "worker 2", "claim"),
    line(1020, "worker 1", "send", "crash-after"),
    line(3500, "worker 2", "take over"),
    line(3600, "worker 3", "look up"),
  ]);
  expect(lines.map((each) => each.replace(/ +/g, " "))).toEqual([
    " 0.000 ● worker 1 claim",
    " 0.010 │● worker 2 claim",
    " 0.020 ●│ worker 1 send << crash-after",
    " 2.500 ● worker 2 take over",
    " 2.600 ● worker 3 look up",
  ]);
});

test("a world in which nothing happened has one line", () => {
  expect(timelineOf([])).toEqual(["nothing happened"]);
});
