import { randomInt } from "node:crypto";
import { LocalError } from "../local-error.ts";

/** `GenerateSecretString` of a Secrets Manager secret, as far as the template uses it. */
export interface GenerateSecretString {
  PasswordLength: number;
  ExcludePunctuation: true;
  /** A JSON object that the secret is put into, under the key. */
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
}

const KNOWN = ["PasswordLength", "ExcludePunctuation", "SecretStringTemplate", "GenerateStringKey"];
const CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const EACH_TYPE = [/[a-z]/, /[A-Z]/, /\d/];

export function generateSecret(rule: GenerateSecretString): string {
  const unknown = Object.keys(rule).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0 || rule.ExcludePunctuation !== true || !(rule.PasswordLength >= EACH_TYPE.length)) {
    throw new LocalError(
      `The local run cannot generate the secret ${JSON.stringify(rule)}: see ${import.meta.filename}.`,
    );
  }
  let text: string;
  do text = Array.from({ length: rule.PasswordLength }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join("");
  while (!EACH_TYPE.every((type) => type.test(text)));
  if (rule.SecretStringTemplate === undefined) return text;
  const template = JSON.parse(rule.SecretStringTemplate) as Record<string, unknown>;
  return JSON.stringify({ ...template, [rule.GenerateStringKey ?? "password"]: text });
}
