import { secretArn } from "../servers/addresses.ts";
import { ApiError, JsonApi, type Request } from "../servers/json-api.ts";
import { readJsonFile, writeJsonFile } from "./private-file.ts";
import { type GenerateSecretString, generateSecret } from "./secret-values.ts";

export interface SecretDefinition {
  name: string;
  generate: GenerateSecretString;
}

/** Secrets Manager's GetSecretValue. Values are made once and kept in a file for the owner's eyes only. */
export class SecretsServer extends JsonApi {
  #values: Record<string, string> = {};

  constructor() {
    super("secretsmanager.");
  }

  load(definitions: SecretDefinition[], file: string): void {
    const kept = readJsonFile<Record<string, string>>(file) ?? {};
    for (const { name, generate } of definitions) kept[name] ??= generateSecret(generate);
    writeJsonFile(file, kept);
    this.#values = kept;
  }

  protected perform(operation: string, { SecretId = "" }: Request): object {
    if (operation !== "GetSecretValue") {
      throw new ApiError("UnknownOperationException", "The local run knows GetSecretValue only");
    }
    const id = String(SecretId);
    const Name = id.startsWith("arn:") ? id.split(":").slice(6).join(":") : id;
    const SecretString = this.#values[Name];
    if (SecretString === undefined) {
      throw new ApiError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    const VersionId = "00000000-0000-0000-0000-000000000001";
    return { ARN: secretArn(Name), Name, SecretString, VersionId, VersionStages: ["AWSCURRENT"] };
  }
}
