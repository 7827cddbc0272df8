import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { notificationIdOf } from "../../../core/notifications/domain/notification.ts";
import { resolveNotification } from "../../../core/notifications/services/notification-review.ts";
import { findViolations, type InvariantId } from "../../../invariants/find-violations.ts";
import type { NotificationEffect, Row, Snapshot } from "../../../invariants/snapshot.ts";
import { NotificationWorld } from "../../support/notification-world.ts";
import { expectLocalAgreement } from "../local-agreement.ts";

const STATES = {
  sent: "SENT",
  lost: "SENT",
  bounced: "FAILED",
  again: "SENT",
  expired: "FAILED",
  parked: "NEEDS_REVIEW",
  found: "SENT",
  "not-found": "FAILED",
  mended: "SENT",
  batched: "SENT",
  waiting: "ACCEPTED",
};
type Name = keyof typeof STATES;
const idOf = (name: Name) => notificationIdOf("acme", name);

type History = Omit<Snapshot, "main" | "effects"> & {
  main: Row[];
  effects: { exchange: []; channel: []; notifications?: NotificationEffect[] };
};
let world: NotificationWorld;
let history: History;

/** One of everything that may happen to a notification, by the real services over the real engine. */
beforeAll(async () => {
  world = await NotificationWorld.create();
  const submit = (name: Name, local: string) => world.submit(world.item(name, local));
  await submit("expired", "ok");
  world.world.nowMs += world.world.deps.limits.notification.lifetimeMs;
  await submit("sent", "ok");
  await submit("lost", "timeout-then-ok");
  for (const name of ["bounced", "again"] as const) await submit(name, "bounce");
  for (const name of ["parked", "found", "not-found", "mended"] as const) await submit(name, "timeout-never");
  await world.batch("mails", [world.item("batched")]);
  await world.settle();
  await submit("again", "ok");
  await resolve("found", "SENT");
  await resolve("not-found", "FAILED");
  await resolve("mended", "FAILED");
  await submit("mended", "ok");
  await world.settle();
  await submit("waiting", "ok");
  const main = (await world.world.scan()).items as Row[];
  const effects = { exchange: [] as [], channel: [] as [], notifications: [...world.sender.effects] };
  history = structuredClone({ main, transient: [], effects, calls: [] });
});
afterAll(() => world.world.drop());

async function resolve(name: Name, resolution: "SENT" | "FAILED"): Promise<void> {
  const body = { resolution, reason: "as their books say it" };
  const request = world.world.request(`resolve ${name}`, body);
  const answer = await resolveNotification(
    world.world.deps,
    request,
    { kind: "operator", keyId: "OP-1" },
    idOf(name),
    body,
  );
  expect(answer.httpStatus).toBe(200);
}

/** A copy, to be spoilt. */
class Spoilt {
  readonly snapshot = structuredClone(history);
  readonly effects = this.snapshot.effects.notifications ?? [];
  row = (pk: string, sk = "HEAD"): Row =>
    this.snapshot.main.find((row) => row.pk === pk && row.sk.startsWith(sk)) as Row;
  head = (name: Name) => this.row(`NTF#acme#${idOf(name)}`);
  effect = (name: Name) => this.effects.find(({ key }) => key === name) as NotificationEffect;
  sendAgain(name: Name): void {
    const { receiver, channel } = this.head(name) as Row & NotificationEffect;
    this.effects.push({ notificationId: idOf(name), key: name, receiver, channel });
  }
}

const found = (spoilt: Spoilt) => findViolations(spoilt.snapshot).map(({ invariant, subject }) => [invariant, subject]);

test("finds nothing in a history of notifications that were sent, refused, tried again, too late, parked and decided", () => {
  const spoilt = new Spoilt();
  const states = Object.keys(STATES).map((name) => [name, spoilt.head(name as Name).state]);
  expect(Object.fromEntries(states)).toEqual(STATES);
  expect(spoilt.effects.map(({ key }) => key).sort()).toEqual(["again", "batched", "lost", "mended", "sent"]);
  expect(found(spoilt)).toEqual([]);
});

