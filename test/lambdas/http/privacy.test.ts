import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;

beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

function call(
  line: string,
  body: object,
  apiKey = deployed.keys.operator,
  key = `key-${++keys}`,
): Promise<HttpResponse> {
  return deployed.call({ line, apiKey, idempotencyKey: key, body });
}
const REASON = "she has asked for it";
const forget = (body: object, user = "user/17", key?: string) =>
  call(
    `POST /v1/users/${encodeURIComponent(user)}/forget`,
    { merchantId: "acme", reason: REASON, ...body },
    undefined,
    key,
  );

test("a notification's receiver is forgotten once it has ended, and the same key has the same answer", async () => {
  const wording = { name: "Sent", channel: "email", subject: "Order", body: "It is on its way." };
  const { templateId } = (await call("POST /v1/notification-templates", wording, deployed.keys.listener)).json;
  const message = { key: "mail-1", templateId, receiver: "alice@shop.example" };
  const { notificationId } = (await call("POST /v1/notifications", message, deployed.keys.listener)).json;
  const receivers = ["alice@shop.example"];
  expect((await forget({ receivers })).json).toMatchObject({
    emptied: { notifications: 0 },
    kept: [{ id: notificationId, why: "under-way" }],
    keptCount: 1,
    isComplete: true,
  });
  await deployed.tables.client.send(
    new UpdateCommand({
      TableName: deployed.tables.main,
      Key: { pk: `NTF#acme#${notificationId}`, sk: "HEAD" },
      UpdateExpression: "SET #s = :s REMOVE sealed",
      ExpressionAttributeNames: { "#s": "state" },
      ExpressionAttributeValues: { ":s": "SENT" },
    }),
  );
  const done = await forget({ receivers }, "user/17", "once");
  expect(done).toMatchObject({ status: 200, json: { emptied: { notifications: 1 }, kept: [] } });
  const again = await forget({ receivers }, "user/17", "once");
  expect(again.headers["idempotent-replayed"]).toBe("true");
  expect(again.json).toEqual(done.json);
  const line = `GET /v1/notifications/${notificationId}`;
  const seen = await deployed.call({ line, apiKey: deployed.keys.listener });
  expect(seen.json).toMatchObject({ status: "SENT", receiver: null });
  const texts = JSON.stringify((await deployed.rows()).filter(({ pk }) => String(pk).startsWith("NTF#")));
  expect(texts).not.toContain("alice");
});

test("an operator names a merchant that there is, and a reason; nobody else may", async () => {
  expect((await forget({ merchantId: "nobody" })).json).toMatchObject({
    code: "merchant-not-found",
    errors: [{ pointer: "/merchantId" }],
  });
  expect((await forget({ reason: "no" })).json.errors[0].pointer).toBe("/reason");
  expect((await forget({}, "with space")).json.errors[0].pointer).toBe("/path/userId");
  const foreign = await forget({ destinationIds: ["dst_globex_01KFZ0C1PX01PXJTQRNHNVN4FM"] });
  expect(foreign.json.errors[0].pointer).toBe("/destinationIds/0");
  const mine = await call(
    "POST /v1/users/user-17/forget",
    { merchantId: "acme", reason: REASON },
    deployed.keys.seller,
  );
  expect(mine).toMatchObject({ status: 403, json: { code: "scope-missing" } });
});

test("an audit tells who had whom forgotten by the user's mark, never by the name", async () => {
  await forget({}, "carol");
  const { json } = await deployed.call({ line: "GET /v1/audits", apiKey: deployed.keys.operator });
  const [newest] = json.items;
  expect(newest).toMatchObject({ action: "user forgotten", reason: REASON });
  expect(newest.subjectId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(JSON.stringify(await deployed.rows())).not.toContain("carol");
});
