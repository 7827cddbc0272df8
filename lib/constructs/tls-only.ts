import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Queue, QueuePolicy } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/**
 * Every queue below the scope refuses plain HTTP. One policy for all of them, where `enforceSSL` would make one for each: a stack
 * may have 500 resources.
 */
export function refusePlainHttp(scope: Construct): void {
  const queues = scope.node.findAll().filter((each) => each instanceof Queue);
  const { document } = new QueuePolicy(scope, "TlsOnly", { queues });
  document.addStatements(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["sqs:*"],
      // The queue that has the policy: SQS takes no list of queues here.
      resources: ["*"],
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    }),
  );
}
