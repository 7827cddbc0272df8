import { jest } from "@jest/globals";

/** Everything that is printed from now on, until `jest.restoreAllMocks()`. */
export function listen(): { text: string } {
  const printed = { text: "" };
  const hear = (chunk: unknown): boolean => {
    printed.text += String(chunk);
    return true;
  };
  jest.spyOn(process.stdout, "write").mockImplementation(hear);
  jest.spyOn(process.stderr, "write").mockImplementation(hear);
  return printed;
}

/** The same, of functions that say all that they can: Powertools prints the whole event when it is asked to. */
export function listenToAll(): { text: string } {
  process.env.POWERTOOLS_LOG_LEVEL = "TRACE";
  process.env.POWERTOOLS_LOGGER_LOG_EVENT = "true";
  return listen();
}
