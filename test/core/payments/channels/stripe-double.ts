/**
 * Stripe as its API reference describes it: payment intents, refunds, idempotency keys that keep the first answer and
 * compare parameters, a search that may lag behind.
 */

import { startVendorDouble, type VendorAnswer, type VendorCall, type VendorDouble } from "./vendor-double.ts";

export const SECRET_KEY = "sk_test_canary";

/** Of a charge in US dollars. */
const LEAST_CENTS = 50;

type Fields = Record<string, unknown> & { id: string; metadata: Record<string, string>; status: string };

export interface StripeDouble extends VendorDouble {
  intents: Map<string, Fields>;
  refunds: Fields[];
  /** `false`: what was made is not searchable yet. */
  searchable: boolean;
  /** How many intents that are not ours come first in every list. */
  strangers: number;
  /** When what is made next is made. */
  nowSeconds: number;
  /** How many charges took effect. */
  captured(): number;
}

export async function startStripeDouble(): Promise<StripeDouble> {
  const intents = new Map<string, Fields>();
  const refunds: Fields[] = [];
  const keys = new Map<string, { params: string; answer: VendorAnswer }>();
  let made = 0;

  function vendor(call: VendorCall): VendorAnswer {
    if (call.headers.authorization !== `Bearer ${SECRET_KEY}`) return failure(401, { type: "invalid_request_error" });
    const path = call.url.pathname;
    const form = new URLSearchParams(call.body);
    if (call.method === "POST") return once(call, () => post(path, form));
    const [, , , id = ""] = path.split("/");
    if (path === "/v1/charges") return page(since(call, charges()).map(expanded(call)), call);
    if (path.startsWith("/v1/refunds")) {
      const intentId = call.url.searchParams.get("payment_intent");
      if (intentId === null) return page(since(call, refunds).map(expanded(call)), call);
      return page(
        refunds.filter((refund) => refund.payment_intent === intentId),
        call,
      );
    }
    if (id === "search") {
      const wanted = /^metadata\["paymentId"\]:"(.*)"$/.exec(call.url.searchParams.get("query") ?? "")?.[1];
      const hits = [...intents.values()].filter((intent) => intent.metadata.paymentId === wanted);
      return json({ object: "search_result", data: double.searchable ? hits : [], has_more: false });
    }
    if (id !== "") {
      const intent = intents.get(id);
      const isExpanded = call.url.searchParams.get("expand[0]") === "latest_charge";
      if (intent === undefined) return missing("intent");
      return json(isExpanded ? { ...intent, latest_charge: chargeOf(intent) } : intent);
    }
    const gte = Number(call.url.searchParams.get("created[gte]"));
    const lte = Number(call.url.searchParams.get("created[lte]"));
    const listed = [...intents.values()].filter((one) => Number(one.created) >= gte && Number(one.created) <= lte);
    const strangers = Array.from({ length: double.strangers }, (_, at) => ({
      ...intentOf({}),
      id: `pi_stranger${at}`,
    }));
    return page([...strangers, ...listed], call);
  }

  function charges(): Fields[] {
    return [...intents.values()].flatMap((intent) => {
      const charge = chargeOf(intent);
      return charge === null ? [] : [charge];
    });
  }

  /** What a list was asked to show whole, in place of its id. */
  const expanded = (call: VendorCall) => (object: Fields) => {
    const asked = [...call.url.searchParams].filter(([name]) => name.startsWith("expand["));
    const shown = { ...object };
    for (const [, path] of asked) {
      if (path === "data.payment_intent") shown.payment_intent = intents.get(String(object.payment_intent)) ?? null;
      if (path === "data.charge") shown.charge = charges().find(({ id }) => id === object.charge) ?? null;
    }
    return shown;
  };

  function once(call: VendorCall, act: () => VendorAnswer): VendorAnswer {
    const key = String(call.headers["idempotency-key"]);
    const params = `${call.url.pathname}?${call.body}`;
    const first = keys.get(key);
    if (first === undefined) {
      const answer = act();
      // Nothing is kept of a request that failed validation.
      if (answer.status !== 400) keys.set(key, { params, answer });
      return answer;
    }
    return first.params === params ? first.answer : failure(400, { type: "idempotency_error" });
  }

  function post(path: string, form: URLSearchParams): VendorAnswer {
    const [, , kind, id = "", verb] = path.split("/");
    if (kind === "refunds") return refund(form);
    if (verb === "cancel") return cancel(id);
    if (form.get("currency") === "usd" && Number(form.get("amount")) < LEAST_CENTS)
      return failure(400, { type: "invalid_request_error", code: "amount_too_small", param: "amount" });
    const intent = intentOf(Object.fromEntries(form));
    if (form.get("confirm") === "true") {
      const method = form.get("payment_method");
      if (method === "pm_missing") {
        return failure(400, { type: "invalid_request_error", code: "resource_missing", param: "payment_method" });
      }
      confirm(intent, method, form.has("return_url"));
    }
    intents.set(intent.id, intent);
    const error = intent.last_payment_error;
    return error === null ? json(intent) : failure(402, { ...(error as object), payment_intent: intent });
  }

  /** Made when the money was taken, which may be long after its intent. */
  function chargeOf(intent: Fields): Fields | null {
    if (intent.status !== "succeeded") return null;
    const { id, amount, currency, metadata, created, chargedAt = created } = intent;
    const back = refunds.filter((refund) => refund.payment_intent === id);
    const refunded = back.reduce((sum, one) => sum + (one.status === "failed" ? 0 : Number(one.amount)), 0);
    return {
      ...{ id: `ch_${id}`, object: "charge", status: "succeeded", captured: true, amount, amount_captured: amount },
      ...{ amount_refunded: refunded, currency, metadata, created: chargedAt, payment_intent: id },
    };
  }

  function intentOf(params: Record<string, string>): Fields {
    made += 1;
    const metadata: Record<string, string> = {};
    for (const [name, value] of Object.entries(params)) {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      if (key !== undefined) metadata[key] = value;
    }
    const id = `pi_${made}`;
    return {
      ...{ id, object: "payment_intent", status: "requires_payment_method", amount: Number(params.amount ?? 1) },
      ...{ amount_received: 0, currency: params.currency ?? "usd", metadata, created: double.nowSeconds },
      ...{
        next_action: null,
        last_payment_error: null,
        cancellation_reason: null,
        client_secret: `${id}_secret_canary`,
      },
    };
  }

  function refund(form: URLSearchParams): VendorAnswer {
    const intent = intents.get(form.get("payment_intent") ?? "");
    const amount = Number(form.get("amount"));
    if (intent === undefined) return missing("payment_intent");
    if (intent.status !== "succeeded") return failure(400, { type: "invalid_request_error" });
    const gone = refunds
      .filter((one) => one.payment_intent === intent.id)
      .reduce((sum, one) => sum + Number(one.amount), 0);
    if (gone === intent.amount) return failure(400, { type: "invalid_request_error", code: "charge_already_refunded" });
    if (gone + amount > Number(intent.amount)) return failure(400, { type: "invalid_request_error", param: "amount" });
    const metadata = {
      refundId: form.get("metadata[refundId]") ?? "",
      paymentId: form.get("metadata[paymentId]") ?? "",
    };
    const made = { id: `re_${refunds.length + 1}`, object: "refund", status: "succeeded", amount, metadata };
    const of = { currency: intent.currency, payment_intent: intent.id, charge: `ch_${intent.id}` };
    refunds.push({ ...made, ...of, created: double.nowSeconds });
    return json(refunds.at(-1));
  }

  function cancel(id: string): VendorAnswer {
    const intent = intents.get(id);
    if (intent === undefined) return missing("intent");
    if (!/^requires_/.test(intent.status)) {
      const code = "payment_intent_unexpected_state";
      return failure(400, { type: "invalid_request_error", code, payment_intent: intent });
    }
    Object.assign(intent, { status: "canceled", cancellation_reason: "abandoned", next_action: null });
    return json(intent);
  }

  const http = await startVendorDouble(vendor);
  const double = Object.assign(http, {
    intents,
    refunds,
    searchable: true,
    strangers: 0,
    nowSeconds: 0,
    captured: () => [...intents.values()].filter((intent) => intent.status === "succeeded").length,
  });
  return double;
}

