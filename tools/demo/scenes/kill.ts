import type { RouteKey } from "../../../contract/routes.ts";
import type { PaymentMethod } from "../../../sandbox/channel/rules.ts";
import type { CardKind } from "../../../sandbox/exchange/rules.ts";
import { batchOf, noteRedemptions } from "../../harness/batches.ts";
import { type Answer, type Call, LostAnswer } from "../../harness/client.ts";
import { type AskedPayment, bodyOf, noteAccepted } from "../../harness/payments.ts";
import { countItems } from "../../harness/read-tables.ts";
import { type Stage, TENANT } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { duration } from "../../terminal/terminal.ts";
import { replay, type Submitted } from "./cards.ts";

/** On their way to the exchange when the process dies. */
const IN_THE_AIR: Partial<Record<CardKind, number>> = { OK: 12, SLOW: 16, "TIMEOUT-THEN-OK": 6, "500-ONCE": 3 };
/** Cut off in the middle of its hundred transactions. */
const CUT_OFF: Partial<Record<CardKind, number>> = { OK: 90, SLOW: 10 };
const PAYMENTS: Partial<Record<PaymentMethod, number>> = {
  pm_ok: 5,
  pm_500_twice: 1,
  pm_timeout_then_ok: 3,
  pm_timeout_then_declined: 1,
};
const ACCEPTED = 6;
const SINGLES = 20;
const SENDING_MIN = 6;
const ITEMS_MIN = 3;
const BATCHES = "POST /v1/redemption-batches";

interface Asked {
  route: RouteKey;
  call: Call;
  onAnswer: (answer: Answer) => void;
}

export async function killAndRestart(stage: Stage, first: Submitted): Promise<void> {
  const { merchant, screen, instance, payments, cards } = stage;
  screen.scene(
    "SIGKILL in the middle",
    "Functions, queues, Step Functions and database die at once: cards, payments, withdrawals under way, answers lost.",
  );
  const flying = batchOf(stage, IN_THE_AIR, "demo-batch-in-the-air");
  const taken = await merchant.expect(200, BATCHES, { key: stage.newKey("batch"), body: flying.body });
  noteRedemptions(flying.cards, taken);
  const toPay = payments.drawMixed(PAYMENTS).map((payment) => paymentOf(stage, payment));
  const pay = async ({ route, call, onAnswer }: Asked) => onAnswer(await merchant.expect(202, route, call));
  await Promise.all(toPay.splice(0, ACCEPTED).map(pay));
  const sending = await until("calls at the exchange", () => callsInTheAir(stage), {
    timeoutMs: PATIENCE_MS,
    everyMs: 50,
  });

  const cut = batchOf(stage, CUT_OFF, "demo-batch-cut-off");
  const big: Asked = {
    route: BATCHES,
    call: { key: stage.newKey("batch"), body: cut.body },
    onAnswer: (answer) => noteRedemptions(cut.cards, answer),
  };
  const singles = Array.from({ length: SINGLES }, () => singleOf(stage, cards.draw("OK", 1000)));
  const asked = [big, ...toPay, refundOf(stage), ...singles];
  const running = asked.map((one) => ask(stage, one));
  const batchHasBegun = async () =>
    (await countItems(instance.run, TENANT, cut.body.batchId)) >= ITEMS_MIN || undefined;
  await until("the batch to begin", batchHasBegun, { timeoutMs: PATIENCE_MS, everyMs: 1 });
  await instance.kill();
  const answered = await Promise.all(running);
  const lost = asked.filter((_one, index) => !answered[index]);
  screen.note(`killed with ${sending} calls at the exchange and ${lost.length} answers still to come`);

  const startedAt = performance.now();
  await instance.start((line) => screen.progress(line));
  screen.note(`started again on the same state in ${duration(performance.now() - startedAt)}`);
  await replay(stage, first, "the first batch's key still gives its first answer, byte for byte");
  await sendAgain(stage, lost);
}

function paymentOf(stage: Stage, payment: AskedPayment): Asked {
  const call = { key: stage.newKey("payment"), body: bodyOf(payment) };
  return { route: "POST /v1/payments", call, onAnswer: ({ json }) => noteAccepted(payment, json) };
}

function refundOf(stage: Stage): Asked {
  const payment = stage.payments.of("pm_ok").find(({ ends }) => ends === "SUCCEEDED") as AskedPayment;
  payment.ends = "PARTIALLY_REFUNDED";
  const body = { amount: { ...payment.amount, amount: 500 }, reason: "returned" };
  const call = { path: { id: payment.paymentId ?? "" }, key: stage.newKey("refund"), body };
  return { route: "POST /v1/payments/{id}/refunds", call, onAnswer: () => {} };
}

function singleOf(stage: Stage, card: { code: string; redemptionId?: string }): Asked {
  const call = { key: stage.newKey("single"), body: { code: card.code, planId: stage.planId } };
  const onAnswer = ({ json }: Answer) => {
    card.redemptionId = String(json.redemptionId);
  };
  return { route: "POST /v1/redemptions", call, onAnswer };
}

/** Whether there was an answer, and not one that says "later". */
async function ask({ merchant }: Stage, { route, call, onAnswer }: Asked): Promise<boolean> {
  try {
    const answer = await merchant.call(route, call);
    if (answer.status < 300) onAnswer(answer);
    return answer.status < 500 && answer.json.retryable !== true;
  } catch (error) {
    if (error instanceof LostAnswer) return false;
    throw error;
  }
}

async function callsInTheAir({ merchant }: Stage): Promise<number | undefined> {
  const { length } = await merchant.list("GET /v1/redemptions", { query: { status: "SENDING" } }, 100);
  return length >= SENDING_MIN ? length : undefined;
}

async function sendAgain(stage: Stage, lost: readonly Asked[]): Promise<void> {
  const { merchant, screen } = stage;
  let waiting = lost.length;
  const answers = await Promise.all(
    lost.map(async ({ route, call, onAnswer }) => {
      const onWait = (held?: Answer) => {
        const isHeld = held?.json.code === "idempotency-key-in-use";
        const why = isHeld ? "the cut-off batch still holds its key" : "not yet answered";
        screen.progress(`${waiting} of ${lost.length} lost requests sent again: ${why}`);
      };
      const answer = await merchant.send(route, call, { onWait });
      waiting--;
      if (answer.status < 300) onAnswer(answer);
      return answer;
    }),
  );
  const good = answers.filter(({ status }) => status === 200 || status === 202);
  const stored = good.filter(({ replayed }) => replayed).length;
  stage.check(
    good.length === lost.length,
    `the ${lost.length} lost requests again, under their keys: ${stored} answered from their record, the others new or resumed`,
    answers.map(({ status }) => status).join(" "),
  );
}
