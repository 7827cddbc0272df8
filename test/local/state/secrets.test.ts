import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "@jest/globals";
import { generateSecret } from "../../../local/state/secret-values.ts";
import { SecretsServer } from "../../../local/state/secrets.ts";

test("generates what the rule asks for, and refuses a rule that it does not know", () => {
  const rule = { PasswordLength: 64, ExcludePunctuation: true } as const;
  expect(generateSecret(rule)).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9]{64}$/);
  const filled = generateSecret({ ...rule, SecretStringTemplate: '{"user":"u"}', GenerateStringKey: "pass" });
  expect(JSON.parse(filled)).toEqual({ user: "u", pass: expect.stringMatching(/^\w{64}$/) });
  const unknown = { ...rule, ExcludeCharacters: "abc" };
  expect(() => generateSecret(unknown)).toThrow(/ExcludeCharacters/);
  expect(() => generateSecret({ ...rule, PasswordLength: 2 })).toThrow(/cannot generate/);
});

test("serves each secret to the SDK, and the same one after a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tender-secrets-"));
  const file = join(folder, "secrets.json");
  const values: (string | undefined)[] = [];
  let changedAt: Date | undefined;
  for (const _start of [1, 2]) {
    const server = new SecretsServer();
    const endpoint = await server.listen();
    server.load([{ name: "S-Pepper", generate: { PasswordLength: 20, ExcludePunctuation: true } }], file);
    const client = new SecretsManagerClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:S-Pepper";
    const { SecretString: value, CreatedDate } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    values.push(value);
    // Neither is it later because of a restart.
    expect(CreatedDate?.getTime()).toBeLessThanOrEqual(changedAt?.getTime() ?? Date.now());
    await expect(client.send(new GetSecretValueCommand({ SecretId: "other" }))).rejects.toThrow(/can't find/);
    // A value that is put stays, too, and is seen at once with its moment.
    const SecretString = `put-${values.length}`;
    await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString }));
    const put = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    expect([put.SecretString, put.CreatedDate]).toEqual([SecretString, expect.any(Date)]);
    changedAt = put.CreatedDate;
    await expect(client.send(new PutSecretValueCommand({ SecretId: "other", SecretString }))).rejects.toThrow(/can't/);
    client.destroy();
    await server.close();
  }
  expect(values[0]).toHaveLength(20);
  expect(values[1]).toBe("put-1");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});
