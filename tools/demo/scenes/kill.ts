import type { RouteKey } from "../../../contract/routes.ts";
import type { PaymentState } from "../../../core/payments/domain/payment.ts";
import type { PaymentMethod } from "../../../sandbox/channel/rules.ts";
import type { CardKind } from "../../../sandbox/exchange/rules.ts";
import { LostAnswer } from "../../harness/client.ts";
import { countItems } from "../../harness/read-tables.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { duration } from "../../terminal/terminal.ts";
import type { Card } from "../cards.ts";
import { readStates } from "../payment-states.ts";
import { bodyOf, type DemoPayment, noteAccepted } from "../payments.ts";
import { type Stage, type Submission, TENANT } from "../stage.ts";
import { click } from "./customers.ts";
import { replay } from "./submit-again.ts";
import { type BatchAnswer, noteRedemptions, type SubmittedBatch } from "./submit-batch.ts";

/** On their way to the exchange when the process dies. */
const IN_THE_AIR: Partial<Record<CardKind, number>> = {
  OK: 12,
  SLOW: 16,
  "TIMEOUT-THEN-OK": 6,
  "NOKEY-TIMEOUT-THEN-OK": 3,
  "500-ONCE": 3,
};
/** Cut off in the middle of its hundred transactions. */
const CUT_OFF: Partial<Record<CardKind, number>> = { OK: 90, SLOW: 10 };
/** Some are at the channel, of the others the callers' answers are still to come. */
const PAYMENTS: Partial<Record<PaymentMethod, number>> = {
  pm_ok: 5,
  pm_500_twice: 1,
  pm_timeout_then_ok: 3,
  pm_timeout_then_declined: 1,
};
const ACCEPTED = 6;
const PAYERS = 2;
const OPEN: readonly PaymentState[] = ["PROCESSING", "UNKNOWN", "REQUIRES_ACTION"];
const REFUNDED = 500;
/** Customers who had their page open before the kill and pay after it. */
const WAITED = 2;
const AMOUNT = 1000;
const CLIENTS = 8;
const CARDS_PER_CLIENT = 5;
const SENDING_MIN = 6;
const ITEMS_MIN = 3;

interface Lost {
  route: RouteKey;
  path?: Record<string, string>;
  key: string;
  body: object;
  onAnswer: (json: Record<string, unknown>) => void;
}

export async function killAndRestart(stage: Stage, hundred: SubmittedBatch): Promise<void> {
  const { merchant, screen, instance } = stage;
  screen.scene(
    "SIGKILL in the middle",
    "Functions, queues, Step Functions and database die at once: cards and payments under way, answers lost.",
  );
  const flying = batchOf(stage, IN_THE_AIR, "demo-batch-in-the-air");
  const taken = await merchant.expect(200, "POST /v1/redemption-batches", {
    key: stage.newKey("batch"),
    body: flying.body,
  });
  noteRedemptions(flying.cards, taken.json as unknown as BatchAnswer);
  const left = stage.payments.drawMixed(PAYMENTS);
  await Promise.all(left.splice(0, ACCEPTED).map((payment) => accept(stage, paymentRequest(stage, payment))));
  const sending = await until("calls at the exchange", () => callsInTheAir(stage), {
    timeoutMs: PATIENCE_MS,
    everyMs: 50,
  });

  const moving = [...(await readStates(stage)).values()].filter((state) => OPEN.includes(state)).length;
  const lost: Lost[] = [];
  const cut = batchOf(stage, CUT_OFF, "demo-batch-cut-off");
  const running = [
    attempt(stage, lost, {
      route: "POST /v1/redemption-batches",
      key: stage.newKey("batch"),
      body: cut.body,
      onAnswer: (json) => noteRedemptions(cut.cards, json as unknown as BatchAnswer),
    }),
    ...Array.from({ length: CLIENTS }, () => singles(stage, lost)),
    ...Array.from({ length: PAYERS }, () => payers(stage, lost, left)),
    refundOne(stage, lost),
  ];
  const batchHasBegun = () => countItems(instance.run, TENANT, cut.body.batchId);
  await until("the batch to begin", async () => ((await batchHasBegun()) >= ITEMS_MIN ? true : undefined), {
    timeoutMs: PATIENCE_MS,
    everyMs: 1,
  });
  await instance.kill();
  stage.killedAt = Date.now();
  await Promise.all(running);
  screen.note(
    `killed with ${sending} calls at the exchange, ${moving} payments on their way and ${lost.length} answers still to come`,
  );
  // Nobody had asked for these yet; they are asked for now.
  for (const payment of left) lost.push(paymentRequest(stage, payment));

  const startedAt = performance.now();
  await instance.start((line) => screen.progress(line));
  screen.note(`started again on the same state in ${duration(performance.now() - startedAt)}`);
  await replay(stage, hundred, "the first batch's key still gives its first answer, byte for byte");
  await sendLostAgain(stage, lost);
  await click(stage, stage.payments.takeWaiting(WAITED), "paid");
}

