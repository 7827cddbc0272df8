import type { Deps } from "../../foundation/services/deps.ts";
import type { ChannelConfig, ChannelName, PaymentChannel, WebhookVerifier } from "../domain/channel.ts";

/** For whoever calls a payment channel, or has to know whether a merchant has it. */
export interface ChannelDeps extends Deps {
  channels: Channels;
}

/** For whoever steers or wakes executions. */
export interface ExecutionDeps extends Deps {
  executions: Executions;
}

/** For the tasks of the saga, and the webhooks that go on with it. */
export type SagaDeps = ChannelDeps & ExecutionDeps;

/** Which account at which vendor a merchant takes payments with. */
export interface Channels {
  /** `undefined`: the merchant has no such channel, or nothing of its configuration can be used. */
  find(tenantId: string, channel: ChannelName): Promise<ConfiguredChannel | undefined>;
  /**
   * The merchants' accounts at one vendor, those first that are named; of the others so many that there are
   * `CONTRACT.webhookAccountsMax`. None of the sandbox, which all merchants have.
   */
  all(channel: ChannelName, named?: NamedAccounts): Promise<readonly ChannelAccount[]>;
  /** How a channel's webhooks are read and answered, whoever's they are. */
  verifierOf(channel: ChannelName): WebhookVerifier;
}

/** By whoever sends: unverified, so it says who is tried first and nothing else. */
export interface NamedAccounts {
  /** Whose account it may be; may be nobody's name. */
  tenantId?: string | undefined;
  /** What the vendor calls the account. */
  accountId?: string | undefined;
}

export interface ChannelAccount {
  tenantId: string;
  config: ChannelConfig;
}

export interface ConfiguredChannel {
  port: PaymentChannel;
  config: ChannelConfig;
  /** Grows with each change of what its merchant has brought; absent where nothing was. */
  version?: number;
  /** Where this channel sends its webhooks: `<api>/v1/webhooks/<channel>`. */
  notifyUrl: string;
  /** Because of its configuration. `port` then knows nothing, and webhooks are verified all the same. */
  cannotCall?: boolean;
}

/** Step Functions, as far as sagas need it. */
export interface Executions {
  /** An execution of this name that exists already is success. */
  start(name: string, input: { tenantId: string; sagaId: string }): Promise<void>;
  /** One that has ended or never was is success. */
  stop(name: string, cause: string): Promise<void>;
  isRunning(name: string): Promise<boolean>;
  /** Answers a waiting task; a token that is not waited for any more is a normal answer. */
  wake(token: string, output: object): Promise<void>;
}
