import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { answering } from "../fake-api.ts";
import { CLIENT, cli, cliModule, tempFolder } from "./cli-run.ts";

interface Command {
  name: string;
  takes: string[];
  options: Record<string, { value?: string; isNeeded?: boolean }>;
  examples: string[];
}
const { COMMANDS } = await cliModule<{ COMMANDS: Command[] }>("commands.js");
const names = COMMANDS.map(({ name }) => name);

describe("help", () => {
  test("without a command it lists them all, to standard error, and is a mistake; asked for, it is an answer", async () => {
    const none = await cli([]);
    const asked = await cli(["--help"]);
    expect([none.exit, none.stdout, asked.exit, asked.stderr]).toEqual([1, "", 0, ""]);
    expect(asked.stdout).toBe(none.stderr);
    for (const name of names) expect(asked.stdout).toContain(`\n  ${name}`);
    for (const said of ["TENDER_API_KEY", "TENDER_URL", "NO_COLOR"]) expect(asked.stdout).toContain(said);
  });

  test.each(COMMANDS)("of $name fits a screen and says all that it takes, without a key", async (command) => {
    const { exit, stdout, stderr } = await cli([...command.name.split(" "), "--help"], { env: { TENDER_API_KEY: "" } });
    expect([exit, stderr]).toEqual([0, ""]);
    const lines = stdout.split("\n");
    const examples = command.examples.map((each) => `  ${each}`);
    expect(lines.length).toBeLessThan(48);
    expect(lines.filter((line) => line.length > 80 && !examples.includes(line))).toEqual([]);
    for (const [name, { value }] of Object.entries(command.options))
      expect(stdout).toContain(`\n  --${name}${value ? ` ${value}` : ""}  `);
    for (const word of command.takes) expect(lines.slice(2, 5).join(" ")).toContain(word);
    expect(lines).toEqual(expect.arrayContaining(examples));
    expect(stdout).toContain("  3  still pending");
    expect((await cli(["help", ...command.name.split(" ")])).stdout).toBe(stdout);
  });

  test("of a group lists its commands", async () => {
    const { exit, stdout } = await cli(["payments", "--help"]);
    expect(exit).toBe(0);
    expect(stdout).toContain("payments wait PAYMENTID");
    expect(stdout).not.toContain("keys list");
  });

  test("its examples are commands that it understands", async () => {
    const known = COMMANDS.flatMap(({ examples }) => examples.join(" ").match(/npx tender \w+ \w+/g) ?? []);
    expect(known.length).toBeGreaterThan(COMMANDS.length - 1);
    for (const each of known) expect(names).toContain(each.slice("npx tender ".length));
  });
});

describe("a mistake says what to do, and asks nobody", () => {
  test.each([
    [["pay"], "There is no such command.\n  npx tender --help"],
    [["payments", "creat"], "There is: payments create, payments get, payments wait.\n  npx tender payments --help"],
    [["payments", "get"], "PAYMENTID is missing.\n  npx tender payments get --help"],
    [["payments", "get", "pay_1", "pay_2"], "There are 1 words too many."],
    [["payments", "get", "pay_1", "--colour"], "There is no option --colour."],
    [["payments", "get", "pay_1", "--constructor"], "There is no option --constructor."],
    [["payments", "get", "pay_1", "--json=1"], "--json takes no value."],
    [["payments", "wait", "pay_1", "--timeout", "--json"], "--timeout needs a value: --timeout SECONDS"],
    [["payments", "wait", "pay_1", "--timeout", "1.5"], "--timeout has to be a whole number, 1 or more."],
    [["payments", "create", "--order-no", "1", "--amount", "19.99"], "--currency CUR is missing."],
    [["events", "listen", "--forward-to", "ftp://x"], "--forward-to has to be a URL"],
    [["events", "listen", "--forward-to", "http://me:pw@x"], "--forward-to has to be a URL without a user"],
  ])("%j", async (args, said) => {
    const { exit, stdout, stderr } = await cli(args, { fetch: () => Promise.reject(new Error("it was asked")) });
    expect([exit, stdout, stderr]).toEqual([1, "", expect.stringContaining(said)]);
  });

  test("an amount with a point", async () => {
    const args = ["--order-no", "1", "--amount", "19.99", "--currency", "USD", "--channel", "sandbox"];
    const { exit, stderr } = await cli(["payments", "create", ...args]);
    expect([exit, stderr]).toEqual([1, expect.stringContaining("1999 for 19.99 USD")]);
  });

  test("an API key among the arguments is not shown, and not taken", async () => {
    for (const args of [["--api-key", "tk_x"], ["--key=tk_x"], ["--token", "tk_x"]]) {
      const { exit, stderr } = await cli(["keys", "list", ...args]);
      expect([exit, stderr]).toEqual([1, expect.stringContaining("An API key is no argument")]);
      expect(stderr).not.toContain("tk_x");
    }
  });

  test("no key, a key that is none, an address that is none", async () => {
    const none = await cli(["keys", "list"], { env: { TENDER_API_KEY: "" } });
    expect([none.exit, none.stderr]).toEqual([1, expect.stringContaining(".tender/credentials.json")]);
    const odd = await cli(["keys", "list"], { env: { TENDER_API_KEY: "tk secret" } });
    expect([odd.exit, odd.stderr]).toEqual([1, expect.stringMatching(/^TENDER_API_KEY has to be a key of Tender/)]);
    expect(odd.stderr).not.toContain("secret");
    const plain = await cli(["keys", "list"], { env: { TENDER_URL: "http://api.example" } });
    expect([plain.exit, plain.stderr]).toEqual([1, expect.stringMatching(/^TENDER_URL has to begin with https:/)]);
  });
});

test("the key comes from a file, without its line break, and is sent to TENDER_URL; one that others may read is told of", async () => {
  const { folder, remove } = tempFolder();
  const file = join(folder, "shop.key");
  writeFileSync(file, "tk_of_a_file\n", { mode: 0o644 });
  const { fetch, sent } = answering([{ status: 200, json: { items: [], nextCursor: null } }]);
  const env = { TENDER_API_KEY: "tk_other", TENDER_URL: "https://api.example/prod" };
  const { exit, stderr } = await cli(["keys", "list", "--key-file", file], { fetch, env });
  expect([exit, stderr]).toEqual([
    0,
    `Others on this machine may read the key: chmod 600 ${file}\nThere are no keys.\n`,
  ]);
  expect(sent[0]?.url).toBe("https://api.example/prod/v1/api-keys");
  expect(sent[0]?.headers.authorization).toBe("Bearer tk_of_a_file");
  const missing = await cli(["keys", "list", "--key-file", join(folder, "none")]);
  expect([missing.exit, missing.stderr]).toEqual([1, expect.stringContaining("The key file cannot be read: ENOENT")]);
  remove();
});

test("the program itself: version, exit code, and no colours where nobody looks", () => {
  const bin = join(CLIENT, "bin/tender.js");
  const { version, bin: bins } = JSON.parse(readFileSync(join(CLIENT, "package.json"), "utf8"));
  expect(bins).toEqual({ tender: "bin/tender.js" });
  const run = (args: string[]) => spawnSync(process.execPath, [bin, ...args], { encoding: "utf8", env: {} });
  expect(run(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  const refused = run(["payments", "get"]);
  expect([refused.status, refused.stderr.includes("\u001b")]).toEqual([1, false]);
});
