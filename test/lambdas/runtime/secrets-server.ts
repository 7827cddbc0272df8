import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Secrets Manager, as far as functions ask it: what stands in `secrets` when they do. The SDK finds it by its variable. */
export async function serveSecrets(secrets: Record<string, string>): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { SecretId } = JSON.parse(Buffer.concat(chunks).toString()) as { SecretId: string };
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ ARN: SecretId, Name: SecretId, SecretString: secrets[SecretId], VersionId: "1" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    API_URL: "https://api.example",
    CHANNEL_CONFIGS_SECRET: "channels",
    CODE_CIPHER_SECRET: "cipher",
  });
  return server;
}
