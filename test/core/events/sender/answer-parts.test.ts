import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { excerptOf, retryAfterMsOf } from "../../../../core/events/sender/answer-parts.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

describe("an excerpt", () => {
  test("is one line of text", () => {
    const sent = "\u0000<b>\r\n\tno\u001b[31m</b>\u202eevil\u2028end\ufeff ";
    expect(excerptOf(Buffer.from(sent))).toBe("<b> no [31m</b> evil end");
  });

  test("of nothing, or of nothing that can be shown, is none", () => {
    expect(excerptOf(Buffer.alloc(0))).toBeNull();
    expect(excerptOf(Buffer.alloc(2000))).toBeNull();
  });

  test("ends before a character that does not fit", () => {
    expect(excerptOf(Buffer.from(`${"x".repeat(1023)}€`))).toBe("x".repeat(1023));
    expect(excerptOf(Buffer.from(`${"x".repeat(1021)}€`))).toBe(`${"x".repeat(1021)}€`);
  });

  test("of any bytes is at most 1 KB of whole characters, none of which is a control character", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const excerpt = excerptOf(bytes) ?? "";
        expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(1024);
        expect(excerpt.isWellFormed()).toBe(true);
        expect(excerpt).not.toMatch(/\p{C}/u);
      }),
    );
  });
});

test.each([
  ["0", 0],
  ["1", 1000],
  ["86400", 86_400_000],
  ["Fri, 02 Jan 2026 03:04:06 GMT", 1000],
  ["Fri, 02 Jan 2026 03:04:04 GMT", 0],
  ["", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["1e3", undefined],
  ["99999999999", undefined],
  ["2026-01-02T03:05:05Z", undefined],
  ["Fri, 99 Jan 2026 03:04:06 GMT", undefined],
  [undefined, undefined],
])("Retry-After %j is %j ms", (header, ms) => {
  expect(retryAfterMsOf(header, NOW)).toBe(ms);
});
