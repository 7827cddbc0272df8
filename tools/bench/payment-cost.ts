import { createOffer } from "../../core/orders/services/offers.ts";
import { placeOrder } from "../../core/payments/services/order-numbers.ts";
import type { FunctionName } from "../../lib/functions.ts";
import type { StateMachine } from "../../local/step-functions/state-machine.ts";
import { REDIRECT } from "./bench-channel.ts";
import { newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import {
  ASSUMED,
  addUp,
  checkEvents,
  consumedBy,
  gb,
  outboxOf,
  sumOf,
  told,
  toldWithRequests,
  type Units,
} from "./capacity.ts";
import { type Accepted, AMOUNT, PaymentPath } from "./payment-path.ts";
import { payPlainly } from "./plain-payment.ts";
import type { Report } from "./report.ts";

const TRANSITIONS_MAX = 7;
/** The customer's page adds the wait, and the lookup that follows it. */
const WITH_PAGE_TRANSITIONS_MAX = 10;
const REQUESTS_MAX = 15;
/** The order and who has its number, when it is accepted; order, subscription and user, when that is granted. */
const OF_ORDER_REQUESTS_MAX = 19;
const OFFER = {
  name: "Bench",
  price: AMOUNT,
  period: { unit: "month", count: 1 },
  onRepeat: "new",
  perUserLimit: 2,
  stock: 10_000,
} as const;

interface Walked {
  /** Requests and units by part of the way. */
  parts: Record<string, Units>;
  states: string[];
  transitions: number;
  invoked: FunctionName[];
}

/** What a happy payment takes on its way, from the API call to COMPLETED: transitions, requests, functions, money. */
export async function benchPaymentCost(
  tables: BenchTables,
  machine: StateMachine,
  folder: string,
  report: Report,
): Promise<void> {
  const path = new PaymentPath(tables, machine, folder, 0);
  try {
    // The merchant's wallet is there already, as all but the first payments meet it.
    await walk(tables, path);
    const happy = await walk(tables, path);
    const waited = await walk(tables, path, REDIRECT);
    const ordered = await walk(tables, path, undefined, await order(path));
    const plain = await consumedByPlain(tables, path);
    report.check("state transitions (states entered and further tries)", happy.transitions, {
      atMost: TRANSITIONS_MAX,
      gate: true,
      digits: 0,
      beside: happy.states.join(", "),
    });
    report.check("the same when the customer comes to a page and a webhook tells", waited.transitions, {
      atMost: WITH_PAGE_TRANSITIONS_MAX,
      gate: true,
      digits: 0,
      beside: waited.states.filter((state) => !happy.states.includes(state)).join(", "),
    });
    report.check("requests to DynamoDB, from accepting it to COMPLETED", sum(happy).requests, {
      atMost: REQUESTS_MAX,
      gate: true,
      digits: 0,
    });
    report.check("the same of an offer's order, which is held and finished with its grant", sum(ordered).requests, {
      atMost: OF_ORDER_REQUESTS_MAX,
      gate: true,
      digits: 0,
      beside: `${ordered.transitions} transitions, ${told(sum(ordered))}`,
    });
    checkEvents(report, "of a payment and its order", sum(happy), 2);
    checkEvents(report, "the same when the customer comes to a page", sum(waited), 3);
    checkEvents(report, "the same of an offer's order, with its grant", sum(ordered), 3);
    for (const [part, units] of Object.entries(happy.parts)) report.note(part, toldWithRequests(units));
    report.note("together", `${toldWithRequests(sum(happy))}; ${counted(happy.invoked)}`);
    report.note("with page and webhook, together", `${toldWithRequests(sum(waited))}; ${counted(waited.invoked)}`);
    report.note("as one plain function, without saga and idempotency", toldWithRequests(plain));
    addCost(report, happy);
  } finally {
    path.machine.close();
  }
}

/** One of an offer, held for a user: what is paid for. */
async function order({ deps }: PaymentPath): Promise<{ orderId: string; orderNo: string }> {
  const offer = await createOffer(deps, request("POST /v1/offers", OFFER), TENANT, OFFER);
  const { offerId } = offer.body as { offerId: string };
  const body = { orderNo: newKey(), offerId, userId: newKey() };
  const placed = await placeOrder(deps, request("POST /v1/orders", body), TENANT, body);
  return { ...body, orderId: (placed.body as { orderId: string }).orderId };
}

async function walk(
  tables: BenchTables,
  path: PaymentPath,
  paymentMethod?: string,
  paid?: { orderId: string; orderNo: string },
): Promise<Walked> {
  path.invoked.length = 0;
  const parts: Record<string, Units> = {};
  const part = async (name: string, run: () => Promise<unknown>) => {
    parts[name] = await consumedBy(tables, run);
  };
  let payment: Accepted | undefined;
  await part("accepted", async () => {
    payment = await path.accept(paymentMethod, paid);
  });
  const { sagaId, paymentId } = payment as unknown as Accepted;
  const outbox = await outboxOf(path.deps, TENANT, sagaId);
  await part("relayed", () => path.relay(outbox));
  const waiting = path.waiting();
  await part("driven to COMPLETED", async () => {
    await path.start();
    if (paymentMethod === REDIRECT) await waiting;
    else await path.machine.completed(sagaId);
  });
  if (paymentMethod === REDIRECT) {
    await part("webhook received", () => path.webhook(payment as Accepted));
    const [row, ...rest] = await outboxOf(path.deps, TENANT, paymentId);
    if (!row || rest.length > 0) throw new Error("the webhook left no message, or more than one");
    await part("webhook applied, saga driven on", async () => {
      const completed = path.machine.completed(sagaId);
      await path.relay([row]);
      await path.workWebhook();
      await completed;
    });
  }
  const { states, retries } = path.machine.transitions(sagaId);
  return { parts, states, transitions: states.length + retries, invoked: [...path.invoked] };
}

async function consumedByPlain(tables: BenchTables, path: PaymentPath): Promise<Units> {
  const { paymentId } = await path.accept();
  return consumedBy(tables, () => payPlainly(path.deps, TENANT, paymentId));
}

const sum = ({ parts }: Walked): Units => sumOf(Object.values(parts));

function counted(invoked: readonly FunctionName[]): string {
  const times = [...Map.groupBy(invoked, (name) => name)].map(
    ([name, { length }]) => `${name}${length > 1 ? ` ${length} times` : ""}`,
  );
  return `${invoked.length} invocations (${times.join(", ")})`;
}

/** What this bench cannot measure on one machine, in seconds of billed time. */
const ASSUMED_OF_SAGAS = {
  starterSeconds: 0.05,
  /** Two reads and a transaction. */
  taskSeconds: 0.03,
  /** The charge's task waits for the channel. */
  chargeSeconds: 1,
} as const;

function addCost(report: Report, happy: Walked): void {
  const { httpSeconds, together, relaySeconds } = ASSUMED;
  const { starterSeconds, taskSeconds, chargeSeconds } = ASSUMED_OF_SAGAS;
  const tasks = happy.invoked.filter((name) => name === "payment-saga").length;
  const gbSeconds =
    httpSeconds * gb("payments-api") +
    (relaySeconds * gb("outbox-relay") + starterSeconds * gb("saga-starter")) / together +
    (tasks * taskSeconds + chargeSeconds) * gb("payment-saga");
  const used = { ...sum(happy), gbSeconds, invocations: 1 + 2 / together + tasks, isQueued: true } as const;
  addUp(report, "a million happy payments, accepted and completed", { ...used, transitions: happy.transitions });
  report.note(
    "  assumed",
    `${httpSeconds * 1000} ms an HTTP call, ${taskSeconds * 1000} ms a task, ${chargeSeconds} s a charge, ${together} at once in relay and starter; without storage, logs, traces, secrets`,
  );
}
