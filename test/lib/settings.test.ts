import { expect, test } from "@jest/globals";
import type { Node } from "constructs";
import { settingsOf } from "../../lib/settings.ts";

const STAGES = {
  shop: {
    money: "none",
    limits: "demo",
    sandbox: true,
    data: "destroy",
    logDays: 7,
    alarmEmails: [],
    shift: "all-at-once",
  },
};
const read = (context: Record<string, string>) =>
  settingsOf({ tryGetContext: (name: string) => context[name] } as Partial<Node> as Node, () => JSON.stringify(STAGES));

test("what nobody has chosen is production", () => {
  expect(read({})).toEqual({ limits: "production", sandbox: false, webhookAllow: [] });
});

test("a value that does not exist is named", () => {
  expect(() => read({ limits: "fast" })).toThrow('limits must be one of production, demo; it is "fast"');
  expect(() => read({ sandbox: "yes" })).toThrow("sandbox must be one of true, false");
});

test("hosts for webhooks are known as a URL names them", () => {
  const { webhookAllow } = read({ sandbox: "true", webhookAllow: "127.0.0.1, LocalHost,::1" });
  expect(webhookAllow).toEqual(["127.0.0.1", "localhost", "[::1]"]);
});

test.each(["*", "http://localhost", "localhost:9000", "10.0.0.0/8", "localhost,"])(
  "%j names no hosts",
  (webhookAllow) => {
    expect(() => read({ sandbox: "true", webhookAllow })).toThrow("webhookAllow must be hosts");
  },
);

test("without the sandbox hosts for webhooks cannot be chosen", () => {
  expect(() => read({ webhookAllow: "127.0.0.1" })).toThrow("exists with sandbox=true only");
  expect(() => read({ sandbox: "false", webhookAllow: "127.0.0.1" })).toThrow("exists with sandbox=true only");
});

test("a stage says all of it", () => {
  const stage = { name: "shop", ...STAGES.shop, alarmEmails: { page: [], ticket: [] } };
  expect(read({ stage: "shop" })).toEqual({ limits: "demo", sandbox: true, webhookAllow: [], stage });
});

test.each(["limits", "sandbox", "webhookAllow"])("with a stage %s cannot be turned on the command line", (name) => {
  expect(() => read({ stage: "shop", [name]: "true" })).toThrow(
    `Context ${name} cannot be given with a stage: stages.json says what "shop" has.`,
  );
});

test("a hurry is of a stage that shifts", () => {
  const slow = { slow: { ...STAGES.shop, shift: "canary" } };
  const readSlow = (hurry: string) => {
    const context: Record<string, string> = { stage: "slow", hurry };
    const node = { tryGetContext: (name: string) => context[name] } as Partial<Node> as Node;
    return settingsOf(node, () => JSON.stringify(slow));
  };
  expect(readSlow("true").hurry).toBe(true);
  expect(readSlow("false")).not.toHaveProperty("hurry");
  expect(() => readSlow("yes")).toThrow("hurry must be one of true, false");
  expect(() => read({ stage: "shop", hurry: "true" })).toThrow('"shop" goes over all at once anyway');
  expect(() => read({ hurry: "true" })).toThrow("hurry is for a stage");
});

test("while the marker of a restore stands, every deployment is in a hurry: no two versions may know different tables", () => {
  const table = "main-restored";
  const stream = `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}/stream/2026-11-27T19:40:00.000`;
  const marker = { to: "2026-11-27T19:00:00Z", at: "2026-11-27T19:31:00Z" };
  const hurryOf = (shift: string, restored: object) => {
    const node = { tryGetContext: (name: string) => (name === "stage" ? "slow" : undefined) } as Partial<Node> as Node;
    return settingsOf(node, () => JSON.stringify({ slow: { ...STAGES.shop, shift, restored } })).hurry;
  };
  expect(hurryOf("canary", { table, stream, marker })).toBe(true);
  expect(hurryOf("canary", { table, stream })).toBeUndefined();
  expect(hurryOf("all-at-once", { table, stream, marker })).toBeUndefined();
});

test("a stage that does not exist is answered with those that do", () => {
  expect(() => read({ stage: "shopp" })).toThrow('There is no stage "shopp" in stages.json; it has shop.');
});
