import { expect, test } from "@jest/globals";
import { Tender } from "../../../client/index.js";
import { answering, FakeClock, type Reply } from "../fake-api.ts";

const page = (ids: string[], nextCursor?: string | null): Reply => ({
  status: 200,
  json: { items: ids.map((paymentId) => ({ paymentId })), ...(nextCursor === undefined ? {} : { nextCursor }) },
});

function shop(replies: Reply[]) {
  const { fetch, sent } = answering(replies);
  const clock = new FakeClock();
  return { tender: new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock }), sent, clock };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

test("a list goes through all pages, each with the query and its cursor", async () => {
  const { tender, sent, clock } = shop([page(["a", "b"], "c1"), "lost", page([], "c2"), page(["c"], null)]);
  const items = await clock.until(all(tender.payments.list({ status: "SUCCEEDED" })));
  expect(items.map(({ paymentId }) => paymentId)).toEqual(["a", "b", "c"]);
  const query = "https://api.example/v1/payments?status=SUCCEEDED";
  expect(sent.map(({ url }) => url)).toEqual([query, `${query}&cursor=c1`, `${query}&cursor=c1`, `${query}&cursor=c2`]);
});

test("whoever has seen enough asks for no more", async () => {
  const { tender, sent } = shop([page(["a", "b"], "c1")]);
  for await (const { paymentId } of tender.payments.list()) if (paymentId === "b") break;
  expect(sent).toHaveLength(1);
});

test("a list is asked when it is read, again each time; one page is one request", async () => {
  const { tender, sent } = shop([page(["a"], null)]);
  const list = tender.payments.list({ cursor: "c9" });
  expect(sent).toHaveLength(0);
  expect(await list.page()).toEqual({ items: [{ paymentId: "a" }], nextCursor: null });
  for await (const _each of list) expect(sent.at(-1)?.url).toBe("https://api.example/v1/payments?cursor=c9");
  expect(sent).toHaveLength(2);
});

test("a list that has no pages is one", async () => {
  const { tender, sent } = shop([page(["a"])]);
  expect(await all(tender.wallets.list())).toHaveLength(1);
  expect(sent).toHaveLength(1);
});

test("a list whose next page is the one that was just read has ended", async () => {
  const { tender, sent } = shop([page(["a"], "c1"), page(["b"], "c1")]);
  expect(await all(tender.payments.list())).toEqual([{ paymentId: "a" }, { paymentId: "b" }]);
  expect(sent).toHaveLength(2);
});
