import {
  type AddToPrincipalPolicyResult,
  PolicyDocument,
  type PolicyStatement,
  Role,
  type ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";

/**
 * A role with its rights in it. The CDK's own puts them into a policy beside the role, which is one more of the 500 resources that
 * a stack may have, and moves what is too long for it into managed policies in silence. Here too much is refused by IAM, and
 * before that by a test.
 */
export class OwnRole extends Role {
  readonly #rights: PolicyDocument;

  constructor(scope: Construct, id: string, assumedBy: ServicePrincipal) {
    const rights = new PolicyDocument();
    super(scope, id, { assumedBy, inlinePolicies: { Rights: rights } });
    this.#rights = rights;
  }

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.#rights.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
