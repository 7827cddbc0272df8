import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pipelineSettings } from "../../../lib/pipeline/pipeline-settings.ts";
import { type CfnTemplate, documentsOf, ofType } from "../synthesis.ts";

interface Trust {
  Action: string;
  Effect: string;
  Condition: Record<string, Record<string, string>>;
}

const ROOT = resolve(import.meta.dirname, "../../..");
let folder: string;
let template: CfnTemplate;

/** As the CDK's CLI calls it; a finding of cdk-nag makes it fail. */
function synthesise(context: object): CfnTemplate {
  execFileSync(process.execPath, ["--no-warnings", join(ROOT, "bin/pipeline.ts")], {
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
    encoding: "utf8",
    stdio: "pipe",
  });
  return JSON.parse(readFileSync(join(folder, "TenderPipeline.template.json"), "utf8")) as CfnTemplate;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tender-pipeline-"));
  template = synthesise({ repository: "shop/tender", stages: "try-out,production" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const roles = () =>
  ofType(template, "AWS::IAM::Role").map(([id, { Properties }]) => ({
    id,
    description: String(Properties.Description),
    trust: (Properties.AssumeRolePolicyDocument as { Statement: Trust[] }).Statement,
  }));

test("each role is taken by runs of this repository alone: of one environment, or of pull requests", () => {
  const subjects = roles().map(({ trust: [statement, ...others] }) => {
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Action: "sts:AssumeRoleWithWebIdentity", Effect: "Allow" });
    const { StringEquals = {}, ...conditions } = statement?.Condition ?? {};
    expect(conditions).toEqual({});
    expect(StringEquals["token.actions.githubusercontent.com:aud"]).toBe("sts.amazonaws.com");
    return StringEquals["token.actions.githubusercontent.com:sub"];
  });
  expect(subjects.sort()).toEqual([
    "repo:shop/tender:environment:production",
    "repo:shop/tender:environment:try-out",
    "repo:shop/tender:pull_request",
  ]);
});

test("a deployment's role lasts as long as its workflow asks for", () => {
  const workflow = readFileSync(join(ROOT, ".github/workflows/deploy.yml"), "utf8");
  const asked = [...workflow.matchAll(/role-duration-seconds: (\d+)/g)].map(([, seconds]) => Number(seconds));
  expect(asked).toHaveLength(2);
  const lasting = ofType(template, "AWS::IAM::Role").map(([, { Properties }]) => Properties.MaxSessionDuration);
  expect(lasting.filter((seconds) => seconds !== undefined)).toEqual(asked);
});

test("an account that knows GitHub already is asked for no second provider", () => {
  expect(ofType(template, "AWS::IAM::OIDCProvider")).toHaveLength(1);
  const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
  const other = synthesise({ repository: "shop/tender", stages: "try-out", provider });
  expect(ofType(other, "AWS::IAM::OIDCProvider")).toEqual([]);
  const trusted = ofType(other, "AWS::IAM::Role").map(([, { Properties }]) => JSON.stringify(Properties));
  expect(trusted.map((text) => text.includes(`{"Federated":"${provider}"}`))).toEqual([true, true]);
});

test("a deployment may take two of the bootstrap's roles, read its stage's outputs and its smoke test's key, and nothing else", () => {
  const { id } = roles().find((role) => role.description.includes("production")) ?? { id: "" };
  const statements = documentsOf(template, id).flatMap(({ Statement }) => Statement);
  expect(statements.map(({ Action }) => Action)).toEqual([
    "sts:AssumeRole",
    "cloudformation:DescribeStacks",
    "secretsmanager:GetSecretValue",
  ]);
  const [assumed, stacks, key] = statements.map(({ Resource }) => JSON.stringify(Resource));
  expect([...String(assumed).matchAll(/role\/cdk-hnb659fds-([a-z-]+)-role-/g)].map(([, name]) => name)).toEqual([
    "deploy",
    "deploy",
    "file-publishing",
    "file-publishing",
  ]);
  expect(stacks).toContain(":stack/TenderService-production/*");
  expect(stacks).not.toContain("try-out");
  expect(key).toMatch(/SmokeKeyproduction/);
});

test("a pull request may read templates, which hold no data", () => {
  const { id } = roles().find((role) => role.description.includes("pull request")) ?? { id: "" };
  const actions = documentsOf(template, id).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  expect([...new Set(actions)].sort()).toEqual([
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:ListStackResources",
  ]);
});

test.each([
  [{ stages: "try-out" }, "Context repository must be OWNER/NAME"],
  [{ repository: "shop/*", stages: "try-out" }, "Context repository must be OWNER/NAME"],
  [{ repository: "shop/tender" }, '"" is none'],
  [{ repository: "shop/tender", stages: "try-out,live" }, '"live" is none'],
  [{ repository: "shop/tender", stages: "try-out", provider: "GitHub" }, "Context provider must be the ARN"],
])("%j is refused", (context, sentence) => {
  expect(() => pipelineSettings(context, ["try-out", "production"])).toThrow(sentence);
});
