import { randomBytes } from "node:crypto";
import { ApiError } from "../servers/json-api.ts";
import type { Task } from "./task.ts";

/**
 * Task tokens. A token carries its execution's ARN, so that a process which has never seen it can still say whether
 * it belonged to anything.
 */
export class TaskTokens {
  readonly #waiting = new Map<string, Task>();

  issue(executionArn: string): string {
    return `${Buffer.from(executionArn).toString("base64url")}.${randomBytes(24).toString("base64url")}`;
  }

  add(token: string, task: Task): void {
    this.#waiting.set(token, task);
  }

  remove(token: string): void {
    this.#waiting.delete(token);
  }

  /** The Task that waits for the token. What AWS calls timed out is every token that is no longer waited for. */
  find(token: string, isKnownExecution: (arn: string) => boolean): Task {
    const task = this.#waiting.get(token);
    if (task) return task;
    const executionArn = readExecution(token);
    if (executionArn === undefined) throw new ApiError("InvalidToken", "Invalid Token: 'Invalid token'");
    if (isKnownExecution(executionArn)) {
      throw new ApiError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new ApiError("TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'");
  }
}

function readExecution(token: string): string | undefined {
  const [head = "", tail, ...rest] = token.split(".");
  const arn = Buffer.from(head, "base64url").toString("utf8");
  return tail?.length === 32 && rest.length === 0 && /^arn:aws:states:[^:]+:\d+:execution:/.test(arn) ? arn : undefined;
}
