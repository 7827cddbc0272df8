import { type AddressInfo, createServer, type Server } from "node:net";

/** Resolves with the port of 127.0.0.1 that it listens on. 0: any free one. */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** A port of 127.0.0.1 that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  // It is free at once; only its event comes later.
  server.close();
  return port;
}
