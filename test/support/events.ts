import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "@jest/globals";
import { ANSWERS } from "../../contract/answers.ts";
import { EVENTS } from "../../contract/events.ts";
import { type Event, eventIdOf } from "../../core/foundation/domain/events.ts";
import type { TestTables } from "./engine.ts";

/** What a merchant was told of one resource, in its order: by versions from 1 on, none left out. */
export async function eventsOf({ client, events }: TestTables, resourceId: string): Promise<Event[]> {
  const { Items = [] } = await client.send(
    new ScanCommand({
      TableName: events,
      FilterExpression: "resourceId = :id",
      ExpressionAttributeValues: { ":id": resourceId },
      ConsistentRead: true,
    }),
  );
  const told = (Items as unknown as Event[]).sort((a, b) => a.resourceVersion - b.resourceVersion);
  expect(told.map(({ resourceVersion }) => resourceVersion)).toEqual(told.map((_, index) => index + 1));
  for (const event of told) {
    expect(event.eventId).toBe(eventIdOf(event));
    const { data } = EVENTS[event.type];
    expect(ANSWERS[data].safeParse(event.data).error).toBeUndefined();
  }
  return told;
}

/** Of one resource, by its life: each type that was told, and what the newest one shows. */
export async function toldOf(tables: TestTables, resourceId: string): Promise<{ types: string[]; data: object }> {
  const told = await eventsOf(tables, resourceId);
  return { types: told.map(({ type }) => type), data: told.at(-1)?.data ?? {} };
}
