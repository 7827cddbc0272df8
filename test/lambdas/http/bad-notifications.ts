/** Bad input of every kind for notifications, their batches and their templates, and what is said of it. */

/** What must be seen in no answer, and in no row. */
export const SECRET = "hunter2-swordfish";

/** Ids of a merchant's templates: an email, a text message, one without parameters; and of another merchant's. */
export interface Templates {
  email: string;
  sms: string;
  plain: string;
  foreign: string;
}

export const item = ({ email }: Templates, key: string, change: object = {}) => ({
  ...{ key, templateId: email, receiver: "ok@shop.example", params: { who: "Mr X", code: SECRET } },
  ...change,
});
const params = (templates: Templates, change: object) =>
  item(templates, "k", { params: { who: "Mr X", code: SECRET, ...change } });

export const malformed = (...pointers: string[]) => ({ status: 400, code: "request-invalid", pointers });
export const MISFIT = { status: 422, code: "params-invalid", pointers: ["/params"] };
export const NO_TEMPLATE = { status: 422, code: "template-not-found", pointers: ["/templateId"] };

/** What the schema refuses: of a batch the whole, with the place of its item. */
export const MALFORMED: [name: string, item: (templates: Templates) => object, pointer: string][] = [
  ["no key", (t) => item(t, "k", { key: undefined }), "/key"],
  ["an empty key", (t) => item(t, ""), "/key"],
  ["a key of 129 characters", (t) => item(t, "k".repeat(129)), "/key"],
  ["a key with a space", (t) => item(t, "a b"), "/key"],
  ["a key in two lines", (t) => item(t, "a\nb"), "/key"],
  ["a template's name instead of its id", (t) => item(t, "k", { templateId: "A template" }), "/templateId"],
  ["a field that nobody knows", (t) => item(t, "k", { bcc: "all@shop.example" }), "/bcc"],
  ["no receiver", (t) => item(t, "k", { receiver: undefined }), "/receiver"],
  ["an empty receiver", (t) => item(t, "k", { receiver: "" }), "/receiver"],
  ["a list of receivers", (t) => item(t, "k", { receiver: ["ok@shop.example"] }), "/receiver"],
  ["a receiver of 321 characters", (t) => item(t, "k", { receiver: `${"a".repeat(308)}@shop.example` }), "/receiver"],
  ["parameters in a list", (t) => item(t, "k", { params: [SECRET] }), "/params"],
  ["a parameter that is a number", (t) => params(t, { code: 7 }), "/params/code"],
  ["a parameter that is nothing", (t) => params(t, { code: null }), "/params/code"],
  ["half a surrogate pair", (t) => params(t, { code: "\ud800" }), "/params/code"],
  ["a parameter that has parts", (t) => params(t, { code: { toString: SECRET } }), "/params/code"],
];

const subject = (who: string) => (t: Templates) => params(t, { who });
/** What does not fit its template: alone 422, in a batch its item's own error. */
export const UNFIT: [
  name: string,
  item: (templates: Templates) => object,
  code: "params-invalid" | "template-not-found",
][] = [
  ["a template that does not exist", (t) => item(t, "k", { templateId: "tpl_acme_none" }), "template-not-found"],
  ["another merchant's template", (t) => item(t, "k", { templateId: t.foreign, params: {} }), "template-not-found"],
  ["no parameters at all", (t) => item(t, "k", { params: undefined }), "params-invalid"],
  ["one parameter too few", (t) => item(t, "k", { params: { who: SECRET } }), "params-invalid"],
  ["one that the template does not have", (t) => params(t, { more: SECRET }), "params-invalid"],
  ["parameters of a template without any", (t) => item(t, "k", { templateId: t.plain }), "params-invalid"],
  ["a name that every object has", (t) => item(t, "k", { params: { who: "X", toString: SECRET } }), "params-invalid"],
  ["a value of 2001 characters", (t) => params(t, { code: "x".repeat(2001) }), "params-invalid"],
  ["a value with a zero byte", (t) => params(t, { code: `${SECRET}\0` }), "params-invalid"],
  ["a value with an escape sequence", (t) => params(t, { code: `\u001b[2J${SECRET}` }), "params-invalid"],
  ["CR and LF in a subject's value", subject(`X\r\nBcc: all@shop.example`), "params-invalid"],
  ["CR alone in a subject's value", subject("X\rBcc: all@shop.example"), "params-invalid"],
  ["LF alone in a subject's value", subject("X\nBcc: all@shop.example"), "params-invalid"],
  ["a line separator in a subject's value", subject("X\u2028Bcc: all@shop.example"), "params-invalid"],
  ["NEL in a subject's value", subject("X\u0085Bcc: all@shop.example"), "params-invalid"],
  ["a subject that becomes too long", subject("x".repeat(197)), "params-invalid"],
  ...(
    [
      ["CR and LF", "ok@shop.example\r\nBcc: all@shop.example"],
      ["LF at the end", "ok@shop.example\n"],
      ["a list", "ok@shop.example,all@shop.example"],
      ["a name", "Mr X <ok@shop.example>"],
      ["quoting", '"ok"@shop.example'],
      ["a comment", "ok(x)@shop.example"],
      ["no @", "shop.example"],
      ["two @", "ok@ok@shop.example"],
      ["two dots", "o..k@shop.example"],
      ["a host in brackets", "ok@[127.0.0.1]"],
      ["other letters than ASCII", "ök@shop.example"],
      ["a space before it", " ok@shop.example"],
      ["255 characters", `ok@${"a.".repeat(120)}shop.example`],
      ["a phone", "+15551234567"],
    ] as const
  ).map(([what, receiver]): (typeof UNFIT)[number] => [
    `a receiver with ${what}`,
    (t) => item(t, "k", { receiver }),
    "params-invalid",
  ]),
  ...[
    "15551234567",
    "+05551234567",
    "+1555",
    "+1555123456789012",
    "+1 555 123 4567",
    "+15551234567\n",
    "ok@shop.example",
  ].map((receiver): (typeof UNFIT)[number] => [
    `a text message to ${JSON.stringify(receiver)}`,
    (t) => item(t, "k", { templateId: t.sms, receiver, params: { code: SECRET } }),
    "params-invalid",
  ]),
];

export const WORDING = { name: "A template", channel: "email", subject: "Hello", body: "Text" };

export const BAD_WORDINGS: [name: string, body: object, pointer: string][] = [
  ["an email without a subject", { ...WORDING, subject: undefined }, "/subject"],
  ["a text message with a subject", { ...WORDING, channel: "sms" }, "/subject"],
  ["another channel", { ...WORDING, channel: "fax" }, "/channel"],
  ["a subject in two lines", { ...WORDING, subject: "Hello\r\nBcc: all@shop.example" }, "/subject"],
  ["a subject of 201 characters", { ...WORDING, subject: "x".repeat(201) }, "/subject"],
  ["a body of nothing", { ...WORDING, body: " \n" }, "/body"],
  ["a body of 20001 characters", { ...WORDING, body: "x".repeat(20_001) }, "/body"],
  ["a text message of 1531 characters", { name: "A", channel: "sms", body: "x".repeat(1531) }, "/body"],
  ["a place without an end", { ...WORDING, body: "{{code" }, "/body"],
  ["logic", { ...WORDING, body: "{{#if code}}x{{/if}}" }, "/body"],
  ["a name that reaches further", { ...WORDING, body: "{{a.constructor}}" }, "/body"],
  ["51 parameters", { ...WORDING, body: Array.from({ length: 51 }, (_, n) => `{{p${n}}}`).join() }, "/body"],
];
