import type { InvariantId } from "../../../invariants/find-violations.ts";
import type { Row } from "../../../invariants/snapshot.ts";
import type { PaymentName } from "./payment-history.ts";
import { type SpoiltPayments, the } from "./spoilt-payments.ts";

type Plant = [what: string, plant: (world: SpoiltPayments) => void];

/** What breaks each invariant. */
export const PAYMENT_PLANTS: Partial<Record<InvariantId, Plant[]>> = {
  I1: [
    ["a second charge of one payment", (w) => w.again("paid", { providerKey: "other" })],
    [
      "a second cancel of one payment",
      (w) => {
        for (const _twice of [1, 2]) w.again("cancelled", { kind: "void", providerKey: `${w.ids.cancelled}#cancel` });
      },
    ],
    ["a refund made twice", (w) => w.again("partly", { ...w.effect("partly", "refund") })],
    ["an order number that was paid twice", (w) => Object.assign(w.pay("slow"), { orderNo: "SO-paid" })],
  ],
  I2: [
    ["a success without a charge", (w) => w.without("paid")],
    ["a success without a ledger row", (w) => w.remove(w.settlement("paid"))],
    ["a settlement of what was declined", (w) => postFor(w, "declined")],
    ["another amount charged than settled", (w) => Object.assign(w.effect("paid"), { amount: 1999 })],
    ["another amount booked than paid", (w) => posting(w.settlement("paid"), { amount: 1 })],
    ["a success whose charge was cancelled", (w) => w.again("paid", { kind: "void", amount: 0 })],
    ["a charge that nobody asked for", (w) => Object.assign(w.effect("paid"), { paymentId: "pay_acme_0" })],
    ["a charge under another key", (w) => Object.assign(w.effect("paid"), { providerKey: "other" })],
    ["a refund that never took effect", (w) => w.without("partly", "refund")],
    ["a refund without its ledger row", (w) => w.remove(w.payback("returned"))],
    ["a late success that was booked", (w) => bookRefund(w, "late")],
    ["another amount back than asked for", (w) => Object.assign(w.effect("partly", "refund"), { amount: 1 })],
    ["another amount booked than went back", (w) => posting(w.payback("partly"), { amount: -1 })],
    ["a ledger row of no refund", (w) => Object.assign(w.payback("partly"), { subjectId: "ref_acme_0" })],
    [
      "money that the vendor gave back unasked and nobody booked",
      (w) => w.again("paid", { kind: "outside", amount: 100, providerKey: "desk" }),
    ],
    [
      "more booked as given back at the vendor than was",
      (w) => Object.assign(w.refund("partly"), { origin: "channel" }),
    ],
    ["a ledger row of no payment", (w) => Object.assign(w.settlement("paid"), { subjectId: "pay_acme_0" })],
  ],
  I3: [
    ["a charge of what was declined", (w) => w.again("declined", { providerKey: `${w.ids.declined}#charge` })],
    ["a charge of what was cancelled", (w) => w.again("cancelled", { providerKey: `${w.ids.cancelled}#charge` })],
    ["a late success that did not go back", (w) => w.without("late", "refund")],
    [
      "a late success that goes back twice",
      (w) =>
        w.snapshot.main.push({ ...w.refund("late"), sk: "REFUND#ref_acme_0", refundId: "ref_acme_0", state: "FAILED" }),
    ],
    ["a full refund that gave a part", (w) => Object.assign(w.effect("returned", "refund"), { amount: 500 })],
    ["an effect of a refused refund", (w) => Object.assign(w.refund("partly"), { state: "FAILED" })],
  ],
  I4: [
    ["more in the wallet than was booked", (w) => Object.assign(w.wallet(), { available: 1_000_000 })],
    ["less than nothing in the wallet", (w) => Object.assign(w.wallet(), { available: -1 })],
    [
      "money frozen for nobody",
      (w) => Object.assign(w.wallet(), { available: Number(w.wallet().available) - 5, frozen: 5 }),
    ],
    ["money of an open refund that is not frozen", (w) => Object.assign(w.refund("partly"), { state: "UNKNOWN" })],
    [
      "money that a bank has taken and that is not frozen",
      (w) => Object.assign(w.refund("partly"), { origin: "dispute", state: "NEEDS_REVIEW" }),
    ],
    ["a settlement without a wallet", (w) => w.remove(w.wallet())],
    ["postings that do not sum to zero", (w) => (w.settlement("paid").postings as object[]).splice(1, 1)],
    ["more left to refund than there is", (w) => Object.assign(w.pay("partly"), { refundable: 2000 })],
    ["a full refund that is called a part", (w) => Object.assign(w.pay("returned"), { state: "PARTIALLY_REFUNDED" })],
    ["a part that is called a full refund", (w) => Object.assign(w.pay("partly"), { state: "REFUNDED" })],
    ["a refund that its payment forgot", (w) => Object.assign(w.pay("partly"), { refunded: 0 })],
    ["more back than was paid", (w) => Object.assign(w.effect("returned", "refund"), { amount: 3000 })],
  ],
  I12: [
    ["a saga under way that nobody comes for", (w) => Object.assign(w.saga("paid"), { state: "PIVOTED" })],
    ["a finished saga that is due", (w) => Object.assign(w.saga("paid"), { duePk: "SAGA#0", dueAt: 1 })],
    ["a parked saga that is due", (w) => Object.assign(w.saga("parked"), { duePk: "SAGA#0", dueAt: 1 })],
    [
      "a saga due where no sweeper reads",
      (w) => Object.assign(w.saga("paid"), { state: "PIVOTED", duePk: "SAGA#999", dueAt: 1 }),
    ],
    ["an open refund that nobody comes for", (w) => Object.assign(w.refund("partly"), { state: "UNKNOWN" })],
    ["a finished refund that is due", (w) => Object.assign(w.refund("partly"), { duePk: "REFUND#0", dueAt: 1 })],
    ["a webhook that nobody applies", (w) => Object.assign(w.inbox("clicked"), { state: "RECEIVED" })],
    ["an applied webhook that is due", (w) => Object.assign(w.inbox("clicked"), { duePk: "INBOX#0", dueAt: 1 })],
    ["a parked payment that no operator sees", (w) => w.remove(w.row(`REVIEW#acme#${w.ids.parked}`))],
    [
      "a decided payment on the operators' list",
      (w) => Object.assign(w.row(`REVIEW#acme#${w.ids.decided}`), { statePk: "REVIEW#0" }),
    ],
    ["a parked refund that no operator sees", (w) => Object.assign(w.refund("late"), { state: "NEEDS_REVIEW" })],
  ],
  I13: [
    ["a refund of the vendor's own that we have sent", (w) => Object.assign(w.refund("partly"), { origin: "channel" })],
    ["a payment without its saga", (w) => w.remove(w.saga("paid"))],
    ["a state that does not exist", (w) => Object.assign(w.pay("paid"), { state: "PAID" })],
    ["a saga state that does not exist", (w) => Object.assign(w.saga("paid"), { state: "DONE" })],
    ["a declined payment of a completed saga", (w) => Object.assign(w.pay("paid"), { state: "DECLINED" })],
    [
      "a payment declined before its charge was closed",
      (w) =>
        Object.assign(w.pay("parked"), { state: "DECLINED" }) &&
        Object.assign(w.saga("parked"), { parkedFrom: "COMPENSATING", endsAs: "DECLINED" }),
    ],
    ["a success of a compensated saga", (w) => Object.assign(w.pay("cancelled"), { state: "SUCCEEDED" })],
    ["a cancelled payment of a declined saga", (w) => Object.assign(w.pay("declined"), { state: "CANCELLED" })],
    ["an open payment of a settled saga", (w) => Object.assign(w.pay("paid"), { state: "UNKNOWN" })],
    ["a full refund of what was never settled", (w) => Object.assign(w.pay("late"), { outcome: "succeeded" })],
    ["a completed saga before its end", (w) => Object.assign(w.saga("paid"), { cursor: 4 })],
    ["a saga that runs behind its pivot", (w) => Object.assign(w.saga("paid"), { state: "RUNNING", cursor: 4 })],
    [
      "a wait for a customer that its payment does not show",
      (w) =>
        Object.assign(w.saga("paid"), { state: "RUNNING", cursor: 2, resumes: 0 }) &&
        Object.assign(w.pay("paid"), { state: "PROCESSING" }),
    ],
    ["a compensated saga with steps left", (w) => Object.assign(w.saga("cancelled"), { openSteps: 1 })],
    ["a parked saga that was never parked", (w) => Reflect.deleteProperty(w.saga("parked"), "parkedFrom")],
    ["another payment's saga", (w) => Object.assign(w.saga("paid"), { paymentId: w.ids.slow })],
    ["a step that was left out", (w) => w.remove(w.step("paid", 4))],
    [
      "a step done before its turn",
      (w) =>
        Object.assign(w.step("parked", 1), { step: "SettlePayment", state: "SUCCEEDED" }) &&
        Object.assign(w.saga("parked"), { state: "RUNNING" }),
    ],
    ["a step state that does not exist", (w) => Object.assign(w.step("paid", 1), { state: "DONE" })],
    ["a step that was not undone", (w) => Object.assign(w.step("cancelled", 1), { state: "SUCCEEDED" })],
    ["a wait that outlived its saga", (w) => Object.assign(w.step("cancelled", 2), { state: "SENT" })],
    ["a sixth send of one charge", (w) => Object.assign(w.step("slow", 1), { tries: 6 })],
    ["a charge under another key", (w) => Object.assign(w.step("slow", 1), { providerKey: "other" })],
    ["a parked saga without its parked step", (w) => Object.assign(w.step("parked", 1), { state: "UNKNOWN" })],
    ["an order that was not finished", (w) => Object.assign(w.order("paid"), { state: "PAID" })],
    ["an order that was not cancelled", (w) => Object.assign(w.order("cancelled"), { state: "PENDING" })],
    ["an order that was lost", (w) => w.remove(w.order("paid"))],
    [
      "an order number taken from what was paid",
      (w) => Object.assign(w.row("ORDERNO#acme#SO-paid"), { paymentId: w.ids.slow }),
    ],
    ["a lost order number", (w) => w.remove(w.row("ORDERNO#acme#SO-declined"))],
    ["a refund state that does not exist", (w) => Object.assign(w.refund("partly"), { state: "DONE" })],
    ["a sixth send of one refund", (w) => Object.assign(w.refund("partly"), { sends: 6 })],
    ["a refund that ended unsent", (w) => Object.assign(w.refund("partly"), { sends: 0 })],
    ["a refund of nothing", (w) => Object.assign(w.refund("partly"), { amount: { amount: 0, currency: "USD" } })],
    ["a payment that left its end", (w) => reading(w, "paid", "PROCESSING")],
    ["a refunded payment that came back", (w) => reading(w, "returned", "SUCCEEDED")],
    ["a refund that left its end", (w) => reading(w, "returned", "REFUNDED", "PENDING")],
  ],
  I14: [
    ["a compensation after the capture", (w) => Object.assign(w.saga("paid"), { state: "COMPENSATING", openSteps: 2 })],
    ["a compensation after the settlement", (w) => postFor(w, "cancelled")],
    ["a charge undone after its pivot", (w) => Object.assign(w.step("paid", 1), { state: "COMPENSATED" })],
    ["a cancel after the pivot", (w) => w.again("clicked", { kind: "void", amount: 0 })],
    ["a capture of what was undone", (w) => Object.assign(w.pay("cancelled"), { outcome: "succeeded" })],
  ],
  I15: [
    ["a payment that was answered and is not there", (w) => w.remove(w.pay("declined"))],
    ["a saga that was answered and is not there", (w) => w.remove(w.saga("declined"))],
    ["a refund that was answered and is not there", (w) => w.remove(w.refund("partly"))],
    [
      "a cancel that was answered and did not happen",
      (w) => Object.assign(w.saga("cancelled"), { state: "COMPLETED" }),
    ],
  ],
  I16: [
    ["a message for a refund of the vendor's own", (w) => Object.assign(w.refund("partly"), { origin: "channel" })],
    ["a saga without its message", (w) => w.unsay(w.message(w.pay("paid").sagaId as string))],
    ["a resume without its message", (w) => Object.assign(w.saga("paid"), { resumes: 1 })],
    ["a refund without its message", (w) => w.unsay(w.message(w.refund("partly").refundId as string))],
    ["a webhook without its message", (w) => w.unsay(w.message(w.ids.clicked))],
    [
      "a message about nothing",
      (w) =>
        Object.assign(w.message(w.ids.clicked), {
          ref: { channel: "sandbox", tenantId: "acme", eventId: "evt_0" },
        }),
    ],
    ["a message that was never sent", (w) => w.leave(w.message())],
  ],
  I17: [
    [
      "a paid webhook of a declined payment",
      (w) => Object.assign(w.inbox("refused"), { event: { ...(w.inbox("refused").event as object), type: "paid" } }),
    ],
    [
      "a paid webhook that was refused and shown to nobody",
      (w) =>
        Object.assign(w.inbox("clicked"), {
          state: "REFUSED",
          event: { ...(w.inbox("clicked").event as object), paymentId: w.ids.cancelled },
        }),
    ],
    [
      "a paid webhook that an operator's word passed over",
      (w) => {
        const { event } = w.inbox("clicked");
        Object.assign(w.inbox("clicked"), { event: { ...(event as object), paymentId: w.ids.declined } });
        Object.assign(w.saga("declined"), { resolution: "FAILED" });
        const callback = { type: "paid", eventId: "evt_clicked", at: 1 };
        w.snapshot.main.push({ pk: w.saga("declined").pk, sk: "STEP#09", step: "AwaitPayment", callback });
        w.snapshot.main.push({ ...w.row(`REVIEW#acme#${w.ids.decided}`), paymentId: w.ids.declined });
      },
    ],
    ["a paid webhook that was never applied", (w) => Object.assign(w.inbox("clicked"), { state: "RECEIVED" })],
    [
      "a paid webhook applied to nothing",
      (w) =>
        Object.assign(w.inbox("clicked"), {
          event: { ...(w.inbox("clicked").event as object), paymentId: "pay_acme_0" },
        }),
    ],
  ],
  I19: [
    ["a saga that never ends", (w) => Object.assign(w.saga("paid"), { state: "PIVOTED" })],
    ["a refund that never ends", (w) => Object.assign(w.refund("partly"), { state: "UNKNOWN" })],
    [
      "a person asked without need",
      (w) => Object.assign(w.row(`REVIEW#acme#${w.ids.decided}`), { statePk: "REVIEW#0" }),
    ],
    ["a webhook that is never applied", (w) => Object.assign(w.inbox("refused"), { state: "RECEIVED" })],
  ],
  I33: [
    [
      "a customer who was forgotten, and is named by what is over",
      (w) => forgotten(w, { ...w.pay("paid"), customerId: "alice" }),
    ],
  ],
};

