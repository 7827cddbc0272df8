import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { sesChecklist, snsChecklist } from "../../../tools/vendor-check/messages/amazon.ts";
import { allPassed, runCases } from "../../../tools/vendor-check/run-cases.ts";
import { Wire } from "../../../tools/vendor-check/wire.ts";
import {
  startVendorDouble,
  type VendorAnswer,
  type VendorCall,
  type VendorDouble,
} from "../../core/payments/channels/vendor-double.ts";
import { namesOf, wrongIn } from "./checking.ts";

const FROM = "news@shop.example";
const CREDENTIALS = { accessKeyId: "AKIACHECK", secretAccessKey: "canary-canary" };
/** As Amazon takes a signature's time. */
const TOLERANCE_MS = 15 * 60_000;

let ses: VendorDouble;
let sns: VendorDouble;
let messages = 0;

/** Why a request is not let in at all; its signature is the SDK's, and is not computed again here. */
function strangerIn({ headers }: VendorCall): string | undefined {
  if (!String(headers.authorization).includes(`Credential=${CREDENTIALS.accessKeyId}/`))
    return "UnrecognizedClientException";
  const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(headers["x-amz-date"])) ?? [];
  const at = Date.parse(`${day?.replace(/(....)(..)(..)/, "$1-$2-$3")}T${time?.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
  return Math.abs(at - Date.now()) < TOLERANCE_MS ? undefined : "InvalidSignatureException";
}

const refusal = (status: number, name: string, message = name): VendorAnswer => ({
  status,
  body: JSON.stringify({ __type: name, message }),
});

/** SES v2 as its API reference describes SendEmail. */
function emailVendor(call: VendorCall): VendorAnswer {
  const stranger = strangerIn(call);
  if (stranger) return refusal(403, stranger);
  const { FromEmailAddress: from, Destination } = JSON.parse(call.body);
  if (!/^[^@]+@[^@]+$/.test(Destination.ToAddresses[0])) return refusal(400, "BadRequestException");
  if (from !== FROM) return refusal(400, "MessageRejected", `Email address is not verified. It was ${from}`);
  messages += 1;
  return { body: JSON.stringify({ MessageId: `email-${messages}` }) };
}

const xml = (body: string, status = 200): VendorAnswer => ({ status, type: "text/xml", body });
const fault = (status: number, code: string) =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
    status,
  );

/** SNS as its API reference describes Publish to a phone. */
function textVendor(call: VendorCall): VendorAnswer {
  const stranger = strangerIn(call);
  if (stranger) return fault(403, stranger);
  const phone = new URLSearchParams(call.body).get("PhoneNumber") ?? "";
  if (!/^\+\d{8,15}$/.test(phone)) return fault(400, "InvalidParameter");
  messages += 1;
  const id = `<MessageId>text-${messages}</MessageId>`;
  return xml(`<PublishResponse><PublishResult>${id}</PublishResult></PublishResponse>`);
}

beforeAll(async () => {
  ses = await startVendorDouble(emailVendor);
  sns = await startVendorDouble(textVendor);
});
beforeEach(() => {
  ses.reset();
  sns.reset();
});
afterAll(async () => {
  await ses.stop();
  await sns.stop();
});

const present = { person: true, webhook: true, costs: true } as const;
const at = (endpoint: string) => ({ endpoint, region: "eu-central-1", credentials: CREDENTIALS });

async function emails(costs: true | string = true) {
  const wire = new Wire(["canary-canary"]);
  const bench = { wire, notifyUrl: "", clock: Date.now };
  return await runCases(
    sesChecklist(FROM, bench, at(ses.origin)),
    { wire, patienceMs: 0, present: { ...present, costs } },
    () => {},
  );
}

async function texts() {
  const wire = new Wire([]);
  const bench = { wire, notifyUrl: "", clock: Date.now, person: { does: async () => true } };
  return await runCases(
    snsChecklist("+15551234567", bench, at(sns.origin)),
    { wire, patienceMs: 0, present },
    () => {},
  );
}

test("SES as its pages describe it passes every case but those that would stop other mail", async () => {
  const results = await emails();
  expect(wrongIn(results)).toEqual([]);
  expect(namesOf(results, "impossible")).toHaveLength(2);
  expect(allPassed(results)).toBe(true);
  const [first] = results;
  expect(first?.steps[0]?.heard).toEqual([expect.objectContaining({ method: "POST", status: 200 })]);
});

test("SNS as its pages describe it passes every case but the one that takes a phone away", async () => {
  const results = await texts();
  expect(wrongIn(results)).toEqual([]);
  expect(namesOf(results, "impossible")).toEqual(["A phone that has opted out is refused for good"]);
});

test("without leave to spend money no email is taken", async () => {
  const before = messages;
  expect(namesOf(await emails("no"), "failed")).toEqual([]);
  expect(messages).toBe(before);
});

test("an SES that bounces at once fails exactly that case", async () => {
  ses.around = (call, vendor) => (call.body.includes("bounce@") ? refusal(400, "MessageRejected") : vendor(call));
  expect(namesOf(await emails(), "failed")).toEqual(["One that bounces is taken first"]);
});

test("an SNS that lets everybody in fails exactly the cases of that", async () => {
  sns.around = (call, vendor) =>
    vendor({ ...call, headers: { ...call.headers, authorization: `Credential=${CREDENTIALS.accessKeyId}/` } });
  expect(namesOf(await texts(), "failed")).toEqual(["Wrong credentials are ours to mend"]);
});
