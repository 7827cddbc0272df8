/** The zod schemas as JSON Schema: answers as components of their names, requests where they are asked. */

import * as z from "zod/mini";
import { ANSWERS } from "../answers.ts";
import { EXAMPLES } from "../examples.ts";

export type Json = Record<string, unknown>;

export const SCHEMAS = "#/components/schemas/";
export const schemaRef = (name: string): Json => ({ $ref: `${SCHEMAS}${name}` });

/** Every answer as a component of its name. A later release may add fields: who reads one leaves alone what it does not know. */
export function answerSchemas(): Record<string, Json> {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(ANSWERS)) names.add(schema, { id });
  const { schemas } = z.toJSONSchema(names, {
    uri: (id) => SCHEMAS + id,
    override: ({ jsonSchema }) => {
      // Of a record it says what the values are.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas as Record<string, Json>;
}

/** With one of each. What requests have made of a schema in between has its answer's example, too. */
export function withExamples(schemas: Record<string, Json>): Record<string, Json> {
  const examples: Record<string, unknown> = EXAMPLES;
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      name in examples ? { ...schema, examples: [examples[name]] } : schema,
    ]),
  );
}

/** Schemas with an id become components of their own. */
export function requestSchema(schema: z.ZodMiniType, schemas: Record<string, Json>): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: "input" })).replaceAll("#/$defs/", SCHEMAS);
  const { $schema: _dialect, $defs, ...rest } = JSON.parse(text) as Json;
  Object.assign(schemas, $defs);
  return rest;
}
