import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { moneyRoutes } from "./routes.ts";

export const handler = api(moneyRoutes, httpDeps());
