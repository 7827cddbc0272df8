import { describe, expect, test } from "@jest/globals";
import { keyActions, mayRotate, merchantActions } from "../../../console/src/domain/actions/access.ts";
import type { Action } from "../../../console/src/domain/actions/action.ts";
import { bodyOf, missingIn, pathOf } from "../../../console/src/domain/draft.ts";
import { MERCHANT_STATUSES, MERCHANT_TRANSITIONS } from "../../../core/access/domain/merchant.ts";

const titles = (status: (typeof MERCHANT_STATUSES)[number]) =>
  merchantActions({ merchantId: "acme", status }).map(({ title }) => title);

describe("a merchant", () => {
  test.each([
    ["PENDING", ["Activate", "Limit requests", "Forget a user"]],
    ["ACTIVE", ["Suspend", "Limit requests", "Forget a user"]],
    ["SUSPENDED", ["Activate", "Close", "Limit requests", "Forget a user"]],
    ["CLOSED", ["Activate", "Limit requests", "Forget a user"]],
  ] as const)("that is %s: %j", (status, offered) => {
    expect(titles(status)).toEqual(offered);
  });

  test("is offered every move of its table, and nothing that leads elsewhere", () => {
    for (const status of MERCHANT_STATUSES) {
      const moves = MERCHANT_TRANSITIONS.filter(({ from }) => from === status);
      const actions = merchantActions({ merchantId: "acme", status }).filter(
        ({ title }) => title !== "Limit requests" && title !== "Forget a user",
      );
      expect(actions.map(({ leadsTo }) => leadsTo)).toEqual(moves.map(({ to }) => [to]));
      for (const { path } of actions) expect(path).toMatch(/^\/v1\/merchants\/acme\/(activate|suspend|close)$/);
    }
  });

  test("may be given another limit in each state, which it keeps, with numbers alone", () => {
    for (const status of MERCHANT_STATUSES) {
      const action = merchantActions({ merchantId: "acme", status }).find(({ method }) => method === "PUT") as Action;
      expect(action).toMatchObject({ path: "/v1/merchants/acme/request-limit", leadsTo: [status] });
      const fields = { requestsPerSecond: " 250 ", burst: "1000" };
      const draft = { reason: "", amount: "", currency: "", fields };
      expect(missingIn(action, draft)).toEqual([]);
      expect(bodyOf(action, draft)).toEqual({ requestsPerSecond: 250, burst: 1000 });
      for (const burst of ["", "many", "-1", "1.5", "1e3"])
        expect(missingIn(action, { ...draft, fields: { ...fields, burst } })).toEqual([
          burst === "" ? "requests at once" : "requests at once as a whole number",
        ]);
    }
  });

  test("may have a user forgotten in each state, who is named in the path, and what else is theirs in lists", () => {
    const action = merchantActions({ merchantId: "acme", status: "CLOSED" }).at(-1) as Action;
    const draft = { reason: "the user has asked for it", amount: "", currency: "", fields: {} };
    expect(missingIn(action, draft)).toEqual(["user"]);
    const named = {
      ...draft,
      fields: { userId: " user/17 ", receivers: "a@shop.example, b@shop.example,", customerIds: " " },
    };
    expect(missingIn(action, named)).toEqual([]);
    expect(pathOf(action, named)).toBe("/v1/users/user%2F17/forget");
    expect(bodyOf(action, named)).toEqual({
      merchantId: "acme",
      receivers: ["a@shop.example", "b@shop.example"],
      reason: "the user has asked for it",
    });
  });

  test("and what still has the name is told, with the reason", () => {
    const action = merchantActions({ merchantId: "acme", status: "ACTIVE" }).at(-1) as Action;
    const emptied = {
      orders: 2,
      codeRedemptions: 1,
      subscriptions: 0,
      payments: 0,
      notifications: 0,
      payoutDestinations: 0,
    };
    const answer = {
      merchantId: "acme",
      emptied,
      kept: [{ id: "sub_1", why: "active" }],
      keptCount: 3,
      isComplete: false,
    };
    expect(action.told?.(answer)).toEqual([
      "Emptied: 2 orders, 1 code redemptions.",
      "sub_1 still has the name: a subscription that runs.",
      "2 more still have it.",
      "There are more rows: do it again.",
    ]);
    const nothing = Object.fromEntries(Object.keys(emptied).map((kind) => [kind, 0]));
    expect(action.told?.({ merchantId: "acme", emptied: nothing, kept: [], keptCount: 0, isComplete: true })).toEqual([
      "Emptied: nothing that was not empty before.",
    ]);
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
