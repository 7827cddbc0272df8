import { randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isTenantId, newApiKey, parseApiKey, secretMatches } from "../../../../core/access/domain/api-key.ts";

test("a new key has the published form, and its secret fits its hash alone", () => {
  const first = newApiKey((count) => randomBytes(count));
  const second = newApiKey((count) => randomBytes(count));

  expect(first.apiKey).toMatch(/^tnd_[0-9A-HJKMNP-TV-Z]{12}_[A-Za-z0-9_-]{43}$/);
  const { keyId, secret } = parseApiKey(first.apiKey) ?? { keyId: "", secret: "" };
  expect(keyId).toBe(first.keyId);
  expect(secretMatches(secret, first.secretHash)).toBe(true);
  expect(secretMatches(secret, second.secretHash)).toBe(false);
  expect(first.secretHash).not.toContain(secret);
});

test("nothing but a key of the published form is read as one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseApiKey(text)).toBeUndefined();
    }),
  );
  const { apiKey } = newApiKey((count) => randomBytes(count));
  for (const wrong of [
    ` ${apiKey}`,
    `${apiKey} `,
    `${apiKey}A`,
    apiKey.slice(0, -1),
    apiKey.toLowerCase(),
    `${apiKey}\n`,
  ]) {
    expect(parseApiKey(wrong)).toBeUndefined();
  }
});

test("a hash that is no hash matches nothing", () => {
  expect(secretMatches("secret", "")).toBe(false);
  expect(secretMatches("secret", "zz")).toBe(false);
});

test.each([
  ["acme", true],
  ["a-1", true],
  ["platform", false],
  ["", false],
  ["-a", false],
  ["Acme", false],
  ["a".repeat(33), false],
  ["a#b", false],
])("%j as a tenant id: %j", (text, valid) => {
  expect(isTenantId(text)).toBe(valid);
});
