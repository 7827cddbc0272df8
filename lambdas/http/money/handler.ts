import { MONEY_ROUTES } from "../../../contract/routes/money.ts";
import { api } from "../../middleware/api.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { moneyRoutes } from "./routes.ts";

// It only reads: there is no key to look at, and nothing secret to know. Whose requests they are is counted.
const deps = baseDeps(environment(...TABLE_VARIABLES, "TRANSIENT_TABLE"));

export const handler = api(MONEY_ROUTES, moneyRoutes, async () => deps);
