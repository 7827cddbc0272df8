import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Write } from "../../../../core/foundation/store/table.ts";
import type {
  ChannelConfig,
  ChannelEvent,
  WebhookRefusal,
  WebhookVerdict,
  WebhookVerifier,
} from "../../../../core/payments/domain/channel.ts";
import type { ChannelAccount } from "../../../../core/payments/services/deps.ts";
import { receiveWebhook } from "../../../../core/payments/services/webhooks.ts";
import type { AllDeps } from "../../../../lambdas/runtime/all-deps.ts";

const PAYMENT = "pay_acme_01K0000000AAAAAAAAAAAAAAAA";
const accountOf = (tenantId: string, secret: string): ChannelAccount => ({
  tenantId,
  config: { channel: "stripe", secretKey: "sk_test_1", webhookSecrets: [secret] } satisfies ChannelConfig,
});
const EVENT: ChannelEvent = { eventId: "evt_1", type: "refunded", providerReference: "pi_1" };

let accounts: ChannelAccount[];
/** What each secret makes of the bytes; a secret that is not here does not fit. */
let verdicts: Record<string, WebhookVerdict>;
let claims: string | undefined;
let rows: { tenantId: string; event: ChannelEvent }[];
let counts: Record<string, number>;
let tried: string[];
/** Whose accounts were asked for. */
let asked: unknown[];
/** What the bytes are by themselves. */
let readings: number;
let misread: WebhookRefusal | undefined;
beforeEach(() => {
  accounts = [accountOf("acme", "A"), accountOf("globex", "G"), accountOf("initech", "I")];
  verdicts = {};
  claims = undefined;
  rows = [];
  counts = {};
  tried = [];
  asked = [];
  readings = 0;
  misread = undefined;
});

function verify(config: ChannelConfig): WebhookVerdict {
  const secret = config.channel === "stripe" ? String(config.webhookSecrets[0]) : "";
  tried.push(secret);
  return verdicts[secret] ?? { kind: "refused", httpStatus: 401, why: "signature" };
}
const verifier: WebhookVerifier = {
  read() {
    readings += 1;
    return misread ?? { kind: "unverified", claimedPaymentId: claims, claimedAccountId: "account-1", verify };
  },
  reply: { httpStatus: 200, contentType: "text/plain", body: "ok" },
};

function receive(by = verifier, hintedTenantId?: string) {
  const deps = {
    clock: () => 1000,
    limits: { sweepGraceMs: 1 },
    random: { ulid: () => "01K" },
    metrics: { count: (name: string) => Object.assign(counts, { [name]: (counts[name] ?? 0) + 1 }), gauge: () => {} },
    log: { info: () => {}, note: () => {} },
    channels: {
      find: async (tenantId: string) => accounts.find((one) => one.tenantId === tenantId),
      all: async (_channel: string, named: unknown) => {
        asked.push(named);
        return accounts;
      },
      verifierOf: () => by,
    },
    tables: {
      async transact([row]: Write[]) {
        if (row?.kind === "put") rows.push(row.item as unknown as (typeof rows)[number]);
        return { committed: true };
      },
    },
  } as unknown as AllDeps;
  return receiveWebhook(deps, "stripe", { headers: {}, query: {}, body: new Uint8Array() }, hintedTenantId);
}
const takes = (event: ChannelEvent): WebhookVerdict => ({ kind: "event", event });
const stored = () => rows.map(({ tenantId }) => tenantId);

test("bytes that claim a payment are its merchant's, and nobody else's secret is tried", async () => {
  claims = PAYMENT;
  verdicts = { A: takes({ ...EVENT, paymentId: PAYMENT }), G: takes(EVENT) };
  expect(await receive()).toBe(verifier.reply);
  expect(stored()).toEqual(["acme"]);
  expect(tried).toEqual(["A"]);
});

