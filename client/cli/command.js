import { parseArgs } from "node:util";
import { mistake } from "./exit.js";

/**
 * @typedef {object} Option
 * @property {string} [value] what its value is called; without one it is a switch
 * @property {string} does with its default, if it has one
 * @property {boolean} [isNeeded]
 */

/**
 * A command as data: what it understands, what `--help` says of it, what it does.
 * @typedef {object} Command
 * @property {string} name its words: `payments create`
 * @property {string} does in half a line
 * @property {string[]} more paragraphs
 * @property {string[]} takes what stands without a name: `PAYMENTID`
 * @property {Record<string, Option>} options
 * @property {string[]} examples
 * @property {(context: Context) => Promise<import("./exit.js").Exit>} run
 */

/**
 * @typedef {object} Context
 * @property {Values} values
 * @property {string[]} words as many as the command takes
 * @property {import("./io.js").Io} io
 * @property {import("./screen.js").Screen} screen
 * @property {() => import("../index.js").Tender} tender
 * @property {string} baseUrl
 */

/** @typedef {{ [option: string]: string | undefined }} Values of a switch: `""` */

/** @type {Record<string, Option>} */
export const COMMON = {
  json: { does: "results as JSON, one a line, instead of a table" },
  "key-file": { value: "FILE", does: "the API key is in this file, not in TENDER_API_KEY" },
  help: { does: "this text" },
};

/** Somebody has thought that it goes so. Said at once: whoever tries will have the key in their shell's history. */
const KEY_OPTIONS = ["key", "api-key", "apikey", "token"];

/**
 * @param {Command} command
 * @param {string[]} args
 * @returns {{ values: Values, words: string[] }}
 */
export function parse(command, args) {
  const options = { ...command.options, ...COMMON };
  const again = `\n  npx tender ${command.name} --help`;
  /** @type {Values} */
  const values = {};
  /** @type {string[]} */
  const words = [];
  for (const token of tokensOf(options, args)) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    values[token.name] = optionValue(
      token,
      Object.hasOwn(options, token.name) ? options[token.name] : undefined,
      again,
    );
  }
  if (values.help !== undefined) return { values, words };
  const missing = command.takes[words.length];
  if (missing !== undefined) throw mistake(`${missing} is missing.${again}`);
  // Not shown: it might be a code.
  if (words.length > command.takes.length)
    throw mistake(`There are ${words.length - command.takes.length} words too many.${again}`);
  for (const [name, { isNeeded, value }] of Object.entries(command.options))
    if (isNeeded && values[name] === undefined) throw mistake(`--${name} ${value} is missing.${again}`);
  return { values, words };
}

/**
 * @param {Record<string, Option>} options
 * @param {string[]} args
 */
function tokensOf(options, args) {
  /** @type {Record<string, { type: "string" | "boolean", short?: string }>} */
  const known = {};
  for (const [name, { value }] of Object.entries(options)) known[name] = { type: value ? "string" : "boolean" };
  known.help = { type: "boolean", short: "h" };
  // Not strict: its messages speak of JavaScript, and ours say what to do.
  return parseArgs({ args, options: known, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/**
 * @param {{ name: string, rawName: string, value: string | undefined, inlineValue: boolean | undefined }} token
 * @param {Option | undefined} option
 * @param {string} again
 */
function optionValue({ name, rawName, value, inlineValue }, option, again) {
  if (!option) {
    if (KEY_OPTIONS.includes(name))
      throw mistake(
        "An API key is no argument: the shell's history and every program on the machine would see it." +
          "\nPut it into TENDER_API_KEY, or into a file that --key-file names.",
      );
    throw mistake(`There is no option ${rawName}.${again}`);
  }
  if (option.value === undefined) {
    if (value !== undefined) throw mistake(`${rawName} takes no value.${again}`);
    return "";
  }
  // Another option behind it is not its value, unless it says so: --label=-x.
  if ((value ?? "") === "" || (!inlineValue && value?.startsWith("-")))
    throw mistake(`${rawName} needs a value: ${rawName} ${option.value}`);
  return value;
}

/**
 * @param {Values} values
 * @param {string} name
 * @param {number} otherwise
 * @param {number} [least]
 */
export function wholeNumber(values, name, otherwise, least = 0) {
  const text = values[name];
  if (text === undefined) return otherwise;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least)) throw mistake(`--${name} has to be a whole number, ${least} or more.`);
  return number;
}
