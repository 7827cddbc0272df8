import { describe, expect, test } from "@jest/globals";
import { addressOf, matched, pathTo, pathWith, placeOf } from "../../../console/src/router/route.ts";

describe("a place", () => {
  test.each([
    ["/console", "", { path: "/", query: {} }],
    ["/console/", "", { path: "/", query: {} }],
    ["/console/payments", "?status=UNKNOWN", { path: "/payments", query: { status: "UNKNOWN" } }],
    ["/console//payments/", "", { path: "/payments", query: {} }],
  ])("%s%s", (pathname, search, place) => {
    expect(placeOf({ pathname, search })).toEqual(place);
  });

  test("has one address, without filters that are not set", () => {
    expect(addressOf("/")).toBe("/console");
    expect(addressOf("/payments", { status: "UNKNOWN", orderNo: "", cursor: undefined })).toBe(
      "/console/payments?status=UNKNOWN",
    );
    expect(addressOf(pathWith("/reviews", { kind: "webhook endpoint", tenantId: "" }))).toBe(
      "/console/reviews?kind=webhook+endpoint",
    );
  });

  test("comes back from its address as it was, whatever is in its filters", () => {
    const query = { orderNo: "a&b=c?#/ä %" };
    const [pathname = "", search] = addressOf("/payments", query).split("?");
    expect(placeOf({ pathname, search: `?${search}` })).toEqual({ path: "/payments", query });
  });
});

describe("a path", () => {
  test("matches its pattern segment by segment", () => {
    expect(matched("/payments/{id}", "/payments/pay_1")).toEqual({ id: "pay_1" });
    expect(matched("/payments/{id}", "/payments")).toBeUndefined();
    expect(matched("/payments/{id}", "/payments/pay_1/more")).toBeUndefined();
    expect(matched("/payments", "/refunds")).toBeUndefined();
  });

  test("carries any id, also one that nobody can have made", () => {
    const id = "a/b?c#d%ä";
    expect(matched("/payments/{id}", pathTo("payments", id))).toEqual({ id });
    expect(matched("/payments/{id}", "/payments/%E0%A4")).toEqual({ id: "%E0%A4" });
  });
});
