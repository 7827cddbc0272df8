import { expect, test } from "@jest/globals";
import type { FunctionPool } from "../../../local/functions/function-pool.ts";
import { calledByOthers } from "../../../local/http/gateway-routes.ts";
import type { Resource } from "../../../local/template/template.ts";

const API = "http://127.0.0.1:3000";
const pool = (name: string) => ({ name }) as FunctionPool;
const [payments, exchange, channel] = [pool("payments"), pool("exchange"), pool("channel")];
const ROUTES = [
  { routeKey: "$default", pool: pool("default") },
  { routeKey: "POST /v1/payments", pool: payments },
  { routeKey: "ANY /_sandbox/exchange/{path+}", pool: exchange },
  { routeKey: "POST /_sandbox/channel/charges", pool: channel },
  { routeKey: "GET /_sandbox/channel/charges/{id}", pool: channel },
  { routeKey: "GET /_sandbox/channels/{id}", pool: pool("another") },
];

function functionWith(Variables?: Record<string, string>): Resource {
  const properties = Variables === undefined ? {} : { Environment: { Variables } };
  return { stack: "S", logicalId: "F", type: "AWS::Lambda::Function", properties };
}

test("who is at an address that a function was given is called by others, once; who is told of the API alone calls none", () => {
  const functions = [
    functionWith(),
    functionWith({ API_URL: API, EXCHANGE_URL: `${API}/_sandbox/exchange` }),
    functionWith({ CHANNEL_URL: `${API}/_sandbox/channel`, OTHER_URL: "http://127.0.0.1:30001/v1/payments" }),
  ];
  expect(calledByOthers(functions, ROUTES, API)).toEqual([exchange, channel]);
  expect(calledByOthers([functionWith({ API_URL: API })], ROUTES, API)).toEqual([]);
});
