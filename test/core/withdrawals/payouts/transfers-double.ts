/** Stripe's transfers as its API reference describes them: idempotency keys keep the first answer and compare parameters. */

import {
  startVendorDouble,
  type VendorAnswer,
  type VendorCall,
  type VendorDouble,
} from "../../payments/channels/vendor-double.ts";

export const SECRET_KEY = "sk_test_canary";

/** Of each currency, in its smallest unit. */
const BALANCE = 1_000_000;

interface Transfer {
  id: string;
  amount: number;
  metadata: Record<string, string>;
  transfer_group: string | null;
  created: number;
}

export interface TransfersDouble extends VendorDouble {
  transfers: (Transfer & Record<string, unknown>)[];
  /** When what is made next is made. */
  nowSeconds: number;
  /** Made by somebody else. */
  put(change: Partial<Transfer>): void;
  /** Somebody takes a part of it back. */
  reverse(transferId: string, amount: number): void;
}

/** Accounts that nothing can be transferred to, and Stripe's code for it. */
const REFUSED: Record<string, string> = {
  acct_gone: "resource_missing",
  acct_closed: "insufficient_capabilities_for_transfer",
  acct_poor: "balance_insufficient",
};

export async function startTransfersDouble(): Promise<TransfersDouble> {
  const transfers: TransfersDouble["transfers"] = [];
  const keys = new Map<string, { params: string; answer: VendorAnswer }>();
  const reversals: { id: string; amount: number; currency: unknown; transfer: string }[] = [];
  const events: { id: string; type: string; created: number; data: { object: object } }[] = [];

  function put(change: Partial<Transfer>): void {
    transfers.push({
      ...{ id: `tr_${transfers.length + 1}`, object: "transfer", amount: 1970, amount_reversed: 0, currency: "usd" },
      ...{ metadata: {}, transfer_group: null, destination: "acct_1", livemode: false, reversed: false },
      created: double.nowSeconds,
      ...change,
    });
  }

  /** Stripe tells of the transfer as it was then, with its reversals, the newest first. */
  function reverse(transferId: string, amount: number): void {
    const transfer = transfers.find(({ id }) => id === transferId);
    reversals.push({ id: `trr_${reversals.length + 1}`, amount, currency: transfer?.currency, transfer: transferId });
    const data = reversals.filter((reversal) => reversal.transfer === transferId).reverse();
    const object = { ...transfer, reversals: { object: "list", data } };
    const about = { id: `evt_${events.length + 1}`, object: "event", type: "transfer.reversed" };
    events.push({ ...about, created: double.nowSeconds, data: { object } });
  }

  function vendor(call: VendorCall): VendorAnswer {
    if (call.headers.authorization !== `Bearer ${SECRET_KEY}`) return failure(401, { type: "invalid_request_error" });
    if (call.method === "POST") return once(call);
    if (call.url.pathname === "/v1/events") {
      const ofType = events.filter(({ type }) => type === call.url.searchParams.get("type"));
      return page(call, ofType);
    }
    const group = call.url.searchParams.get("transfer_group");
    if (group === null) return page(call, transfers);
    const data = transfers.filter(({ transfer_group: its }) => its === group);
    return json({ object: "list", url: "/v1/transfers", has_more: false, data });
  }

  function once(call: VendorCall): VendorAnswer {
    const key = String(call.headers["idempotency-key"]);
    const first = keys.get(key);
    if (first) return first.params === call.body ? first.answer : failure(400, { type: "idempotency_error" });
    const answer = transfer(new URLSearchParams(call.body));
    keys.set(key, { params: call.body, answer });
    return answer;
  }

  function transfer(form: URLSearchParams): VendorAnswer {
    const code = REFUSED[form.get("destination") ?? ""];
    if (code) return failure(400, { type: "invalid_request_error", code });
    if (Number(form.get("amount")) > BALANCE)
      return failure(400, { type: "invalid_request_error", code: "balance_insufficient" });
    put({
      amount: Number(form.get("amount")),
      transfer_group: form.get("transfer_group"),
      metadata: {
        withdrawalId: form.get("metadata[withdrawalId]") ?? "",
        withdrawalNo: form.get("metadata[withdrawalNo]") ?? "",
      },
      ...{ currency: form.get("currency") },
    });
    return json(transfers.at(-1));
  }

  const http = await startVendorDouble(vendor);
  const double = Object.assign(http, { transfers, put, reverse, nowSeconds: Math.floor(Date.now() / 1000) });
  return double;
}

/** What was made since a moment, the newest first. */
function page({ url }: VendorCall, objects: readonly { id: string; created: number }[]): VendorAnswer {
  const { searchParams: asked } = url;
  const gte = Number(asked.get("created[gte]"));
  const all = objects.filter(({ created }) => created >= gte).reverse();
  const rest = all.slice(all.findIndex(({ id }) => id === asked.get("starting_after")) + 1);
  const limit = Number(asked.get("limit"));
  return json({ object: "list", data: rest.slice(0, limit), has_more: rest.length > limit });
}

const json = (body: unknown): VendorAnswer => ({ body: JSON.stringify(body) });
const failure = (status: number, error: object): VendorAnswer => ({ status, body: JSON.stringify({ error }) });
