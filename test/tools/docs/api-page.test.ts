import { expect, test } from "@jest/globals";
import { ERRORS } from "../../../contract/errors.ts";
import { openApi } from "../../../contract/openapi.ts";
import { ROUTES, type RouteKey, rowOf } from "../../../contract/routes.ts";
import { EVENT_TYPES } from "../../../core/foundation/domain/events.ts";
import { routeOf } from "../../../tools/docs/all-routes.ts";
import type { Document } from "../../../tools/docs/api-page/document.ts";
import { escaped, prose } from "../../../tools/docs/api-page/html.ts";
import { apiPage } from "../../../tools/docs/api-page/page.ts";
import { snippets } from "../../../tools/docs/api-page/snippets.ts";

const document = openApi(routeOf) as unknown as Document;
const page = apiPage(document);
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);

test("it asks no server for anything, and is small enough to be read at once", () => {
  expect(page).not.toMatch(/<(link|img|iframe|script[^>]*\ssrc)|@import|url\(/);
  expect([...page.matchAll(/ (?:src|href)="(?!#)([^"]*)"/g)].map((match) => match[1])).toEqual(["openapi.json"]);
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
});

test("every operation, event and code has its place, and every link leads to one", () => {
  const operations = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");
  const expected = [
    ...operations.map((key) => rowOf(key).operationId),
    ...EVENT_TYPES.map((type) => `event-${type.replace(/[._]/g, "-")}`),
    ...Object.keys(ERRORS).map((code) => `code-${code}`),
  ];
  expect(ids).toEqual(expect.arrayContaining(expected));
  expect(new Set(ids).size).toBe(ids.length);
  const links = new Set([...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]));
  expect([...links].filter((link) => !ids.includes(link))).toEqual([]);
});

test("what the contract says is text, never markup", () => {
  expect(escaped(`<b onclick="x">&`)).toBe("&lt;b onclick=&quot;x&quot;&gt;&amp;");
  expect(prose("`<a>` <b>")).toBe("<code>&lt;a&gt;</code> &lt;b&gt;");
});

test("a call is shown as curl and as the client's, with its key and its body", () => {
  const operation = document.paths["/v1/payments/{id}/refunds"]?.post;
  const shown = snippets({ method: "POST", path: "/v1/payments/{id}/refunds", operation: operation as never });
  expect(shown).toContain("curl -X POST &quot;$TENDER/v1/payments/pay_acme_");
  expect(shown).toContain("Idempotency-Key: order-1001-payment");
  expect(shown).toMatch(/await tender\.payments\.createRefund\(&quot;pay_acme_\w+&quot;, \{\n {2}amount: \{/);
});
