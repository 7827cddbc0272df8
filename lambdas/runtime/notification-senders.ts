/** Who sends: the sandbox's sender where that is deployed, else Amazon SES and SNS. Each is loaded when it is first used. */

import type { Deps } from "../../core/foundation/services/deps.ts";
import type { NotificationSender, SenderName } from "../../core/notifications/domain/sender.ts";
import { makeSandboxSender } from "../../core/notifications/senders/sandbox.ts";
import type { Senders } from "../../core/notifications/services/deps.ts";
import { environment, optionalEnvironment, requestHandler } from "./runtime.ts";
import { readSecret } from "./secrets.ts";

/** Call it while the module loads. `guard`: goes around each port's calls. */
export function notificationSenders(
  { clock, limits }: Pick<Deps, "clock" | "limits">,
  guard: (port: NotificationSender) => NotificationSender,
): Senders {
  const sandbox = optionalEnvironment("SENDER_URL", "CHANNEL_SECRET");
  const own = sandbox ? undefined : environment("EMAIL_FROM");
  const { callTimeoutMs } = limits.notification;
  const made = new Map<SenderName, Promise<NotificationSender>>();

  async function make(name: SenderName): Promise<NotificationSender> {
    if (name === "sandbox") {
      if (!sandbox) throw new Error("the sandbox sender is not deployed");
      const secret = await readSecret(sandbox.CHANNEL_SECRET);
      return makeSandboxSender({ baseUrl: sandbox.SENDER_URL, secret, callTimeoutMs, clock });
    }
    const { sesSender, snsSender } = await import("./aws-senders.ts");
    // Once only: a repetition by the SDK would be a second message.
    const options = { maxAttempts: 1, requestHandler: requestHandler(callTimeoutMs) };
    return name === "ses" ? sesSender(options, own?.EMAIL_FROM ?? "") : snsSender(options);
  }

  return {
    nameFor: (channel) => (sandbox ? "sandbox" : channel === "email" ? "ses" : "sns"),
    port(name) {
      const known = made.get(name);
      if (known) return known;
      const port = make(name).then(guard);
      made.set(name, port);
      // What could not be made is not kept.
      port.catch(() => made.delete(name));
      return port;
    },
  };
}
