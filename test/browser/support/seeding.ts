import type { RouteKey } from "../../../contract/routes.ts";
import type { ApiClient } from "../../../tools/harness/client.ts";
import type { Instance } from "../../../tools/harness/instance.ts";
import { PATIENCE_MS, until } from "../../../tools/harness/waiting.ts";
import type { Words } from "./hostile.ts";
import { merchantServer } from "./merchant-server.ts";
import { putBack } from "./put-back.ts";

export const SHOP = "corner-shop";
/** Of another merchant, which has done nothing yet. */
export const NEWCOMER = "newcomer";
const SCOPES = ["redemptions", "payments", "codes", "withdrawals", "notifications", "merchants"];
export const usd = (amount: number) => ({ amount, currency: "USD" });

/** What stands for each address of the console: ids by what the address calls them. */
export interface Seeded {
  accountId: string;
  /** SUCCEEDED. */
  paymentId: string;
  sagaId: string;
  offerId: string;
  orderId: string;
  campaignId: string;
  codeRedemptionId: string;
  subscriptionId: string;
  jobId: string;
  templateId: string;
  notificationId: string;
  webhookEndpointId: string;
  destinationId: string;
  eventId: string;
  deliveryId: string;
  planId: string;
  redemptionBatchId: string;
  notificationBatchId: string;
  /** These are parked, or will be. */
  parked: Parked;
}

export interface Parked {
  redemptionId: string;
  withdrawalId: string;
  /** One for each thing that can be done with it. */
  payments: { paymentId: string; sagaId: string }[];
  refundIds: string[];
}

interface SeedingDeps {
  instance: Instance;
  operator: ApiClient;
  client(apiKey: string): ApiClient;
}

/** What a merchant does, in such words of its own. All of it over the HTTP API, and as its customers do at the vendor. */
export class Seeding {
  readonly #deps: SeedingDeps;
  readonly #words: Words;
  readonly #closing: (() => Promise<void>)[] = [];
  #merchant!: ApiClient;
  #count = 0;

  constructor(deps: SeedingDeps, words: Words) {
    this.#deps = deps;
    this.#words = words;
  }

