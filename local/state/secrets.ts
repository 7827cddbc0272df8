import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { secretArn } from "../servers/addresses.ts";
import { readJsonFile, writeJsonFile } from "./private-file.ts";
import { type GenerateSecretString, generateSecret } from "./secret-values.ts";

export interface SecretDefinition {
  name: string;
  generate?: GenerateSecretString;
  value?: string;
}

/** Secrets Manager's GetSecretValue. Values are made once and kept in a file for the owner's eyes only. */
export class SecretsServer {
  readonly #server: Server;
  #values: Record<string, string> = {};

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => {
        const address = this.#server.address();
        resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`);
      });
    });
  }

  load(definitions: SecretDefinition[], file: string): void {
    const kept = readJsonFile<Record<string, string>>(file) ?? {};
    for (const { name, generate, value } of definitions) kept[name] ??= value ?? generateSecret(generate ?? {});
    writeJsonFile(file, kept);
    this.#values = kept;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    if (request.headers["x-amz-target"] !== "secretsmanager.GetSecretValue") {
      return answer(response, 400, {
        __type: "UnknownOperationException",
        message: "The local run knows GetSecretValue only",
      });
    }
    const { SecretId = "" } = JSON.parse(text || "{}") as { SecretId?: string };
    const name = SecretId.startsWith("arn:") ? SecretId.split(":").slice(6).join(":") : SecretId;
    const SecretString = this.#values[name];
    if (SecretString === undefined) {
      return answer(response, 400, {
        __type: "ResourceNotFoundException",
        Message: "Secrets Manager can't find the specified secret.",
      });
    }
    answer(response, 200, {
      ARN: secretArn(name),
      Name: name,
      SecretString,
      VersionId: "00000000-0000-0000-0000-000000000001",
      VersionStages: ["AWSCURRENT"],
    });
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}
