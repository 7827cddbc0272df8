import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { orderRoutes } from "./routes.ts";

export const handler = api(orderRoutes, httpDeps());
