import { describe, expect, test } from "@jest/globals";
import type * as z from "zod/mini";
import { ANSWERS, type AnswerName } from "../../contract/answers.ts";
import { EVENTS } from "../../contract/events.ts";
import { parameterExample, pathExample } from "../../contract/examples/paths.ts";
import { REQUESTS } from "../../contract/examples/requests.ts";
import { AT, ID } from "../../contract/examples/shared.ts";
import { TOLD } from "../../contract/examples/webhooks.ts";
import { EXAMPLES } from "../../contract/examples.ts";
import { payloadExample } from "../../contract/openapi/webhooks.ts";
import { ROUTES, type RouteKey, rowOf } from "../../contract/routes.ts";
import { webhookBody } from "../../core/events/domain/standard-webhook.ts";
import { EVENT_TYPES } from "../../core/foundation/domain/events.ts";
import { idsAmong } from "../../core/foundation/domain/ids.ts";
import { routeOf } from "../../tools/docs/all-routes.ts";

const KEYS = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");
const faultsOf = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).error?.issues ?? [];

test.each(Object.keys(ANSWERS) as AnswerName[])("the example of %s is one", (name) => {
  expect(faultsOf(ANSWERS[name], EXAMPLES[name])).toEqual([]);
});

describe("of an event", () => {
  test.each(EVENT_TYPES)("%s: what is shown of its resource has the resource's shape", (type) => {
    expect(faultsOf(ANSWERS[EVENTS[type].data], TOLD[type])).toEqual([]);
  });

  test.each(EVENT_TYPES)("%s: what is shown of its webhook is what is sent", (type) => {
    const { resourceId, ...shown } = payloadExample(type);
    const event = { ...shown, type, resourceId: String(resourceId), at: Date.parse(AT.ended), data: shown.data };
    expect(JSON.parse(webhookBody(event).toString())).toEqual(payloadExample(type));
    expect(resourceId).toEqual(expect.any(String));
  });
});

describe("of requests", () => {
  const bodies = KEYS.flatMap((key) => {
    const { body } = routeOf(key);
    return body ? [{ key, body, operationId: rowOf(key).operationId }] : [];
  });

  test("there is one for each operation with a body, and no other", () => {
    expect(Object.keys(REQUESTS).sort()).toEqual(bodies.map(({ operationId }) => operationId).sort());
  });

  test.each(bodies)("$key takes it", ({ body, operationId }) => {
    expect(faultsOf(body, REQUESTS[operationId])).toEqual([]);
  });
});

test.each(KEYS)("%s: an example stands for each of its path's parameters, and the route takes it", (key) => {
  expect(pathExample(key)).not.toMatch(/[{}]/);
  const names = [...key.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? "");
  const path = Object.fromEntries(names.map((name) => [name, parameterExample(key, name)]));
  if (names.length > 0) expect(faultsOf(routeOf(key).path as z.ZodMiniType, path)).toEqual([]);
});

test("the ids have the form that ids have", () => {
  const { merchantKey: _, operatorKey: __, ...ids } = ID;
  for (const id of Object.values(ids)) expect(Object.values(idsAmong([id]))).toEqual([id]);
});
