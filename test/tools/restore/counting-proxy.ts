import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface CountingProxy {
  url: string;
  /** Paths of the requests, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const PASSED = ["content-type", "tender-signature"] as const;

/** Stands before a server and passes on what it gets, so that what was asked is known whatever came of it. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url: path = "" } = request;
    asked.push(path);
    const headers = PASSED.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === "string" ? [[name, value] as [string, string]] : [];
    });
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const answer = await fetch(`${target}${path}`, { method, headers, ...body });
    const type = answer.headers.get("content-type") ?? "application/json";
    response.writeHead(answer.status, { "Content-Type": type }).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
