import type { PaymentState } from "./payment.ts";

/** What a customer's return tells of the payment. Where the vendor's page decides nothing, it is on its way. */
export type ReturnStatus = Extract<PaymentState, "PROCESSING" | "SUCCEEDED" | "DECLINED" | "CANCELLED">;

/**
 * The merchant's page with `paymentId` and `status` at the end of its query. Whoever knows more on the way back writes over
 * what was appended before; the merchant's own query and fragment stay as they are, to the byte. A hint: a read is the proof.
 */
export function returnUrlOf(returnUrl: string, paymentId: string, status: ReturnStatus): string {
  const fragmentAt = returnUrl.indexOf("#");
  const [page, fragment] =
    fragmentAt < 0 ? [returnUrl, ""] : [returnUrl.slice(0, fragmentAt), returnUrl.slice(fragmentAt)];
  const id = `paymentId=${encodeURIComponent(paymentId)}`;
  const ownAt = page.lastIndexOf(id);
  const isOwn =
    ownAt > 0 && /^[?&]$/.test(page.charAt(ownAt - 1)) && /^&status=[A-Z]+$/.test(page.slice(ownAt + id.length));
  const own = isOwn ? page.slice(0, ownAt) : page;
  const queryAt = own.indexOf("?");
  const divider = queryAt < 0 ? "?" : queryAt === own.length - 1 || own.endsWith("&") ? "" : "&";
  return `${own}${divider}${id}&status=${status}${fragment}`;
}
