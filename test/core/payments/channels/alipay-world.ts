import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { makeAlipayChannel } from "../../../../core/payments/channels/alipay.ts";
import type {
  ChannelConfig,
  ChargeCall,
  PaymentChannel,
  RefundCall,
} from "../../../../core/payments/domain/channel.ts";
import { chargeKeyOf } from "../../../../core/payments/domain/channel.ts";
import { type AlipayDouble, APP_ID, bare, makeKeys, startAlipayDouble } from "./alipay-double.ts";

export const PAYMENT = "pay_my-shop_01K0000000AAAAAAAAAAAAAAAA";
/** The same, as Alipay may be told it. */
export const NUMBER = "pay_my_shop_01K0000000AAAAAAAAAAAAAAAA";
export const AMOUNT = { amount: 1999, currency: "CNY" };
/** 2025-11-27 23:30:05 in Beijing. */
export const NOW_MS = Date.UTC(2025, 10, 27, 15, 30, 5);

export const app = makeKeys();
export const alipay = makeKeys();
export const other = makeKeys();

export type AlipayConfig = Extract<ChannelConfig, { channel: "alipay" }>;

export interface AlipayWorld {
  double: AlipayDouble;
  channel: PaymentChannel;
  open(change?: Partial<AlipayConfig>, callTimeoutMs?: number): Promise<PaymentChannel>;
}

/** One gateway for the tests of a file, emptied before each. */
export function alipayWorld(): AlipayWorld {
  const world = {
    open(change: Partial<AlipayConfig> = {}, callTimeoutMs = 5000) {
      const config = configOf(`${world.double.origin}/gateway.do`, change);
      return makeAlipayChannel(config, { clock: () => NOW_MS, callTimeoutMs });
    },
  } as AlipayWorld;
  beforeAll(async () => {
    world.double = await startAlipayDouble(app, alipay);
    world.channel = await world.open();
  });
  beforeEach(() => {
    world.double.reset();
    world.double.trades.clear();
    world.double.codes.clear();
    world.double.forged.length = 0;
    Object.assign(world.double, { next: undefined, signer: alipay.privateKey });
  });
  afterAll(async () => {
    await world.double.stop();
  });
  return world;
}

export function configOf(gateway: string, change: Partial<AlipayConfig> = {}): AlipayConfig {
  return {
    channel: "alipay",
    appId: APP_ID,
    privateKey: bare(app.privateKey, "pkcs8"),
    alipayPublicKeys: [bare(alipay.publicKey, "spki")],
    gateway,
    mode: "precreate",
    ...change,
  };
}

export const ref = { paymentId: PAYMENT, orderNo: "order-1", amount: AMOUNT, timeoutMs: 5000 };
export const chargeCall: ChargeCall = {
  ...ref,
  providerKey: chargeKeyOf(PAYMENT),
  notifyUrl: "https://api.example/v1/webhooks/alipay",
  expiresAtMs: NOW_MS + 30 * 60_000,
};
export const cancelCall = { ...ref, compensationKey: `${PAYMENT}#cancel` };
export function refundCall(amount: number, refundId = "ref_my-shop_01K0000000BBBBBBBBBBBBBBBB"): RefundCall {
  const money = { amount, currency: "CNY" };
  return { ...ref, providerKey: refundId, refundId, amount: money, chargeAmount: AMOUNT };
}
