import type { Write } from "../../core/foundation/store/table.ts";
import { settlementEntry } from "../../core/money/domain/ledger.ts";
import { post } from "../../core/money/store/ledger-store.ts";
import { creditWallet } from "../../core/money/store/wallet-store.ts";
import { openOrder, payOrder } from "../../core/orders/store/order-store.ts";
import { chargeKeyOf } from "../../core/payments/domain/channel.ts";
import type { Payment } from "../../core/payments/domain/payment.ts";
import { channelSentTo } from "../../core/payments/services/sent-account.ts";
import { readPayment, settlePayment } from "../../core/payments/store/payment-store.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";

/**
 * The floor: the same payment as one function would write it that knows no crash, no timeout and no second call. The rows are
 * the saga's own, each in a plain write: payment read, order, charge, wallet, ledger, payment, order.
 */
export async function payPlainly(deps: AllDeps, tenantId: string, paymentId: string): Promise<void> {
  const payment = (await readPayment(deps.tables, { tenantId, paymentId })) as Payment;
  const nowMs = deps.clock();
  const { orderId, orderNo, amount } = payment;
  const times = { createdAt: nowMs, updatedAt: nowMs };
  await write(
    deps,
    openOrder({ tenantId, orderId, orderNo, paymentId, amount, state: "PENDING", ...times, stateSk: orderId }),
  );
  const { port, notifyUrl } = await channelSentTo(deps, payment, undefined);
  const providerKey = chargeKeyOf(paymentId);
  const charged = await port.charge({ providerKey, paymentId, orderNo, amount, notifyUrl, timeoutMs: 10_000 });
  if (charged.outcome !== "succeeded") throw new Error(`the charge ended ${charged.outcome}`);
  await write(deps, creditWallet(tenantId, amount.currency, amount.amount));
  await write(deps, post(settlementEntry(payment, { entryId: deps.random.ulid(nowMs), nowMs })));
  await write(deps, settlePayment(payment, nowMs));
  await write(deps, payOrder(payment, nowMs));
}

async function write({ tables }: AllDeps, one: Write): Promise<void> {
  const { committed } = await tables.write(one as Exclude<Write, { kind: "check" }>);
  if (!committed) throw new Error(`${one.name} was refused`);
}
