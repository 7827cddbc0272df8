import { type Forget, forgetRows, rowsOf } from "../../foundation/services/forgetting.ts";
import { FINAL_STATES, type Payment } from "../domain/payment.ts";
import { paymentsOfCustomer } from "../store/keys.ts";
import { forgetPayment } from "../store/payment-store.ts";

const isFinal = ({ state }: Payment) => (FINAL_STATES as readonly string[]).includes(state);

/** What the person has paid, under the names that were given for its customers. */
export const forgetPayments: Forget = (deps, { tenantId, customerMarks }) =>
  forgetRows(
    deps,
    rowsOf<Payment>(
      deps,
      customerMarks.map((mark) => ({ index: "owner", partition: ["ownerPk", paymentsOfCustomer(tenantId, mark)] })),
    ),
    (payment) => {
      if (payment.customerId === undefined) return undefined;
      const { paymentId: id } = payment;
      return isFinal(payment) ? { id, write: forgetPayment(payment) } : { id, why: "under-way" };
    },
  );
