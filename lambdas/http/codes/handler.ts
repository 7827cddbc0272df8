import { CODE_ROUTES } from "../../../contract/routes/codes.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { codeRoutes } from "./routes.ts";

export const handler = api(CODE_ROUTES, codeRoutes, httpDeps({ cipher: true }));
