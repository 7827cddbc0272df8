import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { RouteKey } from "../../../contract/routes.ts";
import { type ConsoleHandler, consoleHandler } from "../../../lambdas/http/console/console-handler.ts";
import { consoleFiles } from "../../../lambdas/http/console/files.ts";
import { takesGzip } from "../../../lambdas/http/console/serve.ts";
import { redirectingConsole } from "../../../lambdas/http/default/console-address.ts";
import { buildConsole } from "../../../lib/console-bundle.ts";
import { checkAnswer } from "../../support/answers/check.ts";
import { CONTEXT, eventOf, responseOf } from "../deployed.ts";

let built: Map<string, string>;
let handler: ConsoleHandler;
beforeAll(async () => {
  built = await buildConsole();
  handler = consoleHandler(consoleFiles(built));
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const { event, routeKey } = eventOf({ line: `GET ${path}`, headers });
  const answer = await handler(event);
  checkAnswer(routeKey as RouteKey, responseOf(answer));
  return { routeKey, ...answer } as {
    routeKey: string;
    statusCode: number;
    headers: Record<string, string>;
    body: string;
    isBase64Encoded?: boolean;
  };
};
const script = () => [...built.keys()].find((name) => name.endsWith(".js")) ?? "";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

describe("the page", () => {
  test.each([
    ["/console", "GET /console"],
    ["/console/payments", "GET /console/{path+}"],
    ["/console/payments/pay_acme_1?x=1", "GET /console/{path+}"],
    ["/console/page.html", "GET /console/{path+}"],
    ["/console/assets/page.html", "GET /console/{path+}"],
    ["/console/assets/main-OLDHASH.js", "GET /console/{path+}"],
    ["/console/assets/..%2f..%2fetc%2fpasswd", "GET /console/{path+}"],
    ["/console/assets/%2e%2e/index.mjs", "GET /console/{path+}"],
    ["/console/..%5c..%5cindex.mjs", "GET /console/{path+}"],
    ["/console/assets/__proto__", "GET /console/{path+}"],
    ["/console/%00", "GET /console/{path+}"],
    ["/console/assets//console/assets/", "GET /console/{path+}"],
  ])("is at %s, and is kept by nobody", async (path, routeKey) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ routeKey, statusCode: 200, body: built.get("page.html") });
    expect(answer.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": CSP,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "tender-request-id": expect.stringMatching(/^request-/),
    });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(answer.headers).not.toHaveProperty("set-cookie");
  });

  test("names its files by absolute addresses, from wherever it is read, and none of another host", () => {
    const page = built.get("page.html") ?? "";
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
    const assets = named.filter((address) => !address.startsWith("data:"));
    expect(assets.sort()).toEqual(
      [...built.keys()]
        .filter((name) => name !== "page.html")
        .map((name) => `/console/assets/${name}`)
        .sort(),
    );
    expect(page).not.toContain("%SCRIPT%");
    expect(page.match(/<script[^>]*>[^<]/g)).toBeNull();
    expect(page).not.toMatch(/<style| style=| on[a-z]+=/);
  });
});

describe("an asset", () => {
  test("has a hash in its name and is kept for good", async () => {
    for (const [name, text] of built) {
      if (name === "page.html") continue;
      expect(name).toMatch(/^[a-z]+-[0-9A-Z]{8}\.(js|css)$/);
      const answer = await get(`/console/assets/${name}`);
      expect(answer).toMatchObject({ statusCode: 200, body: text });
      expect(answer.headers).toMatchObject({
        "cache-control": "public, max-age=31536000, immutable",
        "content-type": name.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8",
        "x-content-type-options": "nosniff",
        "content-security-policy": CSP,
        vary: "accept-encoding",
        // A strong one would say that gzip and plain text are the same bytes.
        etag: `W/"${name}"`,
      });
    }
  });

  test("is not sent again to who has it", async () => {
    const path = `/console/assets/${script()}`;
    for (const tag of [`"${script()}"`, `W/"${script()}"`, `"other", "${script()}"`, "*"]) {
      const answer = await get(path, { "if-none-match": tag });
      expect(answer).toMatchObject({ statusCode: 304, body: "" });
    }
    expect((await get(path, { "if-none-match": '"other"' })).statusCode).toBe(200);
  });

  test("of another content has another name", async () => {
    expect([...(await buildConsole()).keys()]).toEqual([...built.keys()]);
  });
});

describe("compression", () => {
  test("is by gzip where it is taken, as bytes in base64", async () => {
    for (const path of ["/console", `/console/assets/${script()}`]) {
      const answer = await get(path, { "accept-encoding": "gzip, deflate, br" });
      expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
      expect(answer.headers["content-encoding"]).toBe("gzip");
      const plain = await get(path);
      expect(plain.headers).not.toHaveProperty("content-encoding");
      expect(plain).not.toHaveProperty("isBase64Encoded");
      expect(gunzipSync(Buffer.from(answer.body, "base64")).toString()).toBe(plain.body);
    }
  });

  test.each([
    ["gzip", true],
    ["br;q=1.0, GZIP;q=0.8", true],
    ["*", true],
    ["x-gzip", true],
    ["", false],
    ["br", false],
    ["gzip;q=0", false],
    ["gzip; q=0.000, *", false],
    ["*;q=0", false],
    ["identity", false],
    ["gzip;q=nonsense", false],
  ])("%j is %s", (header, taken) => {
    expect(takesGzip(header)).toBe(taken);
  });
});

describe("the address with a slash behind it", () => {
  const answered = redirectingConsole(async () => ({ statusCode: 401 }));
  const ask = (line: string) => {
    const { event, routeKey } = eventOf({ line });
    return { routeKey, answer: answered(event, CONTEXT) };
  };

  test("is no route's, and leads to the one without", async () => {
    const { routeKey, answer } = ask("GET /console/");
    expect(routeKey).toBe("$default");
    expect(await answer).toMatchObject({
      statusCode: 308,
      headers: { location: "/console", "cache-control": "no-store", "tender-request-id": expect.any(String) },
    });
  });

  test.each([["POST /console/"], ["GET /console-else"], ["GET /other/"]])("%s goes on as before", async (line) => {
    expect(await ask(line).answer).toEqual({ statusCode: 401 });
  });
});

test("files of an unknown type, or without the page, are no console", () => {
  expect(() =>
    consoleFiles([
      ["page.html", ""],
      ["main.js.map", ""],
    ]),
  ).toThrow("no known type");
  expect(() => consoleFiles([["main.js", ""]])).toThrow("no page.html");
});
