import { expect, test } from "@jest/globals";
import { entriesOf, type List, NoList, NotListed } from "../../../../core/foundation/domain/listing.ts";

async function read(list: List<number>): Promise<number[]> {
  const entries: number[] = [];
  for await (const entry of entriesOf(list, { sinceMs: 0, timeoutMs: 1000 })) entries.push(entry);
  return entries;
}

test("pages are read to the last one, each by the cursor of the one before", async () => {
  const pages = [{ entries: [1, 2], cursor: "a" }, { entries: [], cursor: "b" }, { entries: [3] }];
  const cursors: unknown[] = [];
  const list: List<number> = async ({ cursor }) => {
    cursors.push(cursor);
    return { outcome: "listed", entries: [], ...pages[cursors.length - 1] };
  };
  expect(await read(list)).toEqual([1, 2, 3]);
  expect(cursors).toEqual([undefined, "a", "b"]);
});

test("a page that is not answered is asked for three times, and then the list is none", async () => {
  let calls = 0;
  const failing =
    (times: number): List<number> =>
    async () =>
      ++calls <= times ? { outcome: "unknown", reason: "timeout" } : { outcome: "listed", entries: [1] };
  expect(await read(failing(2))).toEqual([1]);
  calls = 0;
  await expect(read(failing(3))).rejects.toThrow(new NotListed("timeout"));
  expect(calls).toBe(3);
});

test.each(["request-refused", "channel-unusable"])("a vendor that answers %s is asked once", async (reason) => {
  let calls = 0;
  const refusing: List<number> = async () => {
    calls++;
    return { outcome: "unknown", reason };
  };
  await expect(read(refusing)).rejects.toThrow(new NoList(reason));
  expect(calls).toBe(1);
});

test("a list that goes on where it was is none", async () => {
  const endless: List<number> = async () => ({ outcome: "listed", entries: [], cursor: "again" });
  await expect(read(endless)).rejects.toThrow(new NotListed("the list goes on where it was"));
});

test("a key that is renewed in the middle ends the run, and does not make half a list of it", async () => {
  const renewed: List<number> = async ({ cursor }) =>
    cursor === undefined
      ? { outcome: "listed", entries: [1], cursor: "a" }
      : { outcome: "unknown", reason: "channel-unusable" };
  await expect(read(renewed)).rejects.toThrow(new NotListed("channel-unusable"));
});
