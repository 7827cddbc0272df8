import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type EngineAnswer, EngineConnection } from "./engine-connection.ts";

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

// A local engine reads only who asks; it has no secret to check a signature with.
const HEAD = [
  "POST / HTTP/1.1",
  "host: 127.0.0.1",
  "content-type: application/x-amz-json-1.0",
  "authorization: AWS4-HMAC-SHA256 Credential=prove/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-date: 20260101T000000Z",
  "x-amz-target: DynamoDB_20120810.",
].join("\r\n");

/**
 * DynamoDB's wire protocol without the SDK's middleware: a world makes a hundred requests, and half of each one's time would
 * be spent there. It takes the document client's commands, so that the expressions are the shipped ones.
 */
export class EngineClient {
  readonly #endpoint: URL;
  readonly #socketsMax: number;
  #connections: EngineConnection[] = [];

  /** So far. */
  requests = 0;

  /** `socketsMax`: 1 keeps the requests in their order. */
  constructor(endpoint: string, { socketsMax = 1 } = {}) {
    this.#endpoint = new URL(endpoint);
    this.#socketsMax = socketsMax;
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
    for (const connection of this.#connections.splice(0)) connection.close();
  }

  #post(target: string, body: string): Promise<EngineAnswer> {
    return this.#connection().post(`${HEAD}${target}\r\n`, body);
  }

  /** The one with the least to do; a new one, while there may be more, rather than one with something to do. */
  #connection(): EngineConnection {
    this.#connections = this.#connections.filter(({ hasFailed }) => !hasFailed);
    const [idlest] = this.#connections.toSorted((one, other) => one.load - other.load);
    if (idlest && (idlest.load === 0 || this.#connections.length >= this.#socketsMax)) return idlest;
    const added = new EngineConnection(this.#endpoint);
    this.#connections.push(added);
    return added;
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
