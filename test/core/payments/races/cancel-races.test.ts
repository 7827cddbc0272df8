import { jest, test } from "@jest/globals";
import fc from "fast-check";
import type { ChannelEvent } from "../../../../core/payments/domain/channel.ts";
import type { PaymentState } from "../../../../core/payments/domain/payment.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { atItsTurn, makeRaceable, race } from "../../../support/races/race.ts";
import {
  type Action,
  anyOrder,
  assertRace,
  does,
  expectFound,
  type Order,
  planted,
  RUNS,
} from "../../../support/races/search.ts";
import { Witness } from "../../../support/races/witness.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { racersOf } from "../../redemptions/races/card-races.ts";
import { assertSound } from "../services/payment-soundness.ts";
import { driverOf, relay } from "./payment-races.ts";

/** Some dozens of worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

const KINDS = [
  "ok",
  "action",
  "declined",
  "reply-lost-ok",
  "late-success",
  "never-voids",
] as const satisfies ChargeKind[];
/** Where the payment stands when the race begins. */
const STATES = ["CreateOrder", "ChargePayment", "AwaitPayment", "SettlePayment"] as const;
type State = (typeof STATES)[number];

type CancelAction = Action &
  ({ do: "cancel" } | { do: "drive" } | { do: "customer"; outcome: "paid" | "declined"; event: number });

const action: fc.Arbitrary<CancelAction> = fc.oneof(
  does("cancel", {}, 2),
  does("drive", {}, 2),
  // Two notifications of one moment, each of which may come twice.
  does("customer", { outcome: fc.constantFrom("paid" as const, "declined" as const), event: fc.nat(1) }, 2),
);

const cancels = (omit: string[] = []) =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(action, { minLength: 1, maxLength: 5 }),
    fc.constantFrom<ChargeKind>(...KINDS),
    fc.constantFrom<State>(...STATES),
    fc.nat(),
    async (order, racing, kind, from, luck) => {
      const world = await PaymentWorld.create({ omit: new Set(omit) });
      try {
        makeRaceable(world.deps, luck);
        await raceOfCancels(world, order, racing, kind, from);
      } finally {
        await world.drop();
      }
    },
  );

async function raceOfCancels(
  world: PaymentWorld,
  order: Order,
  racing: readonly CancelAction[],
  kind: ChargeKind,
  from: State,
): Promise<void> {
  const witness = new Witness(world.world, world);
  const paymentId = paymentIdIn(await world.pay(kind));
  // One that is over before never gets there.
  await world.advanceTo(from).catch(() => undefined);
  const drive = driverOf(world);
  const act = async (action: CancelAction): Promise<unknown> => {
    switch (action.do) {
      case "drive":
        return drive();
      case "cancel":
        await world.cancel(paymentId);
        return drive();
      case "customer": {
        const told = await atItsTurn(action.outcome, async () => customerActs(world, paymentId, kind, action));
        if (!told) return;
        await world.webhook(told);
        await relay(world);
        await world.deliverJobs("webhooks");
        return drive();
      }
    }
  };
  // What the vendor has not told yet is not wrong: the invariants are asked when it has.
  await race(order.scheduler, racersOf(racing, act));
  await world.settle();
  if (waits(await world.payments())) await world.passDeadline();
  // Sooner or later the vendor tells of money that came in, also of what came after the cancel.
  const isPaid = world.channel.effects.some((move) => move.kind === "charge");
  if (isPaid) await world.webhook(world.channel.event(paymentId, "paid"));
  await world.settle();
  await witness.expectSound("settled");
  await assertSound(world);
}

/** On the channel's page, once there is one; the vendor then tells what is, not what was clicked. */
function customerActs(
  { channel }: PaymentWorld,
  paymentId: string,
  kind: ChargeKind,
  { outcome, event }: CancelAction & { do: "customer" },
): ChannelEvent | undefined {
  const eventId = `event-${event}`;
  // This one's customer comes when all is over.
  if (channel.script(kind).succeedsAfterCancelMs !== undefined) return undefined;
  channel.act(paymentId, outcome);
  switch (channel.charges.get(paymentId)?.status) {
    case "captured":
      return channel.event(paymentId, "paid", { eventId: `${eventId}-paid` });
    case "declined":
      return channel.event(paymentId, "declined", { eventId: `${eventId}-declined` });
    default:
      return undefined;
  }
}

const waits = (payments: readonly { state: PaymentState }[]) =>
  payments.some(({ state }) => state === "REQUIRES_ACTION" || state === "PROCESSING");

/** Some 250 ms each: six seconds. */
test("in whatever order cancel, charge and webhook arrive, the money is kept or given back, and all rows agree", () =>
  assertRace(cancels(), { numRuns: RUNS }));

/** Each covers for the others: only without all of them do two cancels both turn the saga round. */
const WHERE_IT_STANDS = ["stateAllows", "versionAsSeen", "epochIsMine", "resumesAsSeen"];

planted("a cancel that is written without looking at where the saga stands is found out", () =>
  expectFound(
    cancels,
    WHERE_IT_STANDS.map((clause) => `saga.abort.${clause}`),
  ),
);
