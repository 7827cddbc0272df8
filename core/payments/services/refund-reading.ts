import type { RefundView } from "../../../contract/answers/payments.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { decodeCursor, encodeCursor, type Page, type PageOf } from "../../foundation/services/pages.ts";
import type { Payment, Refund } from "../domain/payment.ts";
import { refundView } from "../domain/payment-view.ts";
import { readPayment } from "../store/payment-store.ts";
import { findRefund, listRefunds as list, readRefund } from "../store/refund-store.ts";

export async function getRefund(deps: Deps, caller: Caller, refundId: string) {
  const tenantId = tenantOf(caller, "ref", refundId);
  const ref = await findRefund(deps.tables, tenantId, refundId);
  const refund = ref && (await readRefund(deps.tables, ref));
  if (!refund) throw new TerminalError("not-found", "there is no refund with this id");
  return refundView(refund);
}

/** Of one payment, newest first. */
export async function listRefunds(
  deps: Deps,
  caller: Caller,
  paymentId: string,
  page: Page,
): Promise<PageOf<RefundView>> {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const ref = { tenantId, paymentId };
  const before = page.cursor === undefined ? undefined : decodeCursor(page.cursor);
  if (!(await readPayment(deps.tables, ref))) throw new TerminalError("not-found", "there is no payment with this id");
  const { refunds, more } = await list(deps.tables, ref, { limit: page.limit, before });
  const last = refunds.at(-1);
  return { items: refunds.map(refundView), nextCursor: more && last ? encodeCursor(uniqueOf(last.refundId)) : null };
}

/** What a payment's view shows of its refunds; whoever makes more of them reads the rest page by page. */
export async function refundsOf(deps: Deps, payment: Pick<Payment, "tenantId" | "paymentId">): Promise<Refund[]> {
  return (await list(deps.tables, payment, { limit: CONTRACT.pageMaxItems })).refunds;
}
