import type { PaymentMethod } from "../../../sandbox/channel/rules.ts";
import type { Answer } from "../../harness/client.ts";
import { inTurns } from "../../harness/in-turns.ts";
import { bodyOf, type DemoPayment, noteAccepted } from "../payments.ts";
import type { Stage } from "../stage.ts";

/** Ten more are on their way when the process dies, and two follow on order numbers that were declined: 60 in all. */
const FIRST: Partial<Record<PaymentMethod, number>> = {
  pm_ok: 10,
  pm_500_twice: 3,
  pm_timeout_then_ok: 4,
  pm_declined: 4,
  pm_timeout_then_declined: 3,
  pm_unknown_forever: 3,
  pm_action: 12,
  pm_cancel_fails_twice: 3,
  pm_cancel_fails_always: 2,
  pm_late_success: 4,
};
const CLIENTS = 8;
const REPEATED = 6;

export async function payWithEverything(stage: Stage): Promise<void> {
  const { merchant, screen } = stage;
  const route = "POST /v1/payments";
  const first = stage.payments.drawMixed(FIRST);
  screen.scene(
    "60 payments",
    `The first ${first.length}, by ten methods: good, failing, silent, refused, and some that wait for a customer.`,
  );
  const startedAt = performance.now();
  const asked = first.map((payment) => ({ payment, key: stage.newKey("payment") }));
  const answers = await inTurns(asked, CLIENTS, async ({ payment, key }) => {
    const answer = await merchant.expect(202, route, { key, body: bodyOf(payment) });
    noteAccepted(payment, answer.json);
    return answer;
  });
  screen.note(`${answers.length} accepted in ${Math.round(performance.now() - startedAt)} ms, each with its saga`);

  const again = await inTurns(asked.slice(0, REPEATED), CLIENTS, ({ payment, key }) =>
    merchant.call(route, { key, body: bodyOf(payment) }),
  );
  const same = again.filter(({ text, replayed }, index) => replayed && text === answers[index]?.text);
  stage.check(same.length === REPEATED, `${REPEATED} of them again under their keys: the first answers, byte for byte`);

  const { payment, key } = asked[0] as { payment: DemoPayment; key: string };
  const dearer = { ...bodyOf(payment), amount: { ...payment.amount, amount: 1 } };
  const other = await merchant.call(route, { key, body: dearer });
  const [error] = (other.json.errors ?? []) as { pointer: string }[];
  const isNamed = other.status === 422 && other.json.code === "idempotency-key-reused" && error?.pointer === "/amount";
  stage.check(isNamed, "the same key with another amount is refused, and the refusal names /amount", other.text);

  const open = stage.payments.of("pm_action")[0] as DemoPayment;
  const taken = await merchant.call(route, { key: stage.newKey("payment"), body: bodyOf(open) });
  stage.check(
    isTaken(taken, "order-in-progress", open),
    "an order number that is open takes no second payment: 409, naming the first",
    taken.text,
  );
}

/** The refusal names the payment that has the order number. */
export function isTaken({ status, json }: Answer, code: string, by: DemoPayment): boolean {
  return status === 409 && json.code === code && json.paymentId === by.paymentId;
}
