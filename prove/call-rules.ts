import type { Item } from "../core/foundation/store/table.ts";
import type { Violation } from "../invariants/snapshot.ts";

/** A call that takes effect at a vendor. */
export interface VendorCall {
  subject: "redemption" | "charge" | "cancel" | "refund" | "payout" | "notification";
  id: string;
  providerKey: string;
}

/** Intent before effect: whoever takes over after a crash must find on record that something may have been sent. */
export function judgeCall(rows: ReadonlyMap<string, Item>, call: VendorCall): Violation[] {
  const all = [...rows];
  const rowOf = (fits: (key: string, row: Item) => boolean) => all.find(([key, row]) => fits(key, row))?.[1];
  const missing = missingIn(rowOf, call);
  return missing
    ? [{ invariant: "I1", subject: call.id, detail: `was called under ${call.providerKey}, ${missing}` }]
    : [];
}

/** Writes that announce a call to a vendor, as the store names them. */
export const INTENTS: ReadonlySet<string> = new Set([
  "redemption.send",
  "refund.send",
  "withdrawal.pay",
  "notification.send",
  "step.send",
  "step.to-compensating",
]);

/** Each call uses up an intent of its own sender: whoever's was refused has been overtaken, and calls nobody. */
export function judgeSender(sender: { intents: number }, { id, providerKey }: VendorCall): Violation[] {
  if (sender.intents-- > 0) return [];
  return [{ invariant: "I1", subject: id, detail: `was called under ${providerKey}, without an intent for this call` }];
}

function missingIn(
  rowOf: (fits: (key: string, row: Item) => boolean) => Item | undefined,
  { subject, id, providerKey }: VendorCall,
): string | undefined {
  if (subject === "redemption") {
    const head = rowOf((key) => key.startsWith("RDM#") && key.endsWith(`#${id} HEAD`));
    const attempt = rowOf((key, row) => key.includes(`#${id} ATTEMPT#`) && row.providerKey === providerKey);
    if (!attempt) return "and no attempt says so";
    return Number(head?.attempt) > Number(attempt.attempt) || Number(head?.sends) > 0
      ? undefined
      : "and it does not say so";
  }
  if (subject === "refund") {
    const refund = rowOf((key) => key.endsWith(` REFUND#${id}`));
    if (refund) return Number(refund.sends) > 0 ? undefined : "and it does not say so";
  }
  if (subject === "payout") {
    const withdrawal = rowOf((key) => key.startsWith("WD#") && key.endsWith(`#${id} HEAD`));
    return Number(withdrawal?.sends) > 0 ? undefined : "and it does not say so";
  }
  if (subject === "notification") {
    const notification = rowOf((key) => key.startsWith("NTF#") && key.endsWith(`#${id} HEAD`));
    return Number(notification?.sends) > 0 ? undefined : "and it does not say so";
  }
  const [paymentId] = id.split("#");
  const sagaId = rowOf((key) => key.endsWith(`#${paymentId} HEAD`))?.sagaId;
  const step = rowOf((key, row) => key.includes(`#${sagaId} STEP#`) && row.step === "ChargePayment");
  const sent = subject === "charge" ? step?.lastSentAt : step?.cancelSentAt;
  return sent !== undefined ? undefined : "and its step does not say so";
}
