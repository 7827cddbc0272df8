import { readFileSync } from "node:fs";
import { parse } from "./command.js";
import { COMMANDS } from "./commands.js";
import { baseUrlOf, connect } from "./connect.js";
import { EXIT, mistake } from "./exit.js";
import { failureOf } from "./failure.js";
import { helpOf, overview } from "./help.js";
import { jsonLine, Screen } from "./screen.js";

const HELP = ["help", "--help", "-h"];

/**
 * One run of `tender`. Nothing is thrown: what went wrong is said, and is in the exit code.
 * @param {string[]} args
 * @param {import("./io.js").Io} io
 * @returns {Promise<import("./exit.js").Exit>}
 */
export async function run(args, io) {
  const screen = new Screen(io, args.includes("--json"));
  try {
    return await told(args, io, screen);
  } catch (error) {
    const { exit, lines, facts } = failureOf(error, io, baseUrlOf(io));
    if (screen.isJson) screen.note(jsonLine({ error: { message: lines[0], ...facts, exitCode: exit } }));
    else screen.note([screen.paint("red", lines[0] ?? "", "stderr"), ...lines.slice(1)].join("\n"));
    return exit;
  }
}

/**
 * @param {string[]} args
 * @param {import("./io.js").Io} io
 * @param {Screen} screen
 */
async function told(args, io, screen) {
  const [first = "", ...rest] = args;
  if (first === "" || HELP.includes(first)) return helped(rest, screen, first === "");
  if (first === "--version") return version(screen);
  const command = COMMANDS.find(({ name }) => name === args.slice(0, 2).join(" "));
  if (!command) return unknown(args, screen);
  const { values, words } = parse(command, args.slice(2));
  if (values.help !== undefined) return helped(args.slice(0, 2), screen, false);
  const tender = () => connect(io, screen, values["key-file"]);
  return await command.run({ values, words, io, screen, tender, baseUrl: baseUrlOf(io) });
}

/**
 * @param {string[]} words
 * @param {Screen} screen
 * @param {boolean} isMissing nobody has asked for it
 */
function helped(words, screen, isMissing) {
  const command = COMMANDS.find(({ name }) => name === words.join(" "));
  const isGroup = COMMANDS.some(({ name }) => name.split(" ")[0] === words[0]);
  const text = command ? helpOf(command) : overview(COMMANDS, isGroup ? words[0] : undefined);
  if (isMissing) screen.note(text);
  else screen.result(text);
  return isMissing ? EXIT.error : EXIT.done;
}

/**
 * @param {string[]} args
 * @param {Screen} screen
 */
function unknown([group = "", verb = ""], screen) {
  const verbs = COMMANDS.filter(({ name }) => name.split(" ")[0] === group).map(({ name }) => name);
  if (verbs.length === 0) throw mistake("There is no such command.\n  npx tender --help");
  if (HELP.includes(verb)) return helped([group], screen, false);
  throw mistake(`There is: ${verbs.join(", ")}.\n  npx tender ${group} --help`);
}

/** @param {Screen} screen */
function version(screen) {
  screen.result(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
  return EXIT.done;
}
