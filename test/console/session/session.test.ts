import { beforeEach, describe, expect, test } from "@jest/globals";
import { IDLE_MAX_MS, Session } from "../../../console/src/session/session.ts";

let now: number;
let session: Session;
let changes: number;
beforeEach(() => {
  now = 1000;
  changes = 0;
  session = new Session(() => now);
  session.onChange(() => changes++);
});

describe("a session", () => {
  test("has no key before it is unlocked, and none after it is locked", () => {
    expect(session.isOpen).toBe(false);
    session.unlock("tnd_key");
    expect(session.key).toBe("tnd_key");
    session.lock();
    expect(session.key).toBeUndefined();
    expect(changes).toBe(2);
  });

  test("forgets the key after a quarter of an hour without a touch, not a moment before", () => {
    session.unlock("tnd_key");
    now += IDLE_MAX_MS - 1;
    expect(session.key).toBe("tnd_key");
    now += 1;
    expect(session.key).toBeUndefined();
    expect(IDLE_MAX_MS).toBe(15 * 60 * 1000);
  });

  test("lasts as long as somebody touches it", () => {
    session.unlock("tnd_key");
    for (let times = 0; times < 5; times++) {
      now += IDLE_MAX_MS - 1;
      session.touch();
    }
    expect(session.isOpen).toBe(true);
  });

  test("is not revived by who comes too late, or by being asked for", () => {
    session.unlock("tnd_key");
    now += IDLE_MAX_MS - 1;
    session.check();
    now += 1;
    session.touch();
    expect(session.isOpen).toBe(false);
    expect(changes).toBe(2);
  });

  test("tells that it was locked once, and not those who have stopped listening", () => {
    let told = 0;
    const stop = session.onChange(() => told++);
    session.unlock("tnd_key");
    stop();
    session.lock();
    session.lock();
    expect([told, changes]).toEqual([1, 2]);
  });
});
