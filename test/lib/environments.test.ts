import { expect, test } from "@jest/globals";
import type { FunctionRow } from "../../lib/functions/row.ts";
import { FUNCTIONS } from "../../lib/functions.ts";
import { type CfnTemplate, functionNamed, ofType, synthesise } from "./synthesis.ts";

const { service } = synthesise({ limits: "production", sandbox: true });
const without = synthesise({ limits: "production", sandbox: false }).service;

/** The functions that have a variable, by the names of their constructs. */
const having = (template: CfnTemplate, variable: string) =>
  ofType(template, "AWS::Lambda::Function")
    .filter(([, { Properties }]) => variable in (Properties.Environment as { Variables: object }).Variables)
    .map(([id]) => id.replace(/Function[0-9A-F]{8}$/, ""))
    .sort();
const flagged = (...flags: ("knowsChannels" | "reachesMerchants")[]) =>
  Object.entries<FunctionRow>(FUNCTIONS)
    .filter(([, row]) => flags.some((flag) => row[flag]))
    .map(([name]) => name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .sort();

test("who knows the channels' accounts knows the sandbox's too, and nobody else does", () => {
  const knowing = flagged("knowsChannels");
  expect(having(service, "CHANNEL_CONFIGS_SECRET")).toEqual(knowing);
  // The sandbox that stands for all its vendors signs with one secret.
  expect(having(service, "CHANNEL_SECRET")).toEqual([...knowing, "NotificationWorker", "SandboxChannel"].sort());
  expect(having(service, "CHANNEL_URL")).toEqual([...knowing, "SandboxChannel"].sort());
});

test("who is told where webhooks come in, or may not go, knows our URL, and nobody else does", () => {
  expect(having(service, "API_URL")).toEqual(flagged("knowsChannels", "reachesMerchants"));
});

test("webhooks may go to hosts within reach on a test stage that names them, and elsewhere the variable does not exist", () => {
  expect(having(service, "WEBHOOK_ALLOW")).toEqual(flagged("reachesMerchants"));
  expect(having(service, "WEBHOOK_ALLOW")).toContain("EventsApi");
  for (const id of having(service, "WEBHOOK_ALLOW"))
    expect(functionNamed(service, id)[1].Properties).toMatchObject({
      Environment: { Variables: { WEBHOOK_ALLOW: "127.0.0.1,localhost" } },
    });
  // The same hosts are in the settings of both.
  expect(JSON.stringify(without)).not.toContain("WEBHOOK_ALLOW");
  expect(having(without, "API_URL")).toEqual(flagged("knowsChannels", "reachesMerchants"));
});

test("without the sandbox no merchant has its channel", () => {
  const [, { Properties }] = functionNamed(without, "PaymentSaga");
  const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
  expect(Variables).toHaveProperty("CHANNEL_CONFIGS_SECRET");
  expect(Variables).not.toHaveProperty("CHANNEL_URL");
  expect(Variables).not.toHaveProperty("CHANNEL_SECRET");
});
