import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { codeRoutes } from "./routes.ts";

export const handler = api(codeRoutes, httpDeps({ cipher: true }));