  async close(): Promise<void> {
    for (const each of this.#closing.splice(0)) await each();
  }

  async seed(): Promise<{ merchant: ApiClient; merchantKey: string; seeded: Seeded }> {
    const { operator, client } = this.#deps;
    const merchants = [SHOP, NEWCOMER].map((merchantId) =>
      this.#make(operator, "POST /v1/merchants", { merchantId, name: this.#words.text(this.#count), country: "US" }),
    );
    await Promise.all(merchants);
    await this.#call(operator, 200, "POST /v1/merchants/{id}/activate", SHOP, { reason: "checked by hand" });
    const label = this.#words.text(this.#count);
    const { key } = await this.#make(operator, "POST /v1/api-keys", { merchantId: SHOP, scopes: SCOPES, label });
    this.#merchant = client(String(key));
    await this.#make(operator, "POST /v1/api-keys", { merchantId: NEWCOMER, scopes: SCOPES, label });
    const hooks = await this.#webhooks();
    const [cards, payments, codes, notifications] = await Promise.all([
      this.#cards(),
      this.#payments(),
      this.#codes(),
      this.#notifications(),
    ]);
    const withdrawals = await this.#withdrawals();
    const told = await this.#told(hooks.webhookEndpointId);
    const { redemptionId, ...setUp } = cards;
    const { parkedPayments, refundIds, ...paid } = payments;
    const { withdrawalId, destinationId } = withdrawals;
    const parked = { redemptionId, withdrawalId, payments: parkedPayments, refundIds };
    return {
      merchant: this.#merchant,
      merchantKey: String(key),
      seeded: { ...setUp, ...paid, ...codes, ...notifications, ...hooks, ...told, destinationId, parked },
    };
  }

  async #cards() {
    const plan = await this.#made("POST /v1/plans", {
      name: this.#words.text(this.#count),
      country: "US",
      target: usd(50_000),
    });
    const accounts = Array.from({ length: 3 }, () =>
      this.#made("POST /v1/accounts", { country: "US", currency: "USD", label: this.#words.text(this.#count) }),
    );
    const [account] = await Promise.all(accounts);
    const planId = String(plan.planId);
    const submit = (code: string) =>
      this.#accepted("POST /v1/redemptions", { planId, code, reference: this.#words.word(this.#count) });
    const [silent] = await Promise.all([
      submit("TEST-TIMEOUT-NEVER-BROWSER"),
      submit("TEST-OK-2500-BROWSER"),
      submit("TEST-REJECT-BROWSER"),
    ]);
    const redemptionId = String(silent?.redemptionId);
    const { batchId } = await awaitState(this.#merchant, "GET /v1/redemptions/{id}", redemptionId, ["UNKNOWN"]);
    await putBack(this.#deps.instance.run, { kind: "redemption", tenantId: SHOP, id: redemptionId });
    return { planId, accountId: String(account?.accountId), redemptionId, redemptionBatchId: String(batchId) };
  }

  async #payments() {
    const pay = async (paymentMethod: string, amount: number) => {
      const n = this.#count;
      const body = {
        ...{ orderNo: this.#words.word(n), amount: usd(amount), channel: "sandbox", paymentMethod },
        ...{ customerId: this.#words.word(n + 1), description: this.#words.text(n) },
        returnUrl: `https://shop.example/?back="><script>${n}</script>`,
      };
      const { paymentId, sagaId } = await this.#accepted("POST /v1/payments", body);
      return { paymentId: String(paymentId), sagaId: String(sagaId) };
    };
    // Silent for ever: each is parked in half a minute.
    const silent = Promise.all([3100, 3200, 3300, 3400, 3500].map((amount) => pay("pm_unknown_forever", amount)));
    const settled = await Promise.all([120_000, 8000, 8100].map((amount) => pay("pm_ok", amount)));
    const [open] = await Promise.all([pay("pm_action", 2200), pay("pm_declined", 900)]);
    for (const { paymentId } of settled) await this.#reads("GET /v1/payments/{id}", paymentId, ["SUCCEEDED"]);
    await this.#reads("GET /v1/payments/{id}", open.paymentId, ["REQUIRES_ACTION"]);
    // What the customer's bank takes back is held until a person has decided.
    const [, ...disputed] = settled;
    const refundIds = await Promise.all(disputed.map(({ paymentId }) => this.#disputed(paymentId)));
    return { ...(settled[0] as (typeof settled)[number]), parkedPayments: await silent, refundIds };
  }

  async #disputed(paymentId: string): Promise<string> {
    await this.#merchant.expect(200, "POST /_sandbox/channel/pay/{id}/desk", {
      path: { id: paymentId },
      body: { move: "dispute" },
    });
    const asked = async () => {
      const path = { id: paymentId };
      const { items } = await this.#merchant.get<{ items: { refundId: string }[] }>("GET /v1/payments/{id}/refunds", {
        path,
      });
      return items[0]?.refundId;
    };
    return until("a dispute to be on the books", asked, { timeoutMs: PATIENCE_MS, everyMs: 100 });
  }

  async #codes() {
    const name = this.#words.text(this.#count);
    const offer = await this.#made("POST /v1/offers", {
      name,
      price: usd(999),
      period: { unit: "month", count: 1 },
      stock: 10,
    });
    const offerId = String(offer.offerId);
    const { campaignId } = await this.#made("POST /v1/campaigns", { name, offerId, usesPerCode: 3 });
    const id = String(campaignId);
    const codes = { codes: ["BROWSER-CODE-1"] };
    const job = await this.#call(this.#merchant, 202, "POST /v1/campaigns/{id}/codes", id, codes);
    await this.#reads("GET /v1/jobs/{id}", String(job.jobId), ["DONE"]);
    const [use, order] = await Promise.all([
      this.#made("POST /v1/code-redemptions", {
        code: "BROWSER-CODE-1",
        userId: this.#words.word(this.#count),
        reference: this.#words.word(this.#count),
      }),
      this.#made("POST /v1/orders", {
        orderNo: this.#words.word(this.#count),
        offerId,
        userId: this.#words.word(this.#count),
      }),
    ]);
    return {
      ...{ offerId, campaignId: id, jobId: String(job.jobId), orderId: String(order.orderId) },
      ...{ codeRedemptionId: String(use.codeRedemptionId), subscriptionId: String(use.subscriptionId) },
    };
  }

  async #notifications() {
    const template = await this.#made("POST /v1/notification-templates", {
      ...{ name: this.#words.text(this.#count), channel: "email", subject: this.#words.text(1) },
      body: "Hello {{who}}, <script>window.__ran=1</script>",
    });
    const templateId = String(template.templateId);
    const { notificationId, batchId } = await this.#accepted("POST /v1/notifications", {
      ...{ key: this.#words.word(this.#count), templateId, receiver: "ok@shop.example" },
      params: { who: this.#words.text(0) },
    });
    return { templateId, notificationId: String(notificationId), notificationBatchId: String(batchId) };
  }

  /** One server takes all, one says that it is gone, one fails; a fourth address is not there, and is all markup. */
  async #webhooks() {
    const [gone, failing, taking] = await Promise.all([merchantServer(410), merchantServer(500), merchantServer(204)]);
    this.#closing.push(gone.close, failing.close, taking.close);
    const eventTypesOf = (url: string) =>
      url === failing.url ? "payment.*" : url === taking.url ? "order.*" : "redemption.*";
    const urls = [failing.url, gone.url, taking.url, `https://elsewhere.invalid/"><script>window.__ran=1</script>`];
    const [endpoint] = await Promise.all(
      urls.map((url) =>
        this.#made("POST /v1/webhook-endpoints", {
          ...{ url, eventTypes: [eventTypesOf(url)] },
          description: this.#words.text(this.#count),
        }),
      ),
    );
    return { webhookEndpointId: String(endpoint?.webhookEndpointId) };
  }

  async #told(webhookEndpointId: string) {
    const asked = async () => {
      const query = { webhookEndpointId };
      type Deliveries = { items: { deliveryId: string; eventId: string; attempts: object[] }[] };
      const { items } = await this.#merchant.get<Deliveries>("GET /v1/webhook-deliveries", { query });
      return items.find(({ attempts }) => attempts.length > 0);
    };
    const { deliveryId, eventId } = await until("a delivery to be tried", asked, {
      timeoutMs: PATIENCE_MS,
      everyMs: 100,
    });
    return { deliveryId, eventId };
  }

  async #withdrawals() {
    const destinationOf = async (account: string) =>
      String(
        (
          await this.#made("POST /v1/payout-destinations", {
            ...{
              provider: "sandbox",
              account,
              label: this.#words.text(this.#count),
              holder: this.#words.text(this.#count),
            },
          })
        ).destinationId,
      );
    const [destinationId, silent] = [await destinationOf("pd_ok"), await destinationOf("pd_unknown_forever")];
    const ask = (to: string, amount: number) =>
      this.#accepted("POST /v1/withdrawals", {
        withdrawalNo: this.#words.word(this.#count),
        amount: usd(amount),
        destinationId: to,
      });
    const [parked] = await Promise.all([ask(silent, 4100), ask(destinationId, 4200)]);
    const withdrawalId = String(parked?.withdrawalId);
    await this.#reads("GET /v1/withdrawals/{id}", withdrawalId, ["UNKNOWN"]);
    await putBack(this.#deps.instance.run, { kind: "withdrawal", tenantId: SHOP, id: withdrawalId });
    return { withdrawalId, destinationId };
  }

  #made(route: RouteKey, body: object) {
    return this.#make(this.#merchant, route, body);
  }

  async #make(by: ApiClient, route: RouteKey, body: object) {
    return (await by.expect(201, route, { key: this.#key(), body })).json;
  }

  async #accepted(route: RouteKey, body: object) {
    return (await this.#merchant.expect(202, route, { key: this.#key(), body })).json;
  }

  async #call(by: ApiClient, status: number, route: RouteKey, id: string, body: object) {
    return (await by.expect(status, route, { path: { id }, key: this.#key(), body })).json;
  }

  #key(): string {
    return `seed-${++this.#count}`;
  }

  async #reads(route: RouteKey, id: string, states: readonly string[]): Promise<void> {
    await awaitState(this.#merchant, route, id, states);
  }
}

/** Until the thing is in one of these states. */
export async function awaitState(
  by: ApiClient,
  route: RouteKey,
  id: string,
  states: readonly string[],
): Promise<Record<string, unknown>> {
  const asked = async () => {
    const thing = await by.get<Record<string, unknown>>(route, { path: { id } });
    return states.includes(String(thing.status)) ? thing : undefined;
  };
  return until(`${id} to be ${states.join(" or ")}`, asked, { timeoutMs: PATIENCE_MS, everyMs: 150 });
}
