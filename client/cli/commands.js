import { exportCodes } from "./commands/codes-export.js";
import { listen } from "./commands/events-listen.js";
import { keys } from "./commands/keys.js";
import { payments } from "./commands/payments.js";
import { submit } from "./commands/redemptions-submit.js";

/** @type {readonly import("./command.js").Command[]} */
export const COMMANDS = [...payments, submit, listen, exportCodes, ...keys];
