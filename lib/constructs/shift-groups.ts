import { NestedStack, Validations } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnApplication, CfnDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Shift } from "../shifts.ts";

export interface ShiftGroupsProps {
  /** By which aliases name it. */
  application: string;
  shift: Shift;
  /** Function -> the alarms that undo its shift. */
  alarms: ReadonlyMap<string, readonly Alarm[]>;
}

/** CodeDeploy takes no more for one group. */
const ALARMS_MAX = 10;

/** CodeDeploy's groups, one for each function: they shift at the same time. A stack of their own: each is one of 500 resources. */
export class ShiftGroups extends NestedStack {
  constructor(scope: Construct, id: string, { application, shift, alarms }: ShiftGroupsProps) {
    super(scope, id, { description: "Tender: how functions go over to another version" });
    const { ref } = new CfnApplication(this, "Application", {
      applicationName: application,
      computePlatform: "Lambda",
    });
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSCodeDeployRoleForLambdaLimited")],
    });
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
      reason: "What CodeDeploy asks of Lambda is AWS's to say; the role is CodeDeploy's alone.",
    });
    for (const [name, some] of alarms) {
      if (some.length > ALARMS_MAX) throw new Error(`${name} has more than ${ALARMS_MAX} alarms that undo its shift.`);
      new CfnDeploymentGroup(this, `Group-${name}`, {
        applicationName: ref,
        deploymentGroupName: name,
        serviceRoleArn: role.roleArn,
        deploymentConfigName: shift.functions,
        deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
        alarmConfiguration: { enabled: true, alarms: some.map(({ alarmName }) => ({ name: alarmName })) },
        autoRollbackConfiguration: {
          enabled: true,
          events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
        },
      });
    }
  }
}
