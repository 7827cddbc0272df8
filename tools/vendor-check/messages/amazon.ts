/** The checklists of Amazon SES and SNS. */

import { SESv2Client, type SESv2ClientConfig } from "@aws-sdk/client-sesv2";
import { SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import { sesSender, snsSender } from "../../../lambdas/runtime/aws-senders.ts";
import { requestHandler } from "../../../lambdas/runtime/runtime.ts";
import { type Bench, CALL_TIMEOUT_MS, SKEW_MS } from "../bench.ts";
import type { Checklist } from "../case.ts";
import { MessageTrial } from "./message-trial.ts";
import { sesCases } from "./ses-cases.ts";
import { snsCases } from "./sns-cases.ts";
import { watched } from "./watched-handler.ts";

export const SUCCESS_AT_SIMULATOR = "success@simulator.amazonses.com";

/** As the deployed function has them: once only, and with its time. `change` is what a test replaces: address, region, credentials. */
const options = <Config>(change: Config) => ({
  maxAttempts: 1,
  requestHandler: requestHandler(CALL_TIMEOUT_MS),
  ...change,
});

/** Of Amazon's documentation: nobody's. */
const wrongKey = { credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "of-nobody" } };
const wrongClock = { systemClockOffset: SKEW_MS };

/** `from`: the address that a deployment sends from. */
export function sesChecklist(from: string, bench: Bench, change: SESv2ClientConfig = {}): Checklist<MessageTrial> {
  const base = options(change);
  const handler = watched(new SESv2Client(base).config.requestHandler, bench.wire);
  const sender = (more: SESv2ClientConfig, by = from) => sesSender({ ...base, requestHandler: handler, ...more }, by);
  const ports = {
    own: sender({}),
    "wrong sender": sender({}, "nobody@never-verified.example.invalid"),
    "wrong key": sender(wrongKey),
    "wrong clock": sender(wrongClock),
  };
  const kit = { ports, bench, channel: "email", receiver: SUCCESS_AT_SIMULATOR } as const;
  return { cases: sesCases, begin: async () => new MessageTrial(kit) };
}

/** `phone`: one that may be sent to; in the SMS sandbox a verified one. */
export function snsChecklist(phone: string, bench: Bench, change: SNSClientConfig = {}): Checklist<MessageTrial> {
  const base = options(change);
  const handler = watched(new SNSClient(base).config.requestHandler, bench.wire);
  const sender = (more: SNSClientConfig) => snsSender({ ...base, requestHandler: handler, ...more });
  const ports = { own: sender({}), "wrong key": sender(wrongKey), "wrong clock": sender(wrongClock) };
  const kit = { ports, bench, channel: "sms", receiver: phone } as const;
  return { cases: snsCases, begin: async () => new MessageTrial(kit) };
}
