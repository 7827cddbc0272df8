import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { webhookRules } from "../../../lambdas/runtime/webhook-rules.ts";

const before = { ...process.env };
beforeEach(() => {
  process.env.API_URL = "https://api.example";
  delete process.env.WEBHOOK_ALLOW;
});
afterEach(() => {
  process.env = { ...before };
});

test("nothing is allowed beyond what is public, unless a test stage says so", () => {
  expect(webhookRules()).toEqual({ ownUrl: "https://api.example", allow: [] });
  process.env.WEBHOOK_ALLOW = "127.0.0.1,localhost";
  expect(webhookRules()).toEqual({ ownUrl: "https://api.example", allow: ["127.0.0.1", "localhost"] });
});

test("who does not know where we are sends nowhere", () => {
  delete process.env.API_URL;
  expect(() => webhookRules()).toThrow("API_URL");
});
