import { COMMON } from "./command.js";
import { EXIT_CODES } from "./exit.js";
import { wrap } from "./text.js";

const KEY = [
  ["TENDER_API_KEY", "the API key; never an argument"],
  ["TENDER_URL", "where the API is: http://127.0.0.1:3000 unless told otherwise"],
  ["NO_COLOR", "no colours"],
];

/**
 * @param {readonly import("./command.js").Command[]} commands
 * @param {string} [group] of these alone
 */
export function overview(commands, group) {
  const shown = commands.filter(({ name }) => group === undefined || name.split(" ")[0] === group);
  const rows = shown.map(({ name, takes, does }) => [[name, ...takes].join(" "), does]);
  return [
    "The Tender API from a terminal.",
    "",
    `Usage: npx tender ${group ?? "COMMAND"} ... [options]`,
    "",
    ...listed(rows),
    "",
    "npx tender COMMAND --help says more of each.",
    "",
    "Environment",
    ...listed(KEY),
    "",
    "Exit codes",
    ...listed(EXIT_CODES),
  ]
    .map((line) => (line.startsWith(" ") ? line : wrap(line)))
    .join("\n");
}

/** @param {import("./command.js").Command} command */
export function helpOf({ name, does, more, takes, options, examples }) {
  const needed = Object.entries(options)
    .filter(([, { isNeeded }]) => isNeeded)
    .map(([option, { value }]) => `--${option} ${value}`);
  const usage = ["npx tender", name, ...takes, ...needed, "[options]"].join(" ");
  const rows = Object.entries({ ...options, ...COMMON }).map(([option, { value, does }]) => [
    `--${option}${value === undefined ? "" : ` ${value}`}`,
    does,
  ]);
  return [
    wrap(`${does.charAt(0).toUpperCase()}${does.slice(1)}.`),
    "",
    wrap(`Usage: ${usage}`, "       "),
    "",
    ...listed(rows),
    ...more.flatMap((paragraph) => ["", wrap(paragraph)]),
    "",
    examples.length === 1 ? "Example" : "Examples",
    ...examples.map((each) => `  ${each}`),
    "",
    "Exit codes",
    ...listed(EXIT_CODES),
  ].join("\n");
}

/** @param {string[][]} rows */
function listed(rows) {
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return rows.map(([name = "", does = ""]) => `  ${name.padEnd(width)}  ${wrap(does, " ".repeat(width + 4))}`);
}
