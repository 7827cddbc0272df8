import { type AddressInfo, createServer, type Server } from "node:net";

/** Resolves with the port of 127.0.0.1 that it listens on. 0: any free one. */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Whoever was given one listens there a moment later: until then the system would give it to the next one, too. */
const given = new Set<number>();

/** A port of 127.0.0.1 that nobody listens on right now, and that nobody else in this process was given. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  // It is free at once; only its event comes later.
  server.close();
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}
