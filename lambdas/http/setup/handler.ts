import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { setupRoutes } from "./routes.ts";

export const handler = api(setupRoutes, httpDeps());
