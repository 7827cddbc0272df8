import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { signRequest, verifySignature } from "../../../../core/foundation/domain/request-signature.ts";
import { DECLINE_REASONS } from "../../../../core/redemptions/domain/outcome.ts";
import { BEHAVIOURS } from "../../../../sandbox/exchange/rules.ts";

const DOCUMENT = readFileSync(new URL("../../../../docs/exchange.md", import.meta.url), "utf8");

/** First cells of all tables. */
const ROWS = [...DOCUMENT.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, word]) => word);

/** `name   value` lines of the worked example. */
function example(): Record<string, string> {
  const [, block = ""] = /```text\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];
  return Object.fromEntries([...block.matchAll(/^(\S+(?: \S+)?) {2,}(.+)$/gm)].map(([, name, value]) => [name, value]));
}

test("the worked signature of docs/exchange.md is the one that the code makes and accepts", () => {
  const { secret = "", t = "", method = "", path = "", body = "", header } = example();
  const request = { method, path, body };
  expect(signRequest(secret, Number(t), request)).toBe(header);
  expect(verifySignature([secret], Number(t), header, request)).toBe("valid");
  expect(example()["signed text"]).toBe(`${t}.${method}.${path}.${example()["body hash"]}`);
});

test("docs/exchange.md tells the bounds, reasons and magic codes that hold in the code", () => {
  for (const word of [...DECLINE_REASONS, ...Object.keys(BEHAVIOURS)]) expect(ROWS).toContain(word);
  expect(DOCUMENT).toContain(`more than ${CONTRACT.signatureToleranceSeconds} s`);
  expect(DOCUMENT).toContain(`at most ${CONTRACT.exchangeAnswerMaxBytes / 1024} KB`);
  expect(DOCUMENT).toContain(
    `at most ${CONTRACT.sendsMax} sends per key, at most ${CONTRACT.attemptsMax} keys per card`,
  );
  const { production, demo } = LIMITS;
  expect(DOCUMENT).toContain(`counts on ${production.exchange.inFlightMs / 60_000} minutes`);
  expect(DOCUMENT).toContain(`${demo.exchange.inFlightMs / 1000} seconds with the demo limits`);
  expect(DOCUMENT).toContain(
    `within ${production.exchange.callTimeoutMs / 1000} s (${demo.exchange.callTimeoutMs / 1000} s with the demo limits)`,
  );
});
