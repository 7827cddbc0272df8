import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { notificationDecisionRoutes } from "./notification-routes.ts";
import { privacyRoutes } from "./privacy-routes.ts";
import { operatorRoutes } from "./routes.ts";
import { withdrawalDecisionRoutes } from "./withdrawal-routes.ts";

export const handler = api(
  [...operatorRoutes, ...withdrawalDecisionRoutes, ...notificationDecisionRoutes, ...privacyRoutes],
  httpDeps(),
);
