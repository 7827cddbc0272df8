import { expect, test } from "@jest/globals";
import { argumentsOf } from "../../tools/cdk-arguments.ts";

test.each([
  [
    ["--stage", "production"],
    ["-c", "stage=production"],
  ],
  [["--stage=production"], ["-c", "stage=production"]],
])("%j names the stage", (given, asked) => {
  expect(
    argumentsOf([
      "deploy",
      "--all",
      ...given,
      "--parameters",
      "TenderService-production:ExchangeUrl=https://a.example",
    ]),
  ).toEqual(["deploy", "--all", ...asked, "--parameters", "TenderService-production:ExchangeUrl=https://a.example"]);
});

test("without a stage everything is the CDK's", () => {
  expect(argumentsOf(["diff", "-c", "sandbox=true"])).toEqual(["diff", "-c", "sandbox=true"]);
});

test("a stage without a name is none that exists", () => {
  expect(argumentsOf(["diff", "--stage"])).toEqual(["diff", "-c", "stage="]);
});
