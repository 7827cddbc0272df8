/** Amazon SES and SNS. Loaded by the function that sends, when it first does. */

import { SESv2Client, type SESv2ClientConfig, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { PublishCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import type { NotificationSender } from "../../core/notifications/domain/sender.ts";
import { makeSesSender, makeSnsSender } from "../../core/notifications/senders/aws.ts";

export function sesSender(options: SESv2ClientConfig, from: string): NotificationSender {
  const client = new SESv2Client(options);
  return makeSesSender(async (message, timeoutMs) => {
    const command = new SendEmailCommand({
      FromEmailAddress: message.from,
      Destination: { ToAddresses: [message.to] },
      Content: {
        Simple: {
          Subject: { Data: message.subject, Charset: "UTF-8" },
          Body: { Text: { Data: message.text, Charset: "UTF-8" } },
        },
      },
    });
    const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
    return MessageId;
  }, from);
}

export function snsSender(options: SNSClientConfig): NotificationSender {
  const client = new SNSClient(options);
  return makeSnsSender(async ({ phone, text }, timeoutMs) => {
    const command = new PublishCommand({ PhoneNumber: phone, Message: text });
    const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
    return MessageId;
  });
}
