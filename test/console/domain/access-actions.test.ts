import { describe, expect, test } from "@jest/globals";
import { keyActions, mayRotate, merchantActions } from "../../../console/src/domain/actions/access.ts";
import { MERCHANT_STATUSES, MERCHANT_TRANSITIONS } from "../../../core/access/domain/merchant.ts";

const titles = (status: (typeof MERCHANT_STATUSES)[number]) =>
  merchantActions({ merchantId: "acme", status }).map(({ title }) => title);

describe("a merchant", () => {
  test.each([
    ["PENDING", ["Activate"]],
    ["ACTIVE", ["Suspend"]],
    ["SUSPENDED", ["Activate", "Close"]],
    ["CLOSED", ["Activate"]],
  ] as const)("that is %s: %j", (status, offered) => {
    expect(titles(status)).toEqual(offered);
  });

  test("is offered every move of its table, and nothing that leads elsewhere", () => {
    for (const status of MERCHANT_STATUSES) {
      const moves = MERCHANT_TRANSITIONS.filter(({ from }) => from === status);
      const actions = merchantActions({ merchantId: "acme", status });
      expect(actions.map(({ leadsTo }) => leadsTo)).toEqual(moves.map(({ to }) => [to]));
      for (const { path } of actions) expect(path).toMatch(/^\/v1\/merchants\/acme\/(activate|suspend|close)$/);
    }
  });

  test("whose id is odd is named by it all the same", () => {
    expect(merchantActions({ merchantId: "a/b", status: "ACTIVE" })[0]?.path).toBe("/v1/merchants/a%2Fb/suspend");
  });
});

describe("a key", () => {
  test.each([
    ["ACTIVE", 1, true],
    ["EXPIRED", 1, false],
    ["REVOKED", 0, false],
  ] as const)("that is %s can be revoked %d times; it can be rotated: %s", (status, times, rotated) => {
    expect(keyActions({ keyId: "k1", status })).toHaveLength(times);
    expect(mayRotate({ status })).toBe(rotated);
  });

  test("is revoked for good, and the dialog says so", () => {
    expect(keyActions({ keyId: "k1", status: "ACTIVE" })[0]).toMatchObject({
      path: "/v1/api-keys/k1/revoke",
      isFinal: true,
      leadsTo: ["REVOKED"],
    });
  });
});
