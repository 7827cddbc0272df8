import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { withdrawalRoutes } from "./routes.ts";

export const handler = api(withdrawalRoutes, httpDeps({ cipher: true }));
