import { expect, test } from "@jest/globals";
import type { NotificationCall } from "../../../../core/notifications/domain/sender.ts";
import { makeSesSender, makeSnsSender } from "../../../../core/notifications/senders/aws.ts";

const call: NotificationCall = {
  notificationId: "ntf_acme_1",
  providerKey: "ntf_acme_1#1",
  key: "order-1",
  channel: "email",
  receiver: "ok@shop.example",
  subject: "Hello",
  body: "<b>you</b>",
  timeoutMs: 1000,
};
const failing = (name: string, httpStatusCode?: number, message = name) =>
  Object.assign(new Error(message), { name, $metadata: httpStatusCode === undefined ? {} : { httpStatusCode } });

const NOT_VERIFIED =
  "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: a@b";

test("an email is plain text from the deployment's address, a text message goes to the phone", async () => {
  const sent: unknown[] = [];
  const send = async (message: unknown) => {
    sent.push(message);
    return "msg-1";
  };
  const done = { outcome: "sent", providerReference: "msg-1" };
  expect(await makeSesSender(send, "news@shop.example").send(call)).toEqual(done);
  expect(await makeSnsSender(send).send({ ...call, receiver: "+15551234567" })).toEqual(done);
  expect(sent).toEqual([
    { from: "news@shop.example", to: "ok@shop.example", subject: "Hello", text: "<b>you</b>" },
    { phone: "+15551234567", text: "<b>you</b>" },
  ]);
});

test.each([
  ["no answer", failing("TimeoutError"), "unknown"],
  ["one that was aborted", failing("AbortError"), "unknown"],
  ["a failure over there", failing("InternalFailure", 500), "unknown"],
  ["a request that timed out over there", failing("RequestTimeout", 408), "unknown"],
  ["a message that it does not take", failing("MessageRejected", 400), "failed"],
  ["an address of ours that nobody verified", failing("MessageRejected", 400, NOT_VERIFIED), "not-now"],
  ["a wrong request", failing("BadRequestException", 400), "failed"],
  ["a phone that wants none", failing("OptedOut", 403), "failed"],
  ["too many", failing("TooManyRequestsException", 429), "not-now"],
  ["sending that is paused", failing("SendingPausedException", 400), "not-now"],
  ["missing rights", failing("AccessDeniedException", 403), "not-now"],
  ["a name that is an object's own", failing("constructor", 400), "not-now"],
])("%s", async (_what, error, outcome) => {
  const sender = makeSesSender(async () => Promise.reject(error), "news@shop.example");
  expect(await sender.send(call)).toMatchObject({ outcome });
});

test("an answer without a number is none, and nobody can be asked", async () => {
  const sender = makeSnsSender(async () => undefined);
  expect(await sender.send(call)).toMatchObject({ outcome: "unknown" });
  expect(await sender.query(call)).toEqual({ outcome: "untraceable" });
});
