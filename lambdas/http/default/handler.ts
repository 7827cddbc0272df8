import { ROUTES } from "../../../contract/routes.ts";
import { api } from "../../middleware/api.ts";
import { behindEdge } from "../../middleware/behind-edge.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { redirectingConsole } from "./console-address.ts";
import { defaultRoutes } from "./routes.ts";

const deps = baseDeps(environment(...TABLE_VARIABLES, "TRANSIENT_TABLE"));

export const handler = behindEdge(redirectingConsole(api(ROUTES, defaultRoutes, async () => deps)));
