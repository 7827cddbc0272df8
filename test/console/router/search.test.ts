import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { guess, holdsKey, isSurelyCode, placeOfId } from "../../../console/src/router/search.ts";
import { newApiKey } from "../../../core/access/domain/api-key.ts";
import { generatedCode } from "../../../core/codes/domain/code-text.ts";

const UNIQUE = "01JDKZ8Q5W3V7X9Y2A4B6C8D0E";

test.each([
  ["pay", "/payments/"],
  ["sag", "/sagas/"],
  ["rdm", "/redemptions/"],
  ["wdr", "/withdrawals/"],
  ["ref", "/refunds/"],
  ["ord", "/orders/"],
  ["dlv", "/deliveries/"],
  ["evt", "/events/"],
  ["job", "/jobs/"],
  ["off", "/offers/"],
  ["sub", "/subscriptions/"],
  ["pln", "/plans/"],
  ["bat", "/redemption-batches/"],
  ["ntb", "/notification-batches/"],
  ["tpl", "/notification-templates/"],
  ["dst", "/payout-destinations/"],
])("an id that begins with %s leads to %s", (prefix, folder) => {
  const id = `${prefix}_acme-shop_${UNIQUE}`;
  expect(placeOfId(id)).toBe(folder + id);
  expect(guess(`  ${id}\n`)).toEqual({ kind: "place", path: folder + id });
});

test.each([["order-17"], ["pay_"], ["xyz_acme_01JDKZ8Q5W3V7X9Y2A4B6C8D0E"], ["FREE-0123-4567"], ["<script>"]])(
  "%s is a text that may be a number or a code",
  (text) => {
    expect(guess(text)).toEqual({ kind: "text", text });
  },
);

test("nothing is looked for when nothing was typed", () => {
  expect(guess(" \n ")).toBeUndefined();
});

test("a generated code is known by its check, and is not looked for among numbers", () => {
  const code = generatedCode("FREE", createHash("sha256").update("one").digest());
  expect(isSurelyCode(code)).toBe(true);
  expect(isSurelyCode(code.toLowerCase())).toBe(true);
  for (const text of ["order-17", "W-2026-1", `${code}0`]) expect(isSurelyCode(text)).toBe(false);
});

test("an API key in a wrong field is looked for nowhere", () => {
  const { apiKey } = newApiKey((count) => new Uint8Array(count).fill(7));
  for (const typed of [apiKey, ` ${apiKey}\n`, `Bearer ${apiKey}`, apiKey.slice(0, -1)]) {
    expect(holdsKey(typed)).toBe(true);
    expect(guess(typed)).toBeUndefined();
  }
  expect(holdsKey("tnd_17")).toBe(false);
});
