import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { signWebhook, verifyWebhook } from "../../../../core/foundation/domain/webhook-signature.ts";
import { BEHAVIOURS } from "../../../../sandbox/channel/rules.ts";

const DOCUMENT = readFileSync(new URL("../../../../docs/channels-sandbox.md", import.meta.url), "utf8");

/** `name   value` lines of the worked example. */
function example(): Record<string, string> {
  const [, block = ""] = /```text\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];
  return Object.fromEntries([...block.matchAll(/^(\S+) {2,}(.+)$/gm)].map(([, name, value]) => [name, value]));
}

test("the worked signature of docs/channels-sandbox.md is the one that the code makes and accepts", () => {
  const { secret = "", t = "", body = "", header } = example();
  expect(signWebhook(secret, Number(t), body)).toBe(header);
  expect(verifyWebhook([secret], Number(t), header, body)).toBe("valid");
});

test("docs/channels-sandbox.md tells the magic methods and bounds that hold in the code", () => {
  const methods = [...DOCUMENT.matchAll(/^\| `(pm_\w+)`/gm)].map(([, method]) => method);
  expect(methods).toEqual(Object.keys(BEHAVIOURS));
  expect(DOCUMENT).toContain(`more than ${CONTRACT.signatureToleranceSeconds} s`);
  const { production, demo } = LIMITS;
  expect(DOCUMENT).toContain(
    `(${production.charge.inFlightMs / 60_000} minutes; ${demo.charge.inFlightMs / 1000} seconds with the demo limits)`,
  );
});
