import { CfnParameter, Fn, Stack } from "aws-cdk-lib";
import {
  Alias,
  type CfnAlias,
  type CfnVersion,
  type IFunction,
  type IVersion,
  type Function as LambdaFunction,
} from "aws-cdk-lib/aws-lambda";
import { LIVE } from "../shifts.ts";

/**
 * The function behind an alias that CodeDeploy moves; `group` undefined: that is moved at once. CodeDeploy is named and not referred
 * to: groups watch alarms, alarms watch functions, and some of these know the state machine, which calls an alias.
 */
export function liveAlias(each: LambdaFunction, group: { application: string; name: string } | undefined): IFunction {
  const alias = new Alias(each, "Live", { aliasName: LIVE, version: each.currentVersion as IVersion });
  if (group)
    (alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: group.application, deploymentGroupName: group.name },
    };
  return alias as IFunction;
}

/**
 * A version keeps the environment that it was published with. Of what is chosen at deployment the template says nothing, so that
 * the version itself has to, or it would not be published anew.
 */
export function publishForParameters(each: LambdaFunction): void {
  const chosen = Stack.of(each).node.children.filter((child) => child instanceof CfnParameter);
  if (chosen.length === 0) return;
  const values = chosen.map(({ valueAsString }) => valueAsString);
  (each.currentVersion.node.defaultChild as CfnVersion).description = Fn.join(" ", values);
}
