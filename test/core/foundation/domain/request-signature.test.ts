import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { signRequest, verifySignature } from "../../../../core/foundation/domain/request-signature.ts";

const secret = fc.string({ minLength: 1, maxLength: 64 });
const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const request = fc.record({
  method: fc.constantFrom("POST", "GET", "PUT"),
  path: fc.webPath().map((path) => `/${path}`),
  body: fc.string(),
});

describe("a request signature", () => {
  test("is the documented HMAC over time, method, path and body hash", () => {
    const body = '{"providerKey":"rdm_1#1"}';
    const bodyHash = createHash("sha256").update(body).digest("hex");
    const mac = createHmac("sha256", "s3cret").update(`1700000000.POST./lookups.${bodyHash}`).digest("hex");
    const header = signRequest("s3cret", 1_700_000_000, { method: "post", path: "/lookups", body });
    expect(header).toBe(`t=1700000000,v1=${mac}`);
  });

  test("is valid for exactly the request that was signed, within 300 s on either side", () => {
    fc.assert(
      fc.property(secret, seconds, request, fc.integer({ min: -300, max: 300 }), (key, at, signed, skew) => {
        const header = signRequest(key, at, signed);
        expect(verifySignature([key], at + skew, header, signed)).toBe("valid");
        expect(verifySignature([key], at + skew, header, { ...signed, body: Buffer.from(signed.body) })).toBe("valid");
      }),
    );
  });

  test("is stale when it is older or younger than 300 s", () => {
    const away = fc.integer({ min: 301, max: 1_000_000 });
    fc.assert(
      fc.property(secret, seconds, request, away, fc.boolean(), (key, at, signed, distance, later) => {
        const now = later ? at + distance : at - distance;
        expect(verifySignature([key], now, signRequest(key, at, signed), signed)).toBe("stale");
      }),
    );
  });

  test("does not fit another method, path, body, time or secret", () => {
    fc.assert(
      fc.property(secret, seconds, request, request, secret, seconds, (key, at, signed, other, otherKey, otherAt) => {
        const header = signRequest(key, at, signed);
        const [, mac] = header.split(",");
        for (const part of ["method", "path", "body"] as const) {
          if (other[part] === signed[part]) continue;
          expect(verifySignature([key], at, header, { ...signed, [part]: other[part] })).toBe("mismatched");
        }
        if (otherKey !== key) expect(verifySignature([otherKey], at, header, signed)).toBe("mismatched");
        if (otherAt !== at) expect(verifySignature([key], otherAt, `t=${otherAt},${mac}`, signed)).toBe("mismatched");
      }),
    );
  });

  test("is accepted under any of several secrets, so that one can be rotated", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(secret, { minLength: 1, maxLength: 4 }),
        seconds,
        request,
        fc.nat(),
        (keys, at, signed, n) => {
          const header = signRequest(keys[n % keys.length] ?? "", at, signed);
          expect(verifySignature(keys, at, header, signed)).toBe("valid");
          expect(verifySignature([], at, header, signed)).toBe("mismatched");
        },
      ),
    );
  });

  test("never fits under an empty secret", () => {
    const signed = { method: "POST", path: "/lookups", body: "{}" };
    expect(verifySignature([""], 1000, signRequest("", 1000, signed), signed)).toBe("mismatched");
  });

  test("is refused and does not throw for any other text in its place", () => {
    const header = fc.oneof(
      fc.string(),
      fc.constant(undefined),
      fc.tuple(fc.string(), fc.string()).map(([t, v]) => `t=${t},v1=${v}`),
      fc.stringMatching(/^t=[0-9]{1,12},v1=[0-9a-f]{64}$/),
    );
    fc.assert(
      fc.property(header, request, (text, signed) => {
        expect(verifySignature(["s3cret"], 1000, text, signed)).not.toBe("valid");
      }),
    );
  });
});
