import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { getPayment } from "../../core/payments/services/payment-reading.ts";
import { keyOf } from "../../lambdas/middleware/idempotency-key.ts";
import { MERCHANT, PaymentWorld } from "../support/payment-world.ts";

/** Payments over HTTP, accepted and driven by the real services in a light world: what a shop needs of the API. */
export async function startPaymentApi() {
  const world = await PaymentWorld.create();
  /** Called when a payment was accepted, before its answer is sent. */
  const hooks: { onAccepted?: (() => unknown) | undefined } = {};
  const answer = async ({ method, url = "", headers }: IncomingMessage, body: string) => {
    if (method === "GET")
      return { httpStatus: 200, body: await getPayment(world.deps, MERCHANT, url.split("/").at(-1) ?? "") };
    const { orderNo, amount } = JSON.parse(body);
    const accepted = await world.pay("ok", { orderNo, amount }, keyOf(String(headers["idempotency-key"])));
    await world.settle();
    await hooks.onAccepted?.();
    return accepted;
  };
  // One after the other: a world has one clock. Whoever asked may be gone by the time; a connection that is kept open would keep
  // the program from ending.
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {}).on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      last = last.then(async () => {
        const { httpStatus, body } = await answer(request, Buffer.concat(chunks).toString("utf8"));
        response
          .writeHead(httpStatus, { "content-type": "application/json", connection: "close" })
          .end(JSON.stringify(body));
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await last;
    await world.drop();
  };
  return { world, hooks, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