function confirm(intent: Fields, method: string | null, mayLeave: boolean): void {
  const failed = (code: string, decline?: string) =>
    Object.assign(intent, { last_payment_error: { type: "card_error", code, decline_code: decline } });
  switch (method) {
    case "pm_card_visa":
    // What its owner's bank does later is nobody's to see here.
    case "pm_card_createDispute":
      return void Object.assign(intent, { status: "succeeded", amount_received: intent.amount });
    case "pm_card_chargeDeclined":
      return void failed("card_declined", "generic_decline");
    case "pm_card_chargeDeclinedInsufficientFunds":
      return void failed("card_declined", "insufficient_funds");
    case "pm_card_threeDSecure2Required": {
      if (!mayLeave) return void failed("authentication_required", "authentication_required");
      const url = `https://hooks.stripe.com/3d_secure_2/hosted?merchant=acct_1&payment_intent=${intent.id}`;
      return void Object.assign(intent, {
        status: "requires_action",
        next_action: { type: "redirect_to_url", redirect_to_url: { url } },
      });
    }
    case "pm_usBankAccount":
      return void Object.assign(intent, { status: "processing" });
    default:
      throw new Error("the double knows no such method");
  }
}

/** The newest first. */
function since(call: VendorCall, objects: readonly Fields[]): Fields[] {
  const gte = Number(call.url.searchParams.get("created[gte]"));
  return objects.filter(({ created }) => Number(created) >= gte).reverse();
}

function page(items: { id: string }[], call: VendorCall): VendorAnswer {
  const after = items.findIndex((item) => item.id === call.url.searchParams.get("starting_after"));
  const rest = items.slice(after + 1);
  const limit = Number(call.url.searchParams.get("limit"));
  return json({ object: "list", data: rest.slice(0, limit), has_more: rest.length > limit });
}

const json = (body: unknown): VendorAnswer => ({ body: JSON.stringify(body) });
const failure = (status: number, error: object): VendorAnswer => ({
  status,
  body: JSON.stringify({ error: { message: `No such thing: ${SECRET_KEY}`, ...error } }),
});
const missing = (param: string) => failure(404, { type: "invalid_request_error", code: "resource_missing", param });
