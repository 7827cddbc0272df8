import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HOSTILE_TEXTS } from "./hostile.ts";

/** A merchant's server that answers so whatever comes, in its own words. */
export async function merchantServer(status: 204 | 410 | 500): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "text/html" }).end(HOSTILE_TEXTS.join("\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
