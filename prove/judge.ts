import type { Item } from "../core/foundation/store/table.ts";
import type { Payment } from "../core/payments/domain/payment.ts";
import { textOfRows } from "../invariants/confidentiality.ts";
import { findViolations } from "../invariants/find-violations.ts";
import type { Row } from "../invariants/rows.ts";
import type { ClientCall, Expectations, Snapshot, Violation } from "../invariants/snapshot.ts";
import { SECRETS } from "./functions.ts";
import { channelConfigOf, PAYOUT_CONFIG } from "./ports.ts";
import { keyOf } from "./shadow.ts";
import type { World } from "./world.ts";

/** What a merchant asks for its codes with: the one answer that has them. */
const EXPORT = "POST /v1/campaigns/{id}/exports";

/** Every invariant, over everything that there is. `settled`: faults are over and everything has had its time. */
export async function judge(
  world: World,
  { codes, settled }: { codes: readonly string[]; settled: boolean },
): Promise<Violation[]> {
  const { outside, calls, violations } = world;
  const { main, transient, events } = await world.rows();
  const snapshot: Snapshot = {
    main,
    transient,
    events: events.filter((event) => !world.lostEvents.has(keyOf(event))),
    announced: world.engine.announced as Row[],
    effects: {
      exchange: outside.exchange.effects,
      channel: outside.channel.effects,
      payouts: outside.payouts.effects,
      notifications: outside.sender.effects,
      ...(world.plan.tellsMerchants ? { receipts: outside.receivers.receipts } : {}),
    },
    calls: calls.filter((call) => call.receivedAt !== Number.POSITIVE_INFINITY && !isOfLostHistory(call, world)),
  };
  const deadLetters = Object.values(outside.queues).flatMap((queue) => queue.deadLetters);
  const channels = ["acme", "globex"].map(channelConfigOf);
  const secrets = [
    ...codes,
    ...Object.values(SECRETS),
    ...[...channels, PAYOUT_CONFIG].flatMap(({ secret, webhookSecrets }) => [secret, ...webhookSecrets]),
  ];
  const expectations: Expectations = {
    access: accessIn(world),
    ...(settled
      ? {
          settled: {
            mayNeedReview: (id: string) => !world.engine.parkedWrongly.has(id) || waitsForAnother(id, main, world),
          },
        }
      : {}),
    confidential: {
      secrets,
      texts: [
        { name: "logs", text: world.logs.join("\n") },
        { name: "dead letters", text: deadLetters.join("\n") },
        { name: "answers", text: calls.map(({ route, body }) => (route === EXPORT ? "" : (body ?? ""))).join("\n") },
        { name: "table main", text: textOfRows(main) },
        { name: "table transient", text: textOfRows(transient) },
        { name: "table events", text: textOfRows(events) },
      ],
    },
  };
  return [
    ...violations,
    ...findViolations(snapshot, expectations).filter((found) => !isFoundDifference(found, main, world)),
    ...differences(world, "main", main),
    ...differences(world, "events", events),
  ];
}

/**
 * After a restore a card may have gone into an account that another redemption holds by now. As long as that one is parked, the
 * account is in doubt, and nobody books into it: the first cannot be decided before the second is.
 */
function waitsForAnother(redemptionId: string, main: readonly Item[], { restored }: World): boolean {
  const why = main.find(({ pk, subjectId }) => String(pk).startsWith("REVIEW#") && subjectId === redemptionId)?.why;
  if (!restored || why !== "account-busy") return false;
  const isParked = (id: unknown) => main.some((row) => row.redemptionId === id && row.state === "NEEDS_REVIEW");
  return main.some(
    ({ pk, status, leaseOwner }) =>
      String(pk).startsWith("ACC#") && status === "LOCKING" && leaseOwner !== redemptionId && isParked(leaseOwner),
  );
}

/** Between the two moments of a restore: what was said then, the tables cannot know. */
function isOfLostHistory({ owner, route, key, status, sentAt, receivedAt }: ClientCall, world: World): boolean {
  const { restored, lostAnswers } = world;
  if (!restored || sentAt > restored.atMs) return false;
  const hasMade = MADE_AT_ONCE.has(route) && isSuccess(status) && status !== JOINED;
  return receivedAt > restored.toMs || (!hasMade && lostAnswers.has(`${owner} ${route} ${key}`));
}

