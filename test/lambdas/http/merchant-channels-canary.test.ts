import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type Deployed, deploy } from "../deployed.ts";
import { listenToAll } from "../printed.ts";
import { BODIES, type BroughtChannel, secretsOf } from "./channel-bodies.ts";

let deployed: Deployed;
let printed: { text: string };
beforeAll(async () => {
  printed = listenToAll();
  deployed = await deploy({ silent: false });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await deployed.stop();
});

const CHANNELS = Object.keys(BODIES) as BroughtChannel[];

/** Every row of both tables as text, bytes in each form that they might be read in. */
async function everything(): Promise<string> {
  const texts: string[] = [];
  for (const TableName of [deployed.tables.main, deployed.tables.transient]) {
    const { Items = [] } = await deployed.tables.client.send(new ScanCommand({ TableName }));
    for (const item of Items) {
      texts.push(JSON.stringify(item));
      for (const value of Object.values(item)) {
        if (value instanceof Uint8Array)
          texts.push(Buffer.from(value).toString("utf8"), Buffer.from(value).toString("latin1"));
      }
    }
  }
  return texts.join("\n");
}

test("no secret of an account gets into a row, a stored answer, a log line or a problem", async () => {
  const holder = await deployed.keyFor("acme", "merchants", "payments");
  const told: string[] = [];
  let keys = 0;
  const call = async (line: string, body?: unknown, idempotencyKey = `key-${++keys}`) => {
    const response = await deployed.call({ line, apiKey: holder, idempotencyKey, ...(body ? { body } : {}) });
    told.push(response.text);
    return response;
  };
  for (const channel of CHANNELS) {
    const line = `PUT /v1/merchants/acme/channels/${channel}`;
    const body: Record<string, unknown> = BODIES[channel];
    expect((await call(line, body, `first-${channel}`)).status).toBe(200);
    await call(line, body, `first-${channel}`);
    await call(line, { ...body, gateway: undefined, apiBase: "https://elsewhere.example" }, `first-${channel}`);
    // Whole, and with each field in a wrong form.
    for (const [name, value] of Object.entries(body)) {
      await call(line, { ...body, [name]: { inside: value } });
      await call(line, { ...body, [name]: [value, value, 7] });
      await call(line, { ...body, [name]: `${value}\n` });
      await call(line, { ...body, [name]: undefined });
    }
    await call(line, JSON.stringify(body).slice(0, -2));
    await call(line.replace("acme", "globex"), body);
    await call(line.replace(channel, "sandbox"), body);
    const pay = { orderNo: `order-${channel}`, amount: { amount: 1, currency: "CNY" }, channel };
    expect((await call("POST /v1/payments", pay)).status).toBe(202);
    await call("GET /v1/idempotency-keys/first-stripe");
  }
  const webhook = { line: "POST /v1/webhooks/epay", body: "pid=1&out_trade_no=x&trade_no=t&sign=0&sign_type=MD5" };
  await deployed.call(webhook);
  await call("GET /v1/merchants/acme/channels");
  await call("DELETE /v1/merchants/acme/channels/epay");
  await call("GET /v1/merchants/acme/channels");

  const rows = await everything();
  expect(rows).toContain("CHANNEL#acme#stripe");
  expect(rows).toContain("channel set");
  expect(printed.text).toContain("channels");
  for (const secret of CHANNELS.flatMap(secretsOf)) {
    expect(rows).not.toContain(secret);
    expect(printed.text).not.toContain(secret);
    expect(told.join("\n")).not.toContain(secret);
  }
});
