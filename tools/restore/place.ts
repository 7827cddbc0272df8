/** What a restore does to a stage, behind one port: AWS's clients implement it (`aws/`). Each call may be repeated. */

export interface StageFunction {
  name: string;
  timeoutSeconds: number;
  /** Of the version that is called. */
  variables: Readonly<Record<string, string>>;
  /** Nothing can make it run. */
  isClosed: boolean;
}

export interface Functions {
  /** All of the stage, without those that stand for vendors. */
  all(): Promise<StageFunction[]>;
  close(name: string): Promise<void>;
  open(name: string): Promise<void>;
}

export interface Tables {
  /** Which moments it can be set back to, in milliseconds since 1970. `undefined`: none. */
  window(table: string): Promise<{ fromMs: number; toMs: number } | undefined>;
  /** One of that name, source and moment that is there, or on its way, is success; another table throws a `LocalError`. */
  restore(source: string, target: string, toMs: number): Promise<void>;
  isThere(table: string): Promise<boolean>;
  /** What the source has and a restored table has not: stream, recovery, protection, tags. Returns the ARN of its stream. */
  settle(source: string, target: string): Promise<string>;
}

export interface Place {
  /** Of the service stack. Throws a `LocalError` while it is being deployed. */
  outputs(): Promise<Readonly<Record<string, string>>>;
  functions: Functions;
  tables: Tables;
  /** Stops all that run, until none does; returns how many did. */
  stopExecutions(stateMachineArn: string): Promise<number>;
  purge(queueUrl: string): Promise<void>;
}