/** What was there already: of the minute before the moment it counts as lost, as a refusal does, and is decided once more. */
const JOINED = 200;

const isSuccess = (status: number | undefined) => status !== undefined && status >= 200 && status < 300;

/** Whether they are there their rows say, to the last one before the moment. */
const MADE_AT_ONCE: ReadonlySet<string> = new Set([
  "POST /v1/redemptions",
  "POST /v1/payments",
  "POST /v1/payments/{id}/refunds",
  "POST /v1/withdrawals",
  "POST /v1/notifications",
]);

/** What took effect and is on no book: after a restore that is no fault where a person is told of this very thing. */
function isFoundDifference({ detail, subject }: Violation, main: readonly Item[], world: World): boolean {
  if (!world.restored) return false;
  if (UNLISTED.test(detail)) return isOfBefore(subject, world);
  if (CANCELLED.test(detail)) return isPaidAllTheSame(subject, main, world);
  if (!OFF_THE_BOOKS.test(detail)) return false;
  // A charge that was cancelled, too: all money is where it was, and nobody has to do anything.
  const [paymentId = ""] = subject.split("#");
  if (paymentId.startsWith("pay_") && world.outside.channel.net(paymentId) === 0) return true;
  const told = main.filter(({ pk }) => String(pk).startsWith("REVIEW#"));
  return told.some(({ trade, paymentId, withdrawalId }) =>
    [trade, `${paymentId}#charge`, `${paymentId}#cancel`, withdrawalId].includes(subject),
  );
}

const OFF_THE_BOOKS = /^took effect, and no \w+ asked for it$/;
/**
 * No money has moved, and nobody who sends messages keeps a list: what was sent before the doors opened nobody can find. Where its
 * merchant asks for another receiver under the same key since, it counts as sent.
 */
const UNLISTED = /^was sent(, and nobody asked for it| to somebody else than its receiver)$/;

/**
 * In the history that is lost it was cancelled unpaid, and its customer paid all the same. Asked for again, it takes up that very money,
 * which would have gone back as a late success.
 */
const CANCELLED = /^is (SUCCEEDED|PARTIALLY_REFUNDED|REFUNDED|PIVOTED|COMPLETED), and its charge was cancelled$/;

function isPaidAllTheSame(paymentId: string, main: readonly Item[], { outside: { channel } }: World): boolean {
  const head = main.find(
    (row) => row.paymentId === paymentId && row.sk === "HEAD" && String(row.pk).startsWith("PAY#"),
  );
  const row = head as Payment | undefined;
  const voids = channel.effects.filter((effect) => effect.paymentId === paymentId && effect.kind === "void");
  const isUnpaid = voids.every(({ amount }) => amount === 0);
  return isUnpaid && row !== undefined && channel.net(paymentId) === row.amount.amount - row.refunded;
}

function isOfBefore(notificationId: string, { outside, doorsOpenedAtMs }: World): boolean {
  const sent = outside.sender.effects.filter((effect) => effect.notificationId === notificationId);
  return sent.every(({ effectAt }) => effectAt < doorsOpenedAtMs);
}

function accessIn({ plan: { versions, skewMaxMs } }: World): NonNullable<Expectations["access"]> {
  return {
    cacheMs: Math.max(...versions.map(({ apiKeyCacheMs }) => apiKeyCacheMs)),
    skewMs: skewMaxMs,
  };
}

/** What was watched must be what is there: else the rules about single writes judge a dream. */
function differences(world: World, table: "main" | "events", there: readonly Item[]): Violation[] {
  const { rows } = world.engine.shadows[table];
  const found = there.filter((row) => textOf(row) !== textOf(rows.get(keyOf(row))));
  const wrong = found.length > 0 || rows.size !== there.length;
  const subject = found[0] ? keyOf(found[0]) : `table ${table}`;
  const detail = `the engine's row ${textOf(found[0])}, and as it was watched ${textOf(found[0] && rows.get(keyOf(found[0])))}`;
  return wrong ? [{ invariant: "watch", subject, detail }] : [];
}

function textOf(row: Item | undefined): string {
  return JSON.stringify(sorted(row), (_key, value) => (value === undefined ? null : value)) ?? "nothing";
}

function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]));
}
