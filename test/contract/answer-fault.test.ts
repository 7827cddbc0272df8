import { expect, test } from "@jest/globals";
import { answerFault } from "../../contract/answer-fault.ts";

const PLAN = {
  planId: "pln_acme_1",
  name: "A plan",
  country: "US",
  target: { amount: 1000, currency: "USD" },
  createdAt: "2027-01-31T12:00:00.000Z",
};
const PROBLEM = {
  type: "/errors/not-found",
  title: "Not found",
  status: 404,
  detail: "There is no such plan.",
  instance: "/v1/plans/pln_acme_1",
  code: "not-found",
  retryable: false,
  requestId: "request-1",
};
const faultOf = (status: number, body: object) => answerFault("GET /v1/plans/{id}", status, JSON.stringify(body));

test("an answer of the route's shape has no fault, nor has a refusal of its own", () => {
  expect(faultOf(200, PLAN)).toBeUndefined();
  expect(faultOf(404, PROBLEM)).toBeUndefined();
  expect(answerFault("POST /v1/webhooks/{channel}", 200, "success")).toBeUndefined();
});

test.each([
  ["a field too many", 200, { ...PLAN, stateSk: "01J" }, /stateSk/],
  ["a field too few", 200, { ...PLAN, name: undefined }, /name/],
  ["a time that is a number", 200, { ...PLAN, createdAt: 1 }, /createdAt/],
  ["a status that is not the route's", 201, PLAN, /201/],
  ["a problem with a field of its own", 404, { ...PROBLEM, stack: "at" }, /stack/],
  ["a code that nobody knows", 404, { ...PROBLEM, code: "lost" }, /code/],
  ["a code that is another route's", 409, { ...PROBLEM, status: 409, code: "order-paid" }, /order-paid/],
])("%s is a fault", (_what, status, body, says) => {
  expect(faultOf(status, body)).toMatch(says);
});
