import type { PaymentState } from "../../core/payments/domain/payment.ts";
import { PATIENCE_MS, until } from "../harness/waiting.ts";
import type { DemoPayment } from "./payments.ts";
import type { Stage } from "./stage.ts";

const PAGE = 100;

/** As the merchant sees them: payment -> state. */
export async function readStates(stage: Stage): Promise<Map<string, PaymentState>> {
  const route = "GET /v1/payments";
  const items = await stage.merchant.list<{ paymentId: string; status: PaymentState }>(route, {}, PAGE);
  return new Map(items.map(({ paymentId, status }) => [paymentId, status]));
}

/** Until all of them are what they have to be. */
export async function awaitState(
  stage: Stage,
  what: string,
  payments: readonly DemoPayment[],
  states: readonly PaymentState[],
): Promise<void> {
  const ask = async () => {
    const seen = await readStates(stage);
    const there = payments.filter(({ paymentId = "" }) => states.includes(seen.get(paymentId) ?? "PROCESSING"));
    stage.screen.progress(`${what}: ${there.length} of ${payments.length}`);
    return there.length === payments.length ? true : undefined;
  };
  await until(what, ask, { timeoutMs: PATIENCE_MS, everyMs: 500 });
}
