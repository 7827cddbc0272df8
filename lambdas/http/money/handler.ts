import { api } from "../../middleware/api.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { moneyRoutes } from "./routes.ts";

// It only reads: there is no key to look at, and nothing secret to know.
const deps = baseDeps(environment(...TABLE_VARIABLES));

export const handler = api(moneyRoutes, async () => deps);
