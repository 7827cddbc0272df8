import { describe, expect, test } from "@jest/globals";
import { hostOf, isAllowedUrl } from "../../../../core/events/domain/webhook-url.ts";
import { HOSTILE_URLS, OWN_URL } from "../hostile-urls.ts";

const RULES = { ownUrl: OWN_URL, allow: [] };

test.each(HOSTILE_URLS)("%s is refused: %j", (_, url) => {
  expect(isAllowedUrl(url, RULES)).toBe(false);
});

test.each([
  "https://shop.example",
  "https://shop.example/",
  "HTTPS://Shop.Example/hook?tender=1&x=%20#part",
  "https://shop.example:443/hook",
  "https://shop.example:1024/hook",
  "https://shop.example:65535/hook",
  "https://127.0.0.1.shop.example/hook",
  "https://geschäft.example/hook",
  "https://other.tender.example/hook",
  "https://shop.example/@127.0.0.1",
  "https://shop.example?to=http://127.0.0.1",
  `https://shop.example/${"a".repeat(2048 - "https://shop.example/".length)}`,
])("%s is allowed", (url) => {
  expect(isAllowedUrl(url, RULES)).toBe(true);
});

describe("hosts of a test stage", () => {
  const rules = { ownUrl: "http://127.0.0.1:4000", allow: ["127.0.0.1", "localhost", "[::1]", "shop.example"] };

  test.each([
    "http://127.0.0.1:9000/hook",
    "http://2130706433:9000/hook",
    "https://127.0.0.1/hook",
    "http://localhost:9000/hook",
    "http://[::1]:9000/hook",
    "http://[0:0:0:0:0:0:0:1]:9000/hook",
    "http://shop.example:4000/hook",
    "https://elsewhere.example/hook",
  ])("%s is allowed", (url) => {
    expect(isAllowedUrl(url, rules)).toBe(true);
  });

  test.each([
    ["our own host and port", "http://127.0.0.1:4000/v1/merchants"],
    ["our own port by another name of this machine", "http://localhost:4000/v1/merchants"],
    ["our own port by another address of this machine", "http://[::1]:4000/v1/merchants"],
    ["a port below", "http://127.0.0.1:22/"],
    ["the port of http", "http://127.0.0.1/hook"],
    ["a user name", "http://user@127.0.0.1:9000/hook"],
    ["another scheme", "ftp://127.0.0.1:9000/hook"],
    ["an address beside it", "http://127.0.0.2:9000/hook"],
    ["a name beneath it", "http://sub.localhost:9000/hook"],
    ["no TLS elsewhere", "http://elsewhere.example:9000/hook"],
  ])("%s is refused: %s", (_, url) => {
    expect(isAllowedUrl(url, rules)).toBe(false);
  });

  test("nobody else profits: each hostile URL whose host is not one of them stays refused", () => {
    const others = HOSTILE_URLS.filter(([, url]) => URL.parse(url)?.hostname !== "shop.example");
    const allowed = others.filter(([, url]) => isAllowedUrl(url, { ownUrl: OWN_URL, allow: ["shop.example"] }));
    expect(allowed).toEqual([]);
  });
});

test.each([
  ["LocalHost", "localhost"],
  ["127.1", "127.0.0.1"],
  ["::1", "[::1]"],
  ["[0::1]", "[::1]"],
  ["shop.example", "shop.example"],
])("the host %s is known as %s", (text, host) => {
  expect(hostOf(text)).toBe(host);
});

test.each([
  "",
  "*",
  "a b",
  "shop.example:80",
  "127.0.0.1:9000",
  "[::1]:9000",
  "user@shop.example",
  "shop.example/",
  "http://shop.example",
  "10.0.0.0/8",
])("%j is no host", (text) => {
  expect(hostOf(text)).toBeUndefined();
});
