import { RetryableError, TerminalError } from "../domain/errors.ts";
import { tenantOf } from "../domain/ids.ts";
import type { Money } from "../domain/money.ts";
import type { Payment } from "../domain/payment.ts";
import { cursorOf, type PaymentStep } from "../domain/payment-saga.ts";
import { sagaSummary, sagaView } from "../domain/payment-view.ts";
import { executionNameOf, SAGA_STATES, type Saga, type SagaState, type SagaStep } from "../domain/saga.ts";
import { audit } from "../store/audit-store.ts";
import { announceJob } from "../store/job-store.ts";
import { listOfSagas, SHARDS, sagaKey } from "../store/keys.ts";
import { movePayment, readPayment } from "../store/payment-store.ts";
import { closeReview } from "../store/review-store.ts";
import { checkNotPaid, failWait, moveStep } from "../store/saga-step-store.ts";
import { readSaga, resumeByOperator } from "../store/saga-store.ts";
import type { Write } from "../store/table.ts";
import type { Answer, Caller, Deps, IdempotentRequest } from "./deps.ts";
import { commit, newRecord, refuse } from "./idempotency.ts";
import { type Page, type PageOf, pageOf, tenantsOf } from "./pages.ts";
import { abortWrites } from "./payment-cancel.ts";

export async function listSagas(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: SagaState | undefined; paymentId?: string | undefined },
): Promise<PageOf<ReturnType<typeof sagaSummary>>> {
  if (page.paymentId !== undefined) {
    const payment = await readPayment(deps.tables, {
      tenantId: tenantOf(caller, "pay", page.paymentId),
      paymentId: page.paymentId,
    });
    const { saga } = payment ? await readSaga(deps.tables, payment) : {};
    return { items: saga ? [sagaSummary(saga)] : [], nextCursor: null };
  }
  const states = page.status === undefined ? SAGA_STATES : [page.status];
  const tenants = await tenantsOf(deps, caller, page);
  return pageOf<Saga, ReturnType<typeof sagaSummary>>(deps, page, {
    partitions: tenants.flatMap((tenantId) =>
      states.flatMap((state) => SHARDS.map((shard) => listOfSagas(tenantId, state, shard))),
    ),
    keyOf: ({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
    keep: (saga) => page.status === undefined || saga.state === page.status,
    view: sagaSummary,
  });
}

export async function getSaga(deps: Deps, caller: Caller, sagaId: string) {
  const { saga, steps, payment } = await readWhole(deps, caller, sagaId);
  return {
    ...sagaView(saga, steps),
    payment: { orderNo: payment.orderNo, status: payment.state, amount: payment.amount },
  };
}

export interface WholeSaga {
  saga: Saga;
  steps: ReadonlyMap<PaymentStep, SagaStep>;
  payment: Payment;
}

export async function readWhole(deps: Deps, caller: Caller, sagaId: string): Promise<WholeSaga> {
  const tenantId = tenantOf(caller, "sag", sagaId);
  const { saga, steps } = await readSaga(deps.tables, { tenantId, sagaId });
  const payment = saga && (await readPayment(deps.tables, { tenantId, paymentId: saga.paymentId }));
  if (!saga || !payment) throw new TerminalError("not-found", "there is no saga with this id");
  return { saga, steps, payment };
}
