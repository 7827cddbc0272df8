import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { PageState } from "../../../sandbox/channel/charge.ts";
import { backToPage, noSuchPage, paymentPage } from "../../../sandbox/channel/page.ts";

const asked = {
  providerKey: "k",
  orderNo: "A-1",
  amount: { amount: 2550, currency: "USD" },
  notifyUrl: "http://merchant/",
  returnUrl: "https://shop.example/done?a=1&b=2",
};
const STATES: PageState[] = ["open", "paid", "declined", "closed"];

describe("the page", () => {
  test.each(STATES)(
    "%s loads nothing and runs nothing, and its one style is the one that the policy names",
    (state) => {
      const { headers, text } = paymentPage(asked, "pay_1", state);
      const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(text) ?? [];
      const hash = createHash("sha256").update(style).digest("base64");
      expect(headers["content-security-policy"]).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(text).not.toMatch(/<script|<img|<link|style="|\son\w+=|src=|url\(/i);
      expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    },
  );

  test("has two buttons while it is open, and tells its state to screen readers afterwards", () => {
    const [open, ...decided] = STATES.map((state) => paymentPage(asked, "pay_1", state).text);
    expect(open?.match(/<button [^>]*name="outcome" value="(paid|declined)"/g)).toHaveLength(2);
    expect(open).not.toContain("Back to the shop");
    for (const [index, text] of decided.entries()) {
      expect(text).not.toContain('name="outcome"');
      expect(text.includes('name="move"')).toBe(index === 0);
      expect(text).toContain('role="status"');
      const status = ["SUCCEEDED", "DECLINED", "CANCELLED"][index];
      expect(text).toContain(`href="https://shop.example/done?a=1&#38;b=2&#38;paymentId=pay_1&#38;status=${status}"`);
    }
  });

  test("shows the amount in the currency's own minor units, whatever digits its country is used to", () => {
    const { text } = paymentPage({ ...asked, amount: { amount: 123_400, currency: "HUF" } }, "pay_1", "open");
    expect(text).toContain('<p class="amount">HUF\u00a01,234.00</p>');
    expect(text).toContain("<title>Pay HUF\u00a01,234.00 ");
  });

  test("shows what came from outside as text", () => {
    const { text } = paymentPage({ ...asked, orderNo: `<script>"'&` }, "pay_1", "open");
    expect(text).toContain("<dd>&#60;script&#62;&#34;&#39;&#38;</dd>");
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "nonsense", undefined])("links to no %s", (returnUrl) => {
    expect(paymentPage({ ...asked, returnUrl }, "pay_1", "paid").text).not.toContain("href");
  });

  test("is 404 without a payment, and a click leads back to it", () => {
    expect(noSuchPage()).toMatchObject({ httpStatus: 404, text: expect.stringContaining("Not found") });
    expect(backToPage("/_sandbox/channel/pay/1")).toMatchObject({
      httpStatus: 303,
      headers: { location: "/_sandbox/channel/pay/1" },
    });
  });
});
