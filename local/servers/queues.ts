import { join } from "node:path";
import { CreateQueueCommand, QueueNameExists, SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "../aws-clients.ts";
import type { Resolver } from "../template/intrinsics.ts";
import type { Resource } from "../template/template.ts";
import { physicalName, REGION } from "./addresses.ts";
import { startTiedServer, type TiedServer } from "./tied-server.ts";

const PROCESS = join(import.meta.dirname, "queue-process.ts");

/**
 * SQS in memory, in a process of its own: its end takes every message along, and nothing else. What is lost so, the
 * sweepers rebuild from the tables.
 */
export function startQueueServer(port?: number): Promise<TiedServer> {
  const args = (chosen: number) => ["--no-warnings", PROCESS, "--port", String(chosen)];
  return startTiedServer({ name: "The queue server", binary: process.execPath, args, port });
}

export function localSqs(endpoint: string): SQSClient {
  return new SQSClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
}

const ATTRIBUTES = [
  "VisibilityTimeout",
  "MessageRetentionPeriod",
  "DelaySeconds",
  "ReceiveMessageWaitTimeSeconds",
  "MaximumMessageSize",
] as const;

export async function createQueues(client: SQSClient, queues: Resource[], resolver: Resolver): Promise<void> {
  const resolved = queues.map((queue) => ({ name: physicalName(queue), properties: resolver.properties(queue) }));
  // A redrive policy is refused while its dead-letter queue is missing.
  const withoutRedrive = resolved.filter(({ properties }) => !properties.RedrivePolicy);
  const withRedrive = resolved.filter(({ properties }) => properties.RedrivePolicy);
  for (const group of [withoutRedrive, withRedrive]) {
    await Promise.all(group.map(({ name, properties }) => createQueue(client, name, properties)));
  }
}

async function createQueue(client: SQSClient, QueueName: string, properties: Record<string, unknown>): Promise<void> {
  const Attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    if (properties[name] !== undefined) Attributes[name] = String(properties[name]);
  }
  if (properties.RedrivePolicy) Attributes.RedrivePolicy = JSON.stringify(properties.RedrivePolicy);
  try {
    await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  } catch (error) {
    if (!(error instanceof QueueNameExists)) throw error;
  }
}
