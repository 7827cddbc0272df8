import { parseArgs } from "node:util";
import { LocalError } from "../../local/local-error.ts";
import { failure, wrap } from "./terminal.ts";

export interface Option {
  /** What its value is called in the usage, `N`; without one it is a switch. */
  value?: string;
  /** With its default, if it has one. */
  does: string;
}

type Options = Readonly<Record<string, Option>>;

/** A program that a person calls: what it understands, and what `--help` says. */
export interface Command<O extends Options = Options> {
  /** As it is typed, up to its options. */
  run: string;
  does: string;
  options: O;
  /** Each a way to call it, where a list of all options would mislead. */
  usages?: readonly string[];
  /** Words that are no options are for the program to judge; otherwise there are none. */
  takesWords?: boolean;
  /** What else whoever asks for help should know. */
  more?: string;
}

type Values<O extends Options> = { [K in keyof O]?: O[K] extends { value: string } ? string : boolean };

export interface Parsed<O extends Options> {
  values: Values<O>;
  words: string[];
}

/** Somebody asked how it is called: the message is the answer. */
export class HelpAsked extends LocalError {}

export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command;
}

/** @param env where npm leaves what it took for its own options */
export function parseCommand<O extends Options>(
  command: Command<O>,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Parsed<O> {
  const words: string[] = [];
  const values: Record<string, string | boolean> = {};
  for (const token of tokensOf(command, args)) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    if (token.name === "help") throw new HelpAsked(helpOf(command));
    const option = command.options[token.name];
    if (!option) throw mistake(command, `There is no option ${token.rawName}.${guess(command, token.name)}`);
    if (option.value === undefined && token.value !== undefined)
      throw mistake(command, `${token.rawName} takes no value.`);
    // Another option behind it is not its value, unless it says so: --label=-x.
    const isMissing = (token.value ?? "") === "" || (!token.inlineValue && token.value?.startsWith("-"));
    if (option.value !== undefined && isMissing)
      throw mistake(command, `${token.rawName} needs a value: ${token.rawName} ${option.value}.`);
    values[token.name] = token.value ?? true;
  }
  refuseWhatNpmTook(command, words, env);
  if (words.length > 0 && !command.takesWords) throw mistake(command, `"${words[0]}" is not an option.`);
  return { values: values as Values<O>, words };
}

function tokensOf({ options }: Command, args: readonly string[]) {
  const types = Object.entries(options).map(([name, { value }]) => [name, { type: value ? "string" : "boolean" }]);
  const known = { ...Object.fromEntries(types), help: { type: "boolean", short: "h" } };
  // Not strict: its messages speak of JavaScript, and ours say what to do.
  return parseArgs({ args: [...args], options: known, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/**
 * `npm start --port 4000` without the lone `--`: npm keeps the option for itself, as a setting in the environment, and hands
 * on the value as a word. Unsaid, the program would run with its defaults.
 */
function refuseWhatNpmTook({ run, options }: Command, words: readonly string[], env: NodeJS.ProcessEnv): void {
  const taken = Object.keys(options).filter((name) => env[`npm_config_${name}`] !== undefined && !NPMS_OWN.has(name));
  if (taken.length === 0) return;
  const [were, values] = taken.length === 1 ? ["was", words] : ["were", undefined];
  // Which word belonged to which of several options is lost.
  const again = taken.flatMap((name) => [`--${name}`, ...(values ?? options[name]?.value?.split(" ") ?? [])]);
  throw new LocalError(
    `${taken.map((name) => `--${name}`).join(", ")} ${were} taken by npm. Options stand behind a lone "--": ${run} -- ${again.join(" ")}`,
  );
}

/** What people may have set for npm itself. */
const NPMS_OWN = new Set(["only"]);

function mistake(command: Command, sentence: string): LocalError {
  const known = Object.keys(command.options).map((name) => `--${name}`);
  const list = known.length === 0 ? "It takes none" : `Its options are ${known.join(", ")}`;
  return new LocalError(`${sentence}\n${list}; ${command.run} -- --help explains them.\nUsage: ${usageOf(command)}`);
}

function guess({ options }: Command, name: string): string {
  const near = Object.keys(options).find((option) => option.startsWith(name) || name.startsWith(option));
  return near === undefined ? "" : ` Is --${near} meant?`;
}

export function usageOf({ run, options, usages }: Command): string {
  if (usages) return usages.join("\n       ");
  const parts = Object.entries(options).map(([name, { value }]) => `[--${name}${value ? ` ${value}` : ""}]`);
  return parts.length === 0 ? run : `${run} -- ${parts.join(" ")}`;
}

export function helpOf(command: Command): string {
  const options: [string, string][] = Object.entries(command.options).map(([name, { value, does }]) => [
    `--${name}${value ? ` ${value}` : ""}`,
    does,
  ]);
  options.push(["--help", "this text"]);
  const width = Math.max(...options.map(([left]) => left.length));
  const indent = " ".repeat(width + 4);
  const lines = options.map(([left, does]) => `  ${left.padEnd(width)}  ${wrap(does, { indent })}`);
  const more = command.more === undefined ? [] : ["", wrap(command.more)];
  return [wrap(command.does), "", `Usage: ${usageOf(command)}`, "", ...lines, ...more].join("\n");
}

/** For a program's first line: `--help` and mistakes end it here. */
export function readArguments<T>(parse: (args: string[], env: NodeJS.ProcessEnv) => T): T {
  // Whoever reads has seen enough, as in `| head`: the end that a shell knows as SIGPIPE's, and no stack trace.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(141);
  });
  try {
    return parse(process.argv.slice(2), process.env);
  } catch (error) {
    if (error instanceof HelpAsked) {
      console.log(error.message);
      process.exit(0);
    }
    if (!(error instanceof LocalError)) throw error;
    failure(error.message);
    process.exit(1);
  }
}
