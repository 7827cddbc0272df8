import { createApiKey } from "../core/access/services/api-keys.ts";
import type { Item } from "../core/foundation/store/table.ts";
import type { Choices } from "./choices.ts";
import { CARDS, type CardKind } from "./model/exchange.ts";
import { PAYMENT_METHODS, type PaymentMethod } from "./model/payment-methods.ts";
import { tellPayouts } from "./payout-vendor.ts";
import { Caller, type HttpAnswer } from "./people.ts";
import { Vendor } from "./vendor.ts";
import type { World } from "./world.ts";

const ORDINARY = (Object.keys(PAYMENT_METHODS) as PaymentMethod[]).filter((method) => method !== "tells-refunds");

const LOOK_AFTER_MS = 500;
const LOOKS_MAX = 6;

/** The world's people, and what they hold in their hands when the story begins. */
export class Cast {
  readonly world: World;
  readonly choices: Choices;
  readonly merchant: Caller;
  /** Another tenant: whatever it is told about the first one's things is too much. */
  readonly other: Caller;
  readonly operator: Caller;
  readonly codes: string[] = [];

  private constructor(world: World, keys: { merchant: string; other: string; operator: string }) {
    this.world = world;
    this.choices = world.choices;
    new Vendor(world);
    tellPayouts(world);
    this.merchant = new Caller(world, { name: "merchant", tenantId: "acme", apiKey: keys.merchant });
    this.other = new Caller(world, { name: "other merchant", tenantId: "globex", apiKey: keys.other });
    this.operator = new Caller(world, { name: "operator", apiKey: keys.operator });
  }

  static async assemble(world: World): Promise<Cast> {
    return new Cast(world, {
      merchant: await keyFor(world, "acme", "redemptions", "payments", "codes", "withdrawals", "notifications"),
      other: await keyFor(world, "globex", "redemptions", "payments"),
      operator: await keyFor(world, undefined, "operator"),
    });
  }

  /** Another operator, where one is not enough. */
  async deputy(): Promise<Caller> {
    return new Caller(this.world, { name: "deputy", apiKey: await keyFor(this.world, undefined, "operator") });
  }

  /** A new card. Kinds stand in the order of their table, so that decision 0 is a good one. */
  card(kinds: readonly CardKind[] = Object.keys(CARDS) as CardKind[]): string {
    const code = `CARD-${String(this.codes.length + 1).padStart(4, "0")}-WORTH-1000`;
    this.world.outside.exchange.issue(code, kinds[this.choices.below(kinds.length)] ?? "good");
    this.codes.push(code);
    return code;
  }

  async plan(target = 1_000_000, by = this.merchant): Promise<string> {
    const body = { name: "Plan", country: "US", target: { amount: target, currency: "USD" } };
    const { json } = await by.insist("POST /v1/plans", { body });
    return String(json.planId);
  }

  async account(by = this.merchant): Promise<string> {
    const { json } = await by.insist("POST /v1/accounts", { body: { country: "US", currency: "USD" } });
    return String(json.accountId);
  }

  /** Rows as they stand, for somebody who knows where to look. */
  rows = (prefix: string): Item[] => {
    const rows = [...this.world.engine.shadow.rows];
    return rows.filter(([key]) => key.startsWith(prefix)).map(([, row]) => row);
  };

  /** A new payment; the same order number when it is given. */
  pay(
    by: Caller,
    {
      key,
      orderNo,
      method = this.method(),
      orderId,
    }: { key?: string; orderNo: string; method?: PaymentMethod; orderId?: string },
  ): Promise<HttpAnswer> {
    const body = {
      orderNo,
      amount: { amount: PAYMENT_AMOUNT, currency: "USD" },
      channel: "sandbox",
      paymentMethod: method,
      ...(orderId === undefined ? {} : { orderId }),
    };
    return by.insist("POST /v1/payments", { ...(key === undefined ? {} : { key }), body });
  }

  /** Looks at it from half a second to half an hour, until it is paid. */
  async untilPaid(paymentId: string): Promise<void> {
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      await this.world.sleep(LOOK_AFTER_MS * 4 ** looks, "merchant");
      const seen = await this.merchant.ask("GET /v1/payments/{id}", { path: { id: paymentId } });
      if (seen?.json.status === "SUCCEEDED") return;
    }
  }

  /** Of how a payment behaves; the plainest comes first. Those whose refunds are told have a kind of world of their own. */
  method(methods: readonly PaymentMethod[] = ORDINARY): PaymentMethod {
    return methods[this.choices.below(methods.length)] ?? "good";
  }

  /** Something that people in the story see, beside what rows are judged by. */
  must = (holds: boolean, subject: string, detail: string): void => {
    if (!holds) this.world.violations.push({ invariant: "story", subject, detail });
  };
}

function keyFor(world: World, tenantId: string | undefined, ...scopes: string[]): Promise<string> {
  return new Promise((resolve, reject) =>
    world.functions.invoke<{ apiKey: string }>({
      name: "setup",
      timeoutMs: () => 60_000,
      run: (deps) => createApiKey({ ...deps, randomBytes: deps.random.bytes }, { tenantId, scopes }),
      onEnd: (end) => (end.kind === "returned" ? resolve(end.value.apiKey) : reject(new Error("no API key was made"))),
    }),
  );
}

/** Minor units: all payments are worth the same, so that sums tell how many were made. */
export const PAYMENT_AMOUNT = 2000;
