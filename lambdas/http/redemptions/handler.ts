import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { redemptionRoutes } from "./routes.ts";

export const handler = api(redemptionRoutes, httpDeps({ cipher: true }));