const PLANTS: Partial<Record<InvariantId, [what: string, of: Name | "nobody", plant: (world: Spoilt) => unknown][]>> = {
  I12: [
    ["one under way that nobody comes for", "waiting", (w) => Reflect.deleteProperty(w.head("waiting"), "duePk")],
    ["one without a time", "waiting", (w) => Reflect.deleteProperty(w.head("waiting"), "dueAt")],
    ["one due where no sweeper reads", "waiting", (w) => Object.assign(w.head("waiting"), { duePk: "NTF#99" })],
    ["one that has ended and is due", "sent", (w) => Object.assign(w.head("sent"), { duePk: "NTF#0", dueAt: 1 })],
    ["a parked one that is due", "parked", (w) => Object.assign(w.head("parked"), { duePk: "NTF#0", dueAt: 1 })],
    [
      "a parked one that no operator sees",
      "parked",
      (w) => Reflect.deleteProperty(w.row(`REVIEW#acme#${idOf("parked")}`, ""), "statePk"),
    ],
    [
      "a decided one that is still on the list",
      "found",
      (w) => Object.assign(w.row(`REVIEW#acme#${idOf("found")}`, ""), { statePk: "REVIEW#acme#OPEN#0" }),
    ],
  ],
  I13: [
    ["a state that nobody knows", "waiting", (w) => Object.assign(w.head("waiting"), { state: "LOST" })],
    ["a sixth attempt", "again", (w) => Object.assign(w.head("again"), { attempt: 6 })],
    ["one sent too often", "lost", (w) => Object.assign(w.head("lost"), { sends: 6 })],
    [
      "one that has ended and has what it says",
      "sent",
      (w) => Object.assign(w.head("sent"), { sealed: new Uint8Array([1]) }),
    ],
    ["a parked one whose words are gone", "parked", (w) => Reflect.deleteProperty(w.head("parked"), "sealed")],
  ],
  I29: [
    ["one that was sent twice", "sent", (w) => w.sendAgain("sent")],
    ["one sent again after a lost answer", "lost", (w) => w.sendAgain("lost")],
    ["one that was sent, and nothing reached anybody", "sent", (w) => w.effects.splice(0, w.effects.length)],
    ["one that was refused, and sent", "bounced", (w) => w.sendAgain("bounced")],
    ["one that was too late, and sent", "expired", (w) => w.sendAgain("expired")],
    ["one whose intent is not on record, and sent", "waiting", (w) => w.sendAgain("waiting")],
    ["both attempts of one that was refused first", "again", (w) => w.sendAgain("again")],
    [
      "a parked one that was sent twice",
      "parked",
      (w) => {
        w.sendAgain("parked");
        w.sendAgain("parked");
      },
    ],
    [
      "one that a person called failed, sent more often than it was tried",
      "not-found",
      (w) => {
        w.sendAgain("not-found");
        w.sendAgain("not-found");
      },
    ],
    ["a message to somebody else", "sent", (w) => Object.assign(w.effect("sent"), { receiver: "else@shop.example" })],
    ["a message another way", "sent", (w) => Object.assign(w.effect("sent"), { channel: "sms" })],
    ["a message under another key", "sent", (w) => Object.assign(w.effect("sent"), { key: "lost" })],
    ["a message that nobody asked for", "nobody", (w) => w.effects.push({ ...w.effect("sent"), notificationId: "x" })],
  ],
  I33: [
    [
      "a receiver who was forgotten, and is named by what was sent",
      "sent",
      (w) => {
        const detail = { isComplete: true, marks: [w.head("sent").receiverMark] };
        const asked = { pk: "FORGOTTEN#acme#mark-of-a-user", sk: "AUDIT#1", at: Number.MAX_SAFE_INTEGER, detail };
        w.snapshot.main.push(asked);
      },
    ],
  ],
  I30: [["an end that nobody was told of", "sent", (w) => Object.assign(w.snapshot, { events: [] })]],
};

describe.each(Object.entries(PLANTS))("%s", (invariant, plants) => {
  test.each(plants)("finds %s", async (_what, name, plant) => {
    const spoilt = new Spoilt();
    plant(spoilt);
    await expectLocalAgreement(spoilt.snapshot.main);
    expect(found(spoilt)).toContainEqual([invariant, name === "nobody" ? "x" : idOf(name)]);
  });
});

describe("I29 leaves alone", () => {
  test.each<[string, (world: Spoilt) => unknown]>([
    ["what a person has called sent, and was", (w) => w.sendAgain("found")],
    ["what a person has called failed, and was sent", (w) => w.sendAgain("not-found")],
    ["what was sent anew after a person had called it failed", (w) => w.sendAgain("mended")],
    ["a parked one that was sent", (w) => w.sendAgain("parked")],
    [
      "what another sender sent, whose book nobody reads",
      (w) => {
        Object.assign(w.head("sent"), { sender: "ses" });
        w.effects.splice(w.effects.indexOf(w.effect("sent")), 1);
      },
    ],
    ["messages that nobody has looked at", (w) => Reflect.deleteProperty(w.snapshot.effects, "notifications")],
  ])("%s", (_what, plant) => {
    const spoilt = new Spoilt();
    plant(spoilt);
    expect(found(spoilt).filter(([invariant]) => invariant === "I29")).toEqual([]);
  });
});

/** What I15 says of rows when a caller was answered this. */
function missing(answer: object): string[] {
  const { snapshot } = new Spoilt();
  const call = { owner: "acme", route: "POST /v1/notifications", key: "k", fingerprint: "f", sentAt: 1, receivedAt: 2 };
  const calls = [{ ...call, status: 200, body: JSON.stringify(answer) }];
  return findViolations({ ...snapshot, calls })
    .filter(({ invariant, detail }) => invariant === "I15" && /^(names|puts) /.test(detail))
    .map(({ detail }) => detail);
}

test("I15 finds nothing in answers that name what is there", () => {
  expect(missing({ notificationId: idOf("again"), attempt: 2, templateId: world.templateId })).toEqual([]);
  expect(missing({ batchId: "mails", items: [{ notificationId: idOf("batched"), attempt: 1 }] })).toEqual([]);
});

test.each<[string, object, string]>([
  ["a notification", { notificationId: "ntf_acme_0" }, "names ntf_acme_0, which has no row"],
  ["a template", { templateId: "tpl_acme_0" }, "names tpl_acme_0, which has no row"],
  ["an attempt", { notificationId: idOf("sent"), attempt: 2 }, `names attempt 2 of ${idOf("sent")}, which has 1`],
  [
    "a batch's item",
    { batchId: "mails", items: [{ notificationId: idOf("sent") }] },
    `puts ${idOf("sent")} into mails, which has no such item`,
  ],
])("I15 finds %s that was answered and is not there", (_what, answer, detail) => {
  expect(missing(answer)).toEqual([detail]);
});

test("I19 finds those that never end, and a parked one that could have been decided", () => {
  const stuck = (mayNeedReview: boolean) =>
    findViolations(new Spoilt().snapshot, { settled: { mayNeedReview: () => mayNeedReview } })
      .filter(({ invariant }) => invariant === "I19")
      .map(({ subject }) => subject)
      .sort();
  expect(stuck(true)).toEqual([idOf("waiting")]);
  expect(stuck(false)).toEqual([idOf("waiting"), idOf("parked")].sort());
});
