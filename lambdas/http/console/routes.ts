import * as z from "zod/mini";
import { type EdgeDeps, routeDefiner } from "../define-route.ts";
import type { ConsoleFiles } from "./files.ts";
import { serveConsole } from "./serve.ts";

const defineRoute = routeDefiner<EdgeDeps & { files: ConsoleFiles }>();

/** For what documents the routes and plays them; the deployed function needs no more of the chain than `handler.ts` has. */
export const consoleRoutes = [
  defineRoute({ key: "GET /console", handle: async ({ deps, raw }) => serveConsole(deps.files, raw) }),
  defineRoute({
    key: "GET /console/{path+}",
    path: z.strictObject({ path: z.string() }),
    handle: async ({ deps, raw }) => serveConsole(deps.files, raw),
  }),
];
