import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { makeEpayChannel } from "../../../../core/payments/channels/epay.ts";
import {
  type ChannelConfig,
  type ChargeCall,
  chargeKeyOf,
  type PaymentChannel,
  type RefundCall,
} from "../../../../core/payments/domain/channel.ts";
import { type EpayDouble, type EpayOrder, KEY, PID, startEpayDouble } from "./epay-double.ts";

export const PAYMENT = "pay_my-shop_01K0000000AAAAAAAAAAAAAAAA";
export const AMOUNT = { amount: 1999, currency: "CNY" };
type EpayConfig = Extract<ChannelConfig, { channel: "epay" }>;
/** The configuration under which a charge is a call. */
export const MAPI = { create: "mapi", type: "alipay" } as const;

export const ref = { paymentId: PAYMENT, orderNo: "order-1", amount: AMOUNT, timeoutMs: 5000 };
export const chargeCall: ChargeCall = {
  ...ref,
  providerKey: chargeKeyOf(PAYMENT),
  notifyUrl: "https://api.example/v1/webhooks/epay",
};
export const called = { ...chargeCall, customerIp: "192.0.2.7" };
export const cancelCall = { ...ref, compensationKey: `${PAYMENT}#cancel` };
export function refundCall(amount: number): RefundCall {
  return { ...ref, providerKey: "ref_1", refundId: "ref_1", amount: { amount, currency: "CNY" }, chargeAmount: AMOUNT };
}

export interface EpayWorld {
  double: EpayDouble;
  open(change?: Partial<EpayConfig>, callTimeoutMs?: number): PaymentChannel;
  /** An order that the customer's browser has made. */
  ordered(status: number): Promise<EpayOrder | undefined>;
}

/** One gateway for the tests of a file, emptied before each. */
export function epayWorld(): EpayWorld {
  const world = {
    open(change = {}, callTimeoutMs = 5000) {
      const gateway = `${world.double.origin}/pay/`;
      const config = { channel: "epay" as const, pid: PID, keys: [KEY, "old"], gateway, ...change };
      return makeEpayChannel(config, { clock: () => 0, callTimeoutMs });
    },
    async ordered(status) {
      const outcome = await world.open().charge(chargeCall);
      const order = world.double.open(outcome.outcome === "requires-action" ? outcome.paymentUrl : "");
      return order === undefined ? undefined : Object.assign(order, { status });
    },
  } as EpayWorld;
  beforeAll(async () => {
    world.double = await startEpayDouble();
  });
  beforeEach(() => {
    world.double.reset();
    world.double.orders.clear();
  });
  afterAll(async () => {
    await world.double.stop();
  });
  return world;
}
