import { Agent, request } from "node:http";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

type Document = Record<string, unknown>;
type Translate = (item: Document) => Document;

/** A refusal as the SDK throws it: by name, with its own fields beside. */
class EngineError extends Error {
  constructor(name: string, message: string, fields: Document) {
    super(message);
    Object.assign(this, fields);
    this.name = name;
  }
}

const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  // A local engine reads only who asks; it has no secret to check a signature with.
  authorization:
    "AWS4-HMAC-SHA256 Credential=prove/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-date": "20260101T000000Z",
};

/**
 * DynamoDB's wire protocol without the SDK's middleware: a world makes a hundred requests, and half of each one's time would
 * be spent there. It takes the document client's commands, so that the expressions are the shipped ones.
 */
export class EngineClient {
  readonly #agent: Agent;
  readonly #endpoint: URL;

  /** So far. */
  requests = 0;

  /** `socketsMax`: 1 keeps the requests in their order. */
  constructor(endpoint: string, { socketsMax = 1 } = {}) {
    this.#endpoint = new URL(endpoint);
    this.#agent = new Agent({ keepAlive: true, maxSockets: socketsMax });
  }

  async send(command: { input: unknown }): Promise<Document> {
    const operation = command.constructor.name.replace(/Command$/, "").replace(/^(Delete|Get|Put|Update)$/, "$1Item");
    const target = OPERATIONS[operation] ?? operation;
    return readable(await this.call(target, translate(command.input as Document, marshalled)));
  }

  /** As it stands on the wire: attribute values have their types. */
  async call(target: string, input: Document): Promise<Document> {
    const { status, text } = await this.#post(target, JSON.stringify(input, binaryAsBase64));
    this.requests++;
    const answer = JSON.parse(text, base64AsBinary) as Document;
    if (status === 200) return answer;
    const { __type = "UnknownError", message, Message, ...fields } = answer;
    throw new EngineError(String(__type).split("#").at(-1) ?? "", String(message ?? Message), fields);
  }

  /** A whole table. */
  async scan(TableName: string): Promise<Document[]> {
    const rows: Document[] = [];
    let ExclusiveStartKey: Document | undefined;
    do {
      const page = await this.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
      rows.push(...((page.Items ?? []) as Document[]));
      ExclusiveStartKey = page.LastEvaluatedKey as Document | undefined;
    } while (ExclusiveStartKey);
    return rows;
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(target: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { ...HEADERS, "x-amz-target": `DynamoDB_20120810.${target}` };
      const { hostname: host, port } = this.#endpoint;
      const outgoing = request({ host, port, method: "POST", agent: this.#agent, headers }, (incoming) => {
        let text = "";
        incoming.setEncoding("utf8");
        incoming.on("data", (chunk: string) => {
          text += chunk;
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text }));
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

const OPERATIONS: Record<string, string> = {
  BatchGet: "BatchGetItem",
  BatchWrite: "BatchWriteItem",
  TransactGet: "TransactGetItems",
  TransactWrite: "TransactWriteItems",
};

const marshalled: Translate = (item) => marshall(item, { removeUndefinedValues: true });

/** Where items and values stand in a request. */
function translate(input: Document, item: Translate): Document {
  const output: Document = { ...input };
  for (const field of ["Key", "Item", "ExclusiveStartKey", "ExpressionAttributeValues"]) {
    if (input[field]) output[field] = item(input[field] as Document);
  }
  if (input.Statements) {
    output.Statements = (input.Statements as { Parameters: unknown[] }[]).map(({ Parameters, ...statement }) => ({
      ...statement,
      Parameters: Object.values(item({ ...Parameters })),
    }));
  }
  if (input.TransactItems) {
    output.TransactItems = (input.TransactItems as Document[]).map((action) => perAction(action, item));
  }
  if (input.RequestItems) {
    output.RequestItems = Object.fromEntries(
      Object.entries(input.RequestItems as Record<string, { Keys: Document[] } | Document[]>).map(([table, wanted]) => [
        table,
        Array.isArray(wanted)
          ? wanted.map((request) => perAction(request, item))
          : { ...wanted, Keys: wanted.Keys.map(item) },
      ]),
    );
  }
  return output;
}

const perAction = (action: Document, item: Translate): Document =>
  Object.fromEntries(Object.entries(action).map(([kind, write]) => [kind, translate(write as Document, item)]));

/** Where items stand in an answer. */
function readable(answer: Document): Document {
  const item = (value: unknown) => unmarshall(value as never) as Document;
  const output: Document = { ...answer };
  for (const field of ["Item", "Attributes", "LastEvaluatedKey"])
    if (answer[field]) output[field] = item(answer[field]);
  if (answer.Items) output.Items = (answer.Items as unknown[]).map(item);
  if (Array.isArray(answer.Responses)) {
    output.Responses = answer.Responses.map(({ Item, ...rest }) => ({
      ...rest,
      ...(Item ? { Item: item(Item) } : {}),
    }));
  } else if (answer.Responses) {
    output.Responses = Object.fromEntries(
      Object.entries(answer.Responses).map(([table, items]) => [table, (items as unknown[]).map(item)]),
    );
  }
  return output;
}

function binaryAsBase64(this: Document, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}

/** An attribute that is itself called `B` holds an object, never a text. */
function base64AsBinary(key: string, value: unknown): unknown {
  return key === "B" && typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : value;
}
