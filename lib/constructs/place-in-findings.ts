import { Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** Region and account as cdk-nag writes them into the name of a finding: by their values where the stage gives them. */
export function placeInFindings(scope: Construct): string {
  const { region, account } = Stack.of(scope);
  const shown = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  return `${shown(region, "Region")}:${shown(account, "AccountId")}`;
}
