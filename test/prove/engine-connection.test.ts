import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { EngineConnection } from "../../prove/engine-connection.ts";

let server: Server;
let connection: EngineConnection;
afterEach(() => {
  connection.close();
  server.close();
});

/** A server that hands over whatever comes on its one connection. */
async function serving(onData: (socket: Socket, text: string) => void): Promise<void> {
  server = createServer((socket) => {
    socket.on("error", () => undefined).on("data", (data) => onData(socket, data.toString()));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  connection = new EngineConnection(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

const HEAD = "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n";
const answerOf = (body: string, status = "200 OK") =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test("a request says how many bytes its body has, and its answer comes back as it was sent", async () => {
  const received: string[] = [];
  await serving((socket, text) => {
    received.push(text);
    socket.write(answerOf("né 1", "400 Bad Request"));
  });
  expect(await connection.post(HEAD, "né")).toEqual({ status: 400, text: "né 1" });
  expect(received).toEqual([`${HEAD}content-length: 3\r\n\r\nné`]);
});

test("an answer that comes in many parts is put together, torn characters included", async () => {
  await serving((socket) => {
    const bytes = Buffer.from(answerOf("né".repeat(3)));
    socket.setNoDelay(true);
    const next = (at: number): unknown =>
      at < bytes.length && socket.write(bytes.subarray(at, at + 1), () => next(at + 1));
    next(0);
  });
  expect(await connection.post(HEAD, "")).toEqual({ status: 200, text: "nénéné" });
});

test("requests take turns: the next one is sent when the one before is answered", async () => {
  const received: string[] = [];
  await serving((socket, text) => {
    received.push(text.slice(text.indexOf("\r\n\r\n") + 4));
    socket.write(answerOf(`answer ${received.length}`));
  });
  const answers = ["a", "b", "c"].map((body) => connection.post(HEAD, body));
  expect(connection.load).toBe(3);
  expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(["answer 1", "answer 2", "answer 3"]);
  expect(received).toEqual(["a", "b", "c"]);
  expect(connection.load).toBe(0);
});

test("when the engine goes away in the middle, everybody who waits is told, and who comes later too", async () => {
  await serving((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
  const answers = await Promise.allSettled(["a", "b"].map((body) => connection.post(HEAD, body)));
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(connection.hasFailed).toBe(true);
  await expect(connection.post(HEAD, "c")).rejects.toThrow("closed the connection");
});

test("an answer whose length nobody knows is refused, not waited for", async () => {
  await serving((socket) => socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  await expect(connection.post(HEAD, "")).rejects.toThrow("no length");
});
