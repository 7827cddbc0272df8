import { type RemovalPolicy, Validations } from "aws-cdk-lib";
import { type ReplicaRegion, Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { AnySecret } from "./constructs/table-access.ts";
import type { SecretName } from "./functions.ts";

/** Logical ids, with which CloudFormation begins the names. */
export const SECRET_IDS: Readonly<Record<SecretName, string>> = {
  pepper: "CodePepper",
  cipher: "CodeCipher",
  exchange: "ExchangeSecret",
  channels: "ChannelConfigs",
  channel: "ChannelSecret",
};

export interface KeptSecrets {
  removalPolicy: RemovalPolicy;
  /** Where their values are, too. */
  replicaRegions?: ReplicaRegion[];
}

export function makeSecrets(scope: Construct, kept: KeptSecrets): Record<SecretName, Secret> {
  const secret = (name: SecretName, description: string, reason: string): Secret => {
    // Letters and digits only: it may have to be typed into a vendor's form.
    const generateSecretString = { passwordLength: 64, excludePunctuation: true };
    const made = new Secret(scope, SECRET_IDS[name], { description, generateSecretString, ...kept });
    Validations.of(made).acknowledge({ id: "AwsSolutions-SMG4", reason });
    return made;
  };
  return {
    pepper: secret("pepper", "Key of the HMACs of gift card codes and request fingerprints", PEPPER_STAYS),
    cipher: secret(
      "cipher",
      "Key material of what is stored encrypted: gift card codes, campaigns, payout destinations, accounts at channels",
      CIPHER_STAYS,
    ),
    exchange: secret("exchange", "Shared with the gift card exchange: signs our calls", EXCHANGE_STAYS),
    channels: channelConfigs(scope, kept),
    channel: secret(
      "channel",
      "Shared with the sandbox channel: signs our calls there and its webhooks back",
      CHANNEL_STAYS,
    ),
  };
}

/** Copies in another region whose first region is lost. */
export function takenSecrets(scope: Construct, arns: Record<SecretName, string>): Record<SecretName, AnySecret> {
  const taken = (name: SecretName) => Secret.fromSecretCompleteArn(scope, `Taken-${name}`, arns[name]);
  return {
    pepper: taken("pepper"),
    cipher: taken("cipher"),
    exchange: taken("exchange"),
    channels: taken("channels"),
    channel: taken("channel"),
  };
}

/**
 * `{"<tenantId>": {"stripe": {...}, ...}}`, of merchants who have brought no account of their own (docs/operating.md). It is generated, because a
 * generated value is never written again by a later deployment; the generated field begins with `_`, so it is no tenant's.
 */
function channelConfigs(scope: Construct, kept: KeptSecrets): Secret {
  const secret = new Secret(scope, SECRET_IDS.channels, {
    description: "JSON: accounts at payment channels that are in no row, and the platform's own",
    generateSecretString: {
      secretStringTemplate: "{}",
      generateStringKey: "_generated",
      passwordLength: 64,
      excludePunctuation: true,
    },
    ...kept,
  });
  Validations.of(secret).acknowledge({ id: "AwsSolutions-SMG4", reason: CONFIGS_STAY });
  return secret;
}

const PEPPER_STAYS =
  "Renewed by npm run rotate, with versions: another value in its place would let a redeemed card in again.";
const CIPHER_STAYS =
  "Renewed by npm run rotate, with versions: another value in its place would strand what is encrypted with it.";
const EXCHANGE_STAYS = "The exchange holds the other half: it is changed together with them, by hand.";
const CHANNEL_STAYS = "Of the sandbox only: no money depends on it, and a rotation would lose webhooks under way.";
/** Merchants' accounts at vendors change by an operator's hand: vendors have no rotation that a function could follow. */
const CONFIGS_STAY = "Each entry is the other half of an account at a vendor: it is changed together with it, by hand.";
