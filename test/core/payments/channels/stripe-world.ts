import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { decodeTime } from "ulid";
import { makeStripeChannel } from "../../../../core/payments/channels/stripe.ts";
import {
  type ChargeCall,
  chargeKeyOf,
  type PaymentChannel,
  type RefundCall,
} from "../../../../core/payments/domain/channel.ts";
import { SECRET_KEY, type StripeDouble, startStripeDouble } from "./stripe-double.ts";

export const AMOUNT = { amount: 1999, currency: "USD" };
const PAYMENT = "pay_my-shop_01K0000000AAAAAAAAAAAA";
const MADE_AT_MS = decodeTime("01K0000000AAAAAAAAAAAAAAAA");

export interface StripeWorld {
  double: StripeDouble;
  channel: PaymentChannel;
  /** Another one for each test: keys are kept by the double over all tests, as by Stripe. */
  paymentId: string;
  open(callTimeoutMs: number, secretKey?: string, apiBase?: string): Promise<PaymentChannel>;
  chargeCall(paymentMethod: string | undefined, more?: Partial<ChargeCall>): ChargeCall;
  charge(paymentMethod?: string, more?: Partial<ChargeCall>): ReturnType<PaymentChannel["charge"]>;
  ref(providerReference?: string): Parameters<PaymentChannel["query"]>[0];
  query(providerReference?: string): ReturnType<PaymentChannel["query"]>;
  cancel(providerReference?: string): ReturnType<PaymentChannel["cancel"]>;
  refundCall(refundId: string, amount: number, providerReference?: string): RefundCall;
  /** A payment that was captured: the intent's id. */
  paid(): Promise<string>;
}

/** One Stripe for the tests of a file, emptied before each. */
export function stripeWorld(): StripeWorld {
  let payments = 0;
  const world = {
    open(callTimeoutMs, secretKey = SECRET_KEY, apiBase = world.double.origin) {
      const config = { channel: "stripe" as const, secretKey, webhookSecrets: ["whsec_1"], apiBase };
      return makeStripeChannel(config, { clock: () => MADE_AT_MS, callTimeoutMs });
    },
    chargeCall: (paymentMethod, more = {}) => ({
      ...{ providerKey: chargeKeyOf(world.paymentId), paymentId: world.paymentId, orderNo: "order-1", amount: AMOUNT },
      ...{ paymentMethod, returnUrl: "https://shop.example/back", notifyUrl: "https://api.example/v1/webhooks/stripe" },
      timeoutMs: 5000,
      ...more,
    }),
    charge: (paymentMethod, more) => world.channel.charge(world.chargeCall(paymentMethod, more)),
    ref: (providerReference) => ({
      ...{ paymentId: world.paymentId, orderNo: "order-1", amount: AMOUNT, providerReference, timeoutMs: 5000 },
    }),
    query: (reference) => world.channel.query(world.ref(reference)),
    cancel: (reference) =>
      world.channel.cancel({ ...world.ref(reference), compensationKey: `${world.paymentId}#cancel` }),
    refundCall: (refundId, amount, reference) => ({
      ...{ ...world.ref(reference), providerKey: refundId, refundId },
      ...{ amount: { amount, currency: "USD" }, chargeAmount: AMOUNT },
    }),
    async paid() {
      await world.charge("pm_card_visa");
      return String([...world.double.intents.keys()][0]);
    },
  } as StripeWorld;

  beforeAll(async () => {
    world.double = await startStripeDouble();
    world.channel = await world.open(5000);
  });
  beforeEach(() => {
    payments += 1;
    world.paymentId = `${PAYMENT}${String(payments).padStart(4, "0")}`;
    world.double.reset();
    world.double.intents.clear();
    world.double.refunds.length = 0;
    Object.assign(world.double, { searchable: true, strangers: 0, nowSeconds: Math.floor(MADE_AT_MS / 1000) + 60 });
  });
  afterAll(async () => {
    await world.double.stop();
  });
  return world;
}
