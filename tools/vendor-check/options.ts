import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand } from "../terminal/command-line.ts";
import { type Given, VENDORS, type VendorName } from "./vendors.ts";

export const VENDOR_CHECK = defineCommand({
  run: "npm run vendor-check",
  does: "Runs one vendor's checklist against the vendor's test mode, through the adapters that run deployed. Needs an account there, and the network.",
  usages: [
    "npm run vendor-check -- stripe|alipay|epay --config FILE",
    "npm run vendor-check -- payouts-stripe|payouts-alipay --config FILE --to ACCOUNT [--holder NAME]",
    "npm run vendor-check -- ses --from ADDRESS",
    "npm run vendor-check -- sns --to PHONE",
  ],
  options: {
    config: {
      value: "FILE",
      does: "the account: JSON, as one entry of the secret ChannelConfigs; --config=- reads it from standard input",
    },
    to: { value: "RECEIVER", does: "who receives: a connected account, the login of the sandbox's buyer, a phone" },
    holder: { value: "NAME", does: "the name of the sandbox's buyer (payouts-alipay)" },
    from: { value: "ADDRESS", does: "the verified address that emails come from (ses)" },
    listen: {
      value: "PORT",
      does: "takes the vendor's webhooks on 127.0.0.1; 0: any free one. A tunnel or the vendor's own tool brings them there",
    },
    "notify-url": { value: "URL", does: "where that is reached from outside (default: the listener's own address)" },
    "without-person": { does: "skips what a person has to do, like paying on a page" },
    "agree-to-costs": { does: "does not ask before what costs money; without it, nobody at the terminal means no" },
    wait: { value: "SECONDS", does: "how long a person and a webhook are waited for (default: 300)" },
    out: { value: "FILE", does: "the report: Markdown, or JSON if it ends in .json" },
  },
  takesWords: true,
  more: "Ends with 0 only if every case has passed that test mode can show. Live keys are refused where the vendor lets one tell. A case that was skipped has not passed.",
});

export interface CheckOptions extends Given {
  vendor: VendorName;
  config?: string | undefined;
  listen?: number | undefined;
  notifyUrl?: string | undefined;
  withoutPerson: boolean;
  agreesToCosts: boolean;
  waitMs: number;
  out?: string | undefined;
}

export function parseCheckArguments(args: string[], env?: NodeJS.ProcessEnv): CheckOptions {
  const { values, words } = parseCommand(VENDOR_CHECK, args, env);
  const [word, more] = words;
  const vendor = VENDORS.find((known) => known === word);
  if (vendor === undefined || more !== undefined)
    throw new LocalError(`Name one vendor: ${VENDORS.join(", ")}. npm run vendor-check -- --help explains the rest.`);
  const isAmazon = vendor === "ses" || vendor === "sns";
  if (!isAmazon && values.config === undefined)
    throw new LocalError("--config is missing: the file with the account, or --config=- for standard input.");
  if (isAmazon && values.config !== undefined)
    throw new LocalError("--config is not for Amazon: it takes credentials and region as the AWS SDK finds them.");
  return {
    ...{ vendor, config: values.config, to: values.to, holder: values.holder, from: values.from },
    listen: values.listen === undefined ? undefined : numberIn("listen", values.listen, 0, 65_535),
    notifyUrl: values["notify-url"],
    withoutPerson: values["without-person"] ?? false,
    agreesToCosts: values["agree-to-costs"] ?? false,
    waitMs: numberIn("wait", values.wait ?? "300", 1, 3600) * 1000,
    out: values.out,
  };
}

function numberIn(name: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new LocalError(`--${name} must be a number from ${min} to ${max}.`);
}
