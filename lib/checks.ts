import { type App, Validations } from "aws-cdk-lib";

/**
 * cdk-nag's rules for what is deployed; a finding makes the synthesis throw. With `CDK_VALIDATION=false`, by which the CDK
 * leaves out CloudFormation's own, they are neither asked nor loaded: they are two fifths of a synthesis without files.
 */
export async function addChecks(app: App): Promise<void> {
  if (process.env.CDK_VALIDATION === "false") return;
  const { AwsSolutionsChecks } = await import("cdk-nag");
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
