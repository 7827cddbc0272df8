/**
 * Powertools' idempotency around the call of a sender. It decides nothing: that a notification is sent once rests on its row
 * (claim, intent, settle window). A definitive answer that was recorded here and lost on its way to the row is found again; where
 * Powertools cannot say anything, the call is made, as its intent allows.
 */

import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Context } from "aws-lambda";
import type { Log } from "../../core/foundation/services/deps.ts";
import type { NotificationCall, NotificationSender, SendOutcome } from "../../core/notifications/domain/sender.ts";

/** As long as our own records of keys. */
const EXPIRES_AFTER_SECONDS = 24 * 60 * 60;

/** The table's rows have two keys; each record is a partition of its own, so that none of them is hot. */
class TransientRecords extends DynamoDBPersistenceLayer {
  override getKey(idempotencyKey: string) {
    return marshall({ pk: idempotencyKey, sk: "HEAD" });
  }
}

export interface SendOnceGuard {
  guard: (port: NotificationSender) => NotificationSender;
  /** At the beginning of each invocation: a record that is in progress ends with the time that its function had. */
  registerContext: (context: Context) => void;
}

export function sendOnceGuard(options: { client: DynamoDBClient; table: string; log: Log }): SendOnceGuard {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: "idempotencyKey",
    payloadValidationJmesPath: "message",
    throwOnNoIdempotencyKey: true,
    hashFunction: "sha256",
    expiresAfterSeconds: EXPIRES_AFTER_SECONDS,
  });
  const persistenceStore = new TransientRecords({
    tableName: options.table,
    awsSdkV3Client: options.client,
    keyAttr: "pk",
    statusAttr: "powertoolsStatus",
    expiryAttr: "expiresAt",
    inProgressExpiryAttr: "powertoolsInProgressUntil",
    dataAttr: "powertoolsAnswer",
    validationKeyAttr: "powertoolsPayload",
  });

  const guard = (port: NotificationSender): NotificationSender => ({
    query: (ref) => port.query(ref),
    async send(call) {
      let wasCalled = false;
      let told: SendOutcome | undefined;
      const once = makeIdempotent(
        async (_event: GuardedEvent): Promise<Recorded> => {
          wasCalled = true;
          told = await port.send(call);
          // What is not definitive is not kept: the same key may be sent again once it is settled.
          if (told.outcome !== "sent" && told.outcome !== "failed") throw new Unsettled();
          return told;
        },
        { persistenceStore, config, keyPrefix: "PT" },
      );
      try {
        return await once(eventOf(call));
      } catch (error) {
        if (told) return told;
        // Whatever came of it: it is not made a second time.
        if (wasCalled) throw error;
        options.log.warn("a send goes without Powertools' record");
        return port.send(call);
      }
    },
  });

  return { guard, registerContext: (context) => config.registerLambdaContext(context) };
}

type Recorded = Extract<SendOutcome, { outcome: "sent" | "failed" }>;
interface GuardedEvent {
  idempotencyKey: string;
  message: { channel: string; receiver: string; subject: string; body: string };
}

class Unsettled extends Error {
  override readonly name = "Unsettled";
}

function eventOf({ providerKey, channel, receiver, subject = "", body }: NotificationCall): GuardedEvent {
  return { idempotencyKey: providerKey.replace("#", "#send#"), message: { channel, receiver, subject, body } };
}
