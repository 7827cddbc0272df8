import { statSync } from "node:fs";
import { secretArn } from "../servers/addresses.ts";
import { ApiError, JsonApi, type Request } from "../servers/json-api.ts";
import { readJsonFile, writeJsonFile } from "./private-file.ts";
import { type GenerateSecretString, generateSecret } from "./secret-values.ts";

export interface SecretDefinition {
  name: string;
  generate: GenerateSecretString;
}

/** Secrets Manager, as far as functions and `npm run rotate` ask it. Values are made once and kept in a file for the owner's eyes only. */
export class SecretsServer extends JsonApi {
  #values: Record<string, string> = {};
  #file = "";
  /** Of all of them together: later than the last change of each, as far as anybody knows. */
  #changedAtMs = Date.now();

  constructor() {
    super("secretsmanager.");
  }

  load(definitions: SecretDefinition[], file: string): void {
    const kept = readJsonFile<Record<string, string>>(file) ?? {};
    const missing = definitions.filter(({ name }) => kept[name] === undefined);
    for (const { name, generate } of missing) kept[name] = generateSecret(generate);
    if (missing.length > 0) writeJsonFile(file, kept);
    this.#values = kept;
    this.#file = file;
    this.#changedAtMs = statSync(file).mtimeMs;
  }

  protected perform(operation: string, { SecretId = "", SecretString: given }: Request): object {
    const id = String(SecretId);
    const Name = id.startsWith("arn:") ? id.split(":").slice(6).join(":") : id;
    const SecretString = this.#values[Name];
    if (SecretString === undefined) {
      throw new ApiError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    const VersionId = "00000000-0000-0000-0000-000000000001";
    const answer = { ARN: secretArn(Name), Name, VersionId, VersionStages: ["AWSCURRENT"] };
    if (operation === "GetSecretValue") return { ...answer, SecretString, CreatedDate: this.#changedAtMs / 1000 };
    if (operation !== "PutSecretValue") {
      throw new ApiError("UnknownOperationException", "The local run knows GetSecretValue and PutSecretValue only");
    }
    const changed = { ...this.#values, [Name]: String(given) };
    writeJsonFile(this.#file, changed);
    this.#values = changed;
    this.#changedAtMs = Date.now();
    return answer;
  }
}