function posting(entry: Row, change: { amount: number }): void {
  const postings = entry.postings as { ledgerAccount: string }[];
  Object.assign(the(postings.find(({ ledgerAccount }) => ledgerAccount.startsWith("wallet:"))), change);
}

function postFor(world: SpoiltPayments, name: PaymentName): void {
  const paymentId = world.ids[name];
  world.snapshot.main.push({ ...world.settlement("paid"), pk: `LEDGER#acme#${paymentId}`, subjectId: paymentId });
}

function bookRefund(world: SpoiltPayments, name: PaymentName): void {
  const { refundId } = world.refund(name);
  const entry = { pk: `LEDGER#acme#${refundId}`, subjectId: refundId, paymentId: world.ids[name] };
  world.snapshot.main.push({ ...world.payback("returned"), ...entry });
}

/** A payment as somebody reads it after everything else; `refund`: its first refund. */
function reading(world: SpoiltPayments, name: PaymentName, status: string, refund?: string): void {
  const last = the(
    world.snapshot.calls.findLast(
      ({ route, fingerprint }) => route.startsWith("GET") && fingerprint === world.ids[name],
    ),
  );
  const body = JSON.parse(last.body ?? "{}") as { status: string; refunds: { status: string }[] };
  body.status = status;
  if (refund !== undefined) the(body.refunds[0]).status = refund;
  const at = last.receivedAt + 1000;
  world.snapshot.calls.push({ ...last, sentAt: at, receivedAt: at, body: JSON.stringify(body) });
}

/** Long after its end, an operator has the payment's customer forgotten, and it stays as it is. */
function forgotten(world: SpoiltPayments, payment: Row): void {
  const customerMark = "mark-of-alice";
  Object.assign(world.pay("paid"), { ...payment, customerMark });
  const detail = { isComplete: true, marks: [customerMark] };
  const asked = { pk: "FORGOTTEN#acme#mark-of-a-user", sk: "AUDIT#1", at: Number.MAX_SAFE_INTEGER, detail };
  world.snapshot.main.push(asked);
}
