import type { RouteRow } from "./row.ts";

const CONSOLE = { tag: "Console", function: "console-api", access: "public", isFile: true } as const;

/** The operators' console: files only. Whatever it shows, it asks for over the API, with a key that is typed into it. */
export const CONSOLE_ROUTES = {
  "GET /console": {
    ...CONSOLE,
    operationId: "getConsole",
    summary: "Get the operators' console",
    answers: { 200: { means: "The page.", text: "text/html" } },
  },
  "GET /console/{path+}": {
    ...CONSOLE,
    operationId: "getConsoleFile",
    summary: "Get a file of the operators' console",
    answers: {
      200: {
        means:
          "The file of that name, which never changes; at every other path the page, which finds its place by itself.",
        text: ["text/html", "text/javascript", "text/css"],
      },
      304: { means: "The file is the one that `If-None-Match` names.", hasNoBody: true },
    },
  },
} as const satisfies Record<string, RouteRow>;
