import { describe, expect, test } from "@jest/globals";
import { isReceiver, messageOf, wordingFault } from "../../../../core/notifications/domain/template.ts";

const wording = { channel: "email" as const, subject: "For {{who}}", body: "Hello {{who}},\n{{what}}" };

describe("a wording", () => {
  test.each([
    ["an email without a subject", { channel: "email", body: "x" }, "subject"],
    ["a text message with one", { channel: "sms", subject: "x", body: "x" }, "subject"],
    ["a text message that is too long", { channel: "sms", body: "x".repeat(1531) }, "body"],
    ["a place that is not closed", { ...wording, body: "{{who" }, "body"],
    ["logic", { ...wording, body: "{{#if who}}x{{/if}}" }, "body"],
    ["a place within a place", { ...wording, body: "{{{{who}}}}" }, "body"],
    ["a name of the language's own", { ...wording, body: "{{__proto__}}" }, "body"],
  ] as const)("is refused: %s", (_what, given, field) => {
    expect(wordingFault(given as typeof wording)?.field).toBe(field);
  });

  test("with places and other braces is taken", () => {
    expect(wordingFault({ ...wording, body: "{ {{who}} }" })).toBeUndefined();
  });
});

describe("a message", () => {
  test("has each value in its places, once and as it is", () => {
    const params = { who: "{{what}} $& $1", what: "<b>&amp;</b>\r\n{{who}}" };
    expect(messageOf({ ...wording, subject: "Hello" }, params)).toEqual({
      subject: "Hello",
      body: "Hello {{what}} $& $1,\n<b>&amp;</b>\r\n{{who}}",
    });
  });

  test.each([
    ["a missing one", { who: "you" }],
    ["an unknown one", { who: "you", what: "x", more: "x" }],
    ["one that is the language's own", { who: "you", constructor: "x" }],
    ["a line break in the subject", { who: "you\r\nBcc: all@shop.example", what: "x" }],
    ["Unicode's line break in the subject", { who: "you\u2028", what: "x" }],
    ["a huge one", { who: "you", what: "x".repeat(2001) }],
    ["a control character", { who: "you", what: "\u0007" }],
    ["half of a surrogate pair", { who: "you", what: "\ud800" }],
  ])("is none with %s", (_what, params) => {
    expect(messageOf(wording, params)).toBeUndefined();
  });

  test("is none when its parts together are too long, or nothing", () => {
    const body = "{{a}}".repeat(11);
    expect(messageOf({ ...wording, subject: "x", body }, { a: "x".repeat(2000) })).toBeUndefined();
    expect(messageOf({ channel: "sms", body: "{{a}}" }, { a: " " })).toBeUndefined();
  });
});

describe("a receiver", () => {
  test.each(["ok@shop.example", "a.b+c@x.co", "o'neil@shop.example"])("of an email may be %s", (receiver) => {
    expect(isReceiver("email", receiver)).toBe(true);
  });
  test.each([
    "shop.example",
    "a@b@c.example",
    "a@shop.example, b@shop.example",
    "A <a@shop.example>",
    "a@shop.example\r\nBcc: b@shop.example",
    "a@shop.example\n",
    ".a@shop.example",
    "a..b@shop.example",
    "a@-shop.example",
    `${"a".repeat(65)}@shop.example`,
    "+15551234567",
  ])("of an email may not be %j", (receiver) => {
    expect(isReceiver("email", receiver)).toBe(false);
  });
  test("of a text message is a phone as E.164 writes it", () => {
    expect(["+15551234567", "+4930123456"].every((phone) => isReceiver("sms", phone))).toBe(true);
    expect(
      ["15551234567", "+05551234567", "+1 555 123", "+1555123456789012", "+15551234567\n", "ok@shop.example"].some(
        (phone) => isReceiver("sms", phone),
      ),
    ).toBe(false);
  });
});
