import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { operatorRoutes } from "./routes.ts";
import { withdrawalDecisionRoutes } from "./withdrawal-routes.ts";

export const handler = api([...operatorRoutes, ...withdrawalDecisionRoutes], httpDeps());
