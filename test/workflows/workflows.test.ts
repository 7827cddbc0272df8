import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  name: string;
  permissions: Record<string, string>;
  jobs: Record<
    string,
    {
      if?: string;
      permissions?: Record<string, string>;
      environment?: string;
      needs?: string;
      uses?: string;
      steps?: Step[];
      strategy?: unknown;
    }
  >;
}

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDER = join(ROOT, ".github/workflows");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
const FILES = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});
/** Whose code may run beside ours. */
const TRUSTED = ["actions/checkout", "actions/setup-node", "aws-actions/configure-aws-credentials"];
const RIGHTS: Record<string, Record<string, string>> = {
  gate: { contents: "read" },
  diff: { contents: "read", "id-token": "write", "pull-requests": "write" },
  staging: { contents: "read", "id-token": "write" },
  production: { contents: "read", "id-token": "write" },
};

describe.each(FILES)("$name", ({ text, workflow }) => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

  test("keeps no secret: runs prove to AWS where they come from", () => {
    expect(text).not.toMatch(/secrets\s*[.[]/);
    for (const { with: given = {} } of steps.filter(({ uses }) => uses?.startsWith("aws-actions/")))
      expect(Object.keys(given).filter((name) => /key|token/.test(name))).toEqual([]);
  });

  test("calls scripts that there are", () => {
    const runs = steps.flatMap(({ run = [] }) => run);
    const called = runs.flatMap((run) =>
      [...run.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name = ""]) => name),
    );
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
    const files = runs.flatMap((run) => [...run.matchAll(/bash (\S+)/g)].map(([, name = ""]) => name));
    expect(files.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  test("gives each job the rights that it needs, and no other's code a token of Git's", () => {
    expect(["{}", '{"contents":"read"}']).toContain(JSON.stringify(workflow.permissions));
    for (const [name, job] of Object.entries(workflow.jobs))
      expect([name, job.permissions ?? workflow.permissions]).toEqual([name, RIGHTS[name]]);
    for (const { uses, with: given } of steps.filter((step) => step.uses?.startsWith("actions/checkout")))
      expect([uses, given]).toMatchObject([uses, { "persist-credentials": false }]);
  });

  test("runs the code of few others, by their major versions", () => {
    for (const uses of steps.flatMap((step) => step.uses ?? [])) {
      const [action, version] = uses.split("@");
      expect(TRUSTED).toContain(action);
      expect(version).toMatch(/^v\d+$/);
    }
  });

  test("takes nothing that others may write into a shell's text", () => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });
});

test("the gate that the pipeline calls runs by the pipeline's name", () => {
  const workflowOf = (file: string) => FILES.find(({ name }) => name === file)?.workflow;
  const condition = workflowOf("ci.yml")?.jobs.gate?.if ?? "";
  expect(/github\.workflow == '([^']+)'/.exec(condition)?.[1]).toBe(workflowOf("deploy.yml")?.name);
});

test("staging comes after the gate, production after staging, and that waits in an environment of its own", () => {
  const jobs = FILES.find(({ name }) => name === "deploy.yml")?.workflow.jobs ?? {};
  expect(jobs.gate).toMatchObject({ uses: "./.github/workflows/ci.yml" });
  expect(jobs.staging).toMatchObject({ needs: "gate" });
  expect(jobs.production).toMatchObject({ needs: "staging", environment: "production" });
  expect(Object.keys(jobs)).toEqual(["diff", "gate", "staging", "production"]);
  // Both stages that are deployed are compared, whatever the first is called.
  expect(jobs.diff?.strategy).toEqual({ matrix: { stage: [jobs.staging?.environment, "production"] } });
});