function paymentRequest(stage: Stage, payment: DemoPayment): Lost {
  const onAnswer = (json: Record<string, unknown>) => noteAccepted(payment, json);
  return { route: "POST /v1/payments", key: stage.newKey("payment"), body: bodyOf(payment), onAnswer };
}

async function accept({ merchant }: Stage, { route, key, body, onAnswer }: Lost): Promise<void> {
  onAnswer((await merchant.expect(202, route, { key, body })).json);
}

/** One client that asks for payment after payment until nobody answers any more. */
async function payers(stage: Stage, lost: Lost[], left: DemoPayment[]): Promise<void> {
  for (let payment = left.shift(); payment; payment = left.shift()) {
    if (!(await attempt(stage, lost, paymentRequest(stage, payment)))) return;
  }
}

async function refundOne(stage: Stage, lost: Lost[]): Promise<void> {
  const payment = stage.payments.of("pm_ok").find(({ ends }) => ends === "SUCCEEDED") as DemoPayment;
  payment.ends = "PARTIALLY_REFUNDED";
  await attempt(stage, lost, {
    route: "POST /v1/payments/{id}/refunds",
    path: { id: payment.paymentId ?? "" },
    key: stage.newKey("refund"),
    body: { amount: { ...payment.amount, amount: REFUNDED }, reason: "returned" },
    onAnswer: () => {},
  });
}

function batchOf(stage: Stage, mix: Partial<Record<CardKind, number>>, batchId: string) {
  const cards = stage.cards.drawMixed(mix, AMOUNT);
  const items = cards.map(({ code }, index) => ({ reference: `card-${index + 1}`, code }));
  return { cards, body: { batchId, planId: stage.planId, mode: "partial", items } satisfies Submission };
}

async function callsInTheAir(stage: Stage): Promise<number | undefined> {
  const query = { status: "SENDING" };
  const { length } = await stage.merchant.list("GET /v1/redemptions", { query }, 100);
  return length >= SENDING_MIN ? length : undefined;
}

/** One client that hands in card after card until nobody answers any more. */
async function singles(stage: Stage, lost: Lost[]): Promise<void> {
  for (let count = 0; count < CARDS_PER_CLIENT; count++) {
    const card: Card = stage.cards.draw("OK", AMOUNT);
    const answered = await attempt(stage, lost, {
      route: "POST /v1/redemptions",
      key: stage.newKey("single"),
      body: { code: card.code, planId: stage.planId },
      onAnswer: ({ redemptionId }) => {
        card.redemptionId = String(redemptionId);
      },
    });
    if (!answered) return;
  }
}

async function attempt(stage: Stage, lost: Lost[], request: Lost): Promise<boolean> {
  try {
    const { route, path, key, body } = request;
    const answer = await stage.merchant.call(route, { ...(path && { path }), key, body });
    if (answer.status < 300) request.onAnswer(answer.json);
    return true;
  } catch (error) {
    if (!(error instanceof LostAnswer)) throw error;
    lost.push(request);
    return false;
  }
}

async function sendLostAgain(stage: Stage, lost: readonly Lost[]): Promise<void> {
  const { merchant, screen } = stage;
  let waiting = lost.length;
  const answers = await Promise.all(
    lost.map(async ({ route, path, key, body, onAnswer }) => {
      const answer = await merchant.send(
        route,
        { ...(path && { path }), key, body },
        {
          onWait: (held) => {
            const why =
              held?.json.code === "idempotency-key-in-use"
                ? "the cut-off batch still holds its key"
                : "not yet answered";
            screen.progress(`${waiting} of ${lost.length} lost requests sent again: ${why}`);
          },
        },
      );
      waiting--;
      if (answer.status < 300) onAnswer(answer.json);
      return { route, answer };
    }),
  );
  const good = answers.filter(({ answer }) => answer.status === 200 || answer.status === 202);
  const stored = good.filter(({ answer }) => answer.replayed);
  const fresh = good.filter(({ answer }) => !answer.replayed);
  const resumed = fresh.some(({ route }) => route === "POST /v1/redemption-batches");
  stage.check(
    good.length === lost.length,
    `the ${lost.length} lost requests again, under their keys: ${stored.length} are answered from their record, ` +
      `${fresh.length - Number(resumed)} are new${resumed ? ", the cut-off batch is resumed" : ""}`,
    answers.map(({ answer }) => answer.status).join(" "),
  );
}