test("a forged claim of a merchant's payment costs that merchant's secrets and nobody else's", async () => {
  claims = PAYMENT;
  await expect(receive()).rejects.toMatchObject({ code: "webhook-unverified" });
  expect(tried).toEqual(["A"]);
});

test("where anybody may write what claims a payment, the others' secrets are tried after the named merchant's", async () => {
  claims = PAYMENT;
  verdicts = { I: { kind: "ignored", why: "foreign" } };
  expect(await receive({ ...verifier, claimsMayBeForeign: true })).toBe(verifier.reply);
  expect(tried).toEqual(["A", "G", "I"]);
});

test("bytes are read once, however many merchants' secrets are tried", async () => {
  await expect(receive()).rejects.toMatchObject({ code: "webhook-unverified" });
  expect({ readings, tried }).toEqual({ readings: 1, tried: ["A", "G", "I"] });
});

test("what is refused by itself is tried with nobody's secret", async () => {
  misread = { kind: "refused", httpStatus: 400, why: "malformed" };
  await expect(receive()).rejects.toMatchObject({ code: "webhook-malformed" });
  expect({ tried, counts }).toEqual({ tried: [], counts: { WebhookUnverified: 1 } });
});

describe("bytes that claim nobody", () => {
  test("are the merchant's whose secret fits; those of the account that they name go first", async () => {
    verdicts = { G: takes(EVENT) };
    expect(await receive()).toBe(verifier.reply);
    expect(asked).toEqual([{ accountId: "account-1" }]);
    expect(stored()).toEqual(["globex"]);
    expect(counts).toEqual({ WebhookReceived: 1 });
  });

  test("are tried with the secrets of the merchant whom the address names before the others'", async () => {
    await expect(receive(verifier, "initech")).rejects.toMatchObject({ code: "webhook-unverified" });
    expect(asked).toEqual([{ tenantId: "initech", accountId: "account-1" }]);
  });

  test("are each merchant's of one account: the trade tells later whose it was", async () => {
    verdicts = { A: takes(EVENT), I: takes(EVENT) };
    await receive();
    expect(stored()).toEqual(["acme", "initech"]);
  });

  test("fit nobody's secret, or are of too many to try: refused", async () => {
    await expect(receive()).rejects.toMatchObject({ code: "webhook-unverified" });
    accounts = [...Array.from({ length: 200 }, (_, at) => accountOf(`t${at}`, `${at}`)), accountOf("last", "L")];
    verdicts = { L: takes(EVENT) };
    await expect(receive()).rejects.toMatchObject({ code: "webhook-unverified" });
    expect(counts).toEqual({ WebhookUnverified: 2 });
    expect(rows).toEqual([]);
  });
});

describe("what is genuine and nothing of ours is acknowledged and counted, and leaves no row", () => {
  test.each<[string, string | undefined, Record<string, WebhookVerdict>]>([
    ["a kind without money", undefined, { G: { kind: "ignored", why: "type" } }],
    ["another mode", PAYMENT, { A: { kind: "ignored", why: "mode" } }],
    ["a payment of another merchant's", undefined, { G: takes({ ...EVENT, paymentId: PAYMENT }) }],
    ["a number that only looks like a payment", "order-77", { A: takes({ ...EVENT, paymentId: "order-77" }) }],
  ])("%s", async (_, claimed, given) => {
    claims = claimed;
    verdicts = given;
    expect(await receive()).toBe(verifier.reply);
    expect(rows).toEqual([]);
    expect(counts).toEqual({ WebhookIgnored: 1 });
  });
});

test("the claimed merchant's verdict is the answer: bytes of nobody and of another's are answered alike", async () => {
  claims = PAYMENT;
  verdicts = { A: { kind: "refused", httpStatus: 400, why: "malformed" } };
  await expect(receive()).rejects.toMatchObject({ code: "webhook-malformed" });
  claims = PAYMENT.replace("acme", "nobody");
  verdicts = {};
  await expect(receive()).rejects.toMatchObject({ code: "webhook-unverified" });
});
