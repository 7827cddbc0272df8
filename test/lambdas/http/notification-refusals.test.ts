import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import { notificationKey } from "../../../core/notifications/store/keys.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";
import { changeRow, parkRow } from "./rows.ts";

let deployed: Deployed;
let templateId: string;
let keys = 0;
beforeAll(async () => {
  deployed = await deploy();
  const template = { name: "A template", channel: "email", subject: "Hello", body: "For {{who}}." };
  templateId = (await call("POST /v1/notification-templates", template)).json.templateId;
});
afterAll(() => deployed.stop());

const call = (line: string, body: object, apiKey = deployed.keys.listener): Promise<HttpResponse> =>
  deployed.call({ line, body, apiKey, idempotencyKey: `key-${++keys}` });
const item = (key: string) => ({ key, templateId, receiver: "ok@shop.example", params: { who: "you" } });
const told = ({ status, json }: HttpResponse) => [status, json.code];

/** One that a batch has submitted, and that has come so far. */
async function notification(key: string): Promise<string> {
  const body = { batchId: `of-${key}`, mode: "partial", items: [item(key)] };
  return (await call("POST /v1/notification-batches", body)).json.items[0].notificationId;
}
const rowOf = (notificationId: string) => notificationKey({ tenantId: "acme", notificationId });

test.each<[name: string, set: object, code: string]>([
  ["was sent", { state: "SENT" }, "already-sent"],
  ["is under way", {}, "notification-in-progress"],
  ["waits for a person", { state: "NEEDS_REVIEW" }, "notification-needs-review"],
  ["failed as often as it may", { state: "FAILED", attempt: CONTRACT.attemptsMax }, "attempts-exhausted"],
])("a message of a batch that %s is not sent alone: %s", async (_name, set, code) => {
  const notificationId = await notification(code);
  await changeRow(deployed, rowOf(notificationId), set);
  expect(told(await call("POST /v1/notifications", item(code)))).toEqual([409, code]);
});

test("a batch is of one mode", async () => {
  await notification("modes");
  const body = { batchId: "of-modes", mode: "atomic", items: [item("modes")] };
  expect(told(await call("POST /v1/notification-batches", body))).toEqual([409, "batch-differs"]);
});

test("a parked message ends by an operator's word, once", async () => {
  const notificationId = await notification("parked");
  await parkRow(deployed, notificationId, rowOf(notificationId));
  const resolve = () =>
    call(
      `POST /v1/notifications/${notificationId}/resolve`,
      { resolution: "SENT", providerReference: "msg_1", reason: "seen in their books" },
      deployed.keys.operator,
    );
  expect(await resolve()).toMatchObject({
    ...{ status: 200, json: { notificationId, status: "SENT", providerReference: "msg_1" } },
  });
  expect(told(await resolve())).toEqual([409, "not-in-review"]);
});
