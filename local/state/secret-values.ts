import { randomInt } from "node:crypto";
import { LocalError } from "../local-error.ts";

/** `GenerateSecretString` of a Secrets Manager secret. */
export interface GenerateSecretString {
  PasswordLength?: number;
  ExcludeCharacters?: string;
  ExcludeLowercase?: boolean;
  ExcludeNumbers?: boolean;
  ExcludePunctuation?: boolean;
  ExcludeUppercase?: boolean;
  IncludeSpace?: boolean;
  RequireEachIncludedType?: boolean;
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
}

const LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
const NUMBERS = "0123456789";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

export function generateSecret(rule: GenerateSecretString): string {
  const length = rule.PasswordLength ?? 32;
  const types = [
    rule.ExcludeLowercase ? "" : LOWERCASE,
    rule.ExcludeUppercase ? "" : LOWERCASE.toUpperCase(),
    rule.ExcludeNumbers ? "" : NUMBERS,
    rule.ExcludePunctuation ? "" : PUNCTUATION,
    rule.IncludeSpace ? " " : "",
  ]
    .map((type) => [...type].filter((character) => !rule.ExcludeCharacters?.includes(character)))
    .filter((type) => type.length > 0);
  if (types.length === 0) throw new LocalError("A GenerateSecretString of the template excludes every character.");
  const pick = (characters: string[]) => characters[randomInt(characters.length)] ?? "";
  const all = types.flat();
  const required = rule.RequireEachIncludedType === false ? [] : types.map(pick);
  const secret = [...required, ...Array.from({ length }, () => pick(all))].slice(0, length);
  for (let index = secret.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [secret[index], secret[other]] = [secret[other] ?? "", secret[index] ?? ""];
  }
  const text = secret.join("");
  if (rule.SecretStringTemplate === undefined) return text;
  const template = JSON.parse(rule.SecretStringTemplate) as Record<string, unknown>;
  return JSON.stringify({ ...template, [rule.GenerateStringKey ?? "password"]: text });
}
