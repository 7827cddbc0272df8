import { CreateQueueCommand, QueueNameExists, SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "../aws-clients.ts";
import type { Resource } from "../template/template.ts";
import { physicalName, REGION } from "./addresses.ts";

export function localSqs(endpoint: string): SQSClient {
  return new SQSClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
}

export async function createQueues(client: SQSClient, queues: Resource[]): Promise<void> {
  // A redrive policy is refused while its dead-letter queue is missing.
  const [withRedrive, withoutRedrive] = [true, false].map((has) =>
    queues.filter(({ properties }) => Boolean(properties.RedrivePolicy) === has),
  );
  for (const group of [withoutRedrive, withRedrive]) {
    await Promise.all((group ?? []).map((queue) => createQueue(client, queue)));
  }
}

async function createQueue(client: SQSClient, queue: Resource): Promise<void> {
  const Attributes: Record<string, string> = {};
  for (const name of ["VisibilityTimeout", "MessageRetentionPeriod", "RedrivePolicy"]) {
    const value = queue.properties[name];
    if (value !== undefined) Attributes[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  try {
    await client.send(new CreateQueueCommand({ QueueName: physicalName(queue), Attributes }));
  } catch (error) {
    if (!(error instanceof QueueNameExists)) throw error;
  }
}
