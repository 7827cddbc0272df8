import * as z from "zod/mini";
import { SUBSCRIPTIONS } from "../../core/events/domain/webhook-endpoint.ts";
import { token } from "./shared.ts";

export const eventId = token();
export const webhookEndpointId = token();

/** What a webhook endpoint is told of. */
export const eventTypes = z
  .array(z.enum(SUBSCRIPTIONS))
  .check(z.minLength(1), z.maxLength(50), z.meta({ description: "Exact types, `<resource>.*`, or `*`" }));

/** Whether webhooks may go there is asked where what is allowed is known. */
export const webhookUrl = z.string().check(
  z.meta({
    description: "https, a public host name, port 443 or above 1023, no user name; at most 2048 characters",
    format: "uri",
  }),
);
