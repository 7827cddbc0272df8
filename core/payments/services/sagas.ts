import type { SagaSummaryView, SagaView } from "../../../contract/answers/payments.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { listByStatus, type Page, type PageOf } from "../../foundation/services/pages.ts";
import type { Payment } from "../domain/payment.ts";
import type { PaymentStep } from "../domain/payment-saga.ts";
import { sagaSummary, sagaView } from "../domain/payment-view.ts";
import type { Saga, SagaState, SagaStep } from "../domain/saga.ts";
import { listOfSagas } from "../store/keys.ts";
import { readPayment } from "../store/payment-store.ts";
import { readSaga } from "../store/saga-store.ts";

export async function listSagas(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: SagaState | undefined; paymentId?: string | undefined },
): Promise<PageOf<SagaSummaryView>> {
  if (page.paymentId !== undefined) {
    const payment = await readPayment(deps.tables, {
      tenantId: tenantOf(caller, "pay", page.paymentId),
      paymentId: page.paymentId,
    });
    const { saga } = payment ? await readSaga(deps.tables, payment) : {};
    const { status = saga?.state, tenantId = saga?.tenantId } = page;
    const isAsked = saga !== undefined && saga.state === status && saga.tenantId === tenantId;
    return { items: isAsked ? [sagaSummary(saga)] : [], nextCursor: null };
  }
  const statusOf = ({ state }: Saga) => state;
  return listByStatus(deps, caller, page, { kind: "SAGA", partitionOf: listOfSagas, statusOf, view: sagaSummary });
}

export async function getSaga(deps: Deps, caller: Caller, sagaId: string): Promise<SagaView> {
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
