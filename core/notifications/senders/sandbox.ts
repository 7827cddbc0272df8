/** The HTTP adapter to the sandbox sender. The wire is described in `docs/notifications.md`. */

import * as z from "zod/mini";
import type { VendorDoubt } from "../../foundation/domain/call-doubt.ts";
import { makeSignedPost, type SignedPeer } from "../../foundation/providers/signed-post.ts";
import { unknown } from "../../foundation/providers/vendor-call.ts";
import type { NotificationRef, NotificationSender, QueryOutcome } from "../domain/sender.ts";

const TEXT = z.string().check(z.regex(/^[\x20-\x7e]{1,160}$/));
const ABOUT = { providerKey: z.string() };
const ANSWER = z.discriminatedUnion("status", [
  z.object({ ...ABOUT, status: z.literal("sent"), reference: TEXT }),
  z.object({ ...ABOUT, status: z.literal("pending") }),
  z.object({ ...ABOUT, status: z.literal("bounced"), reason: TEXT }),
  z.object({ ...ABOUT, status: z.literal("not_found") }),
]);

/** Throws when the options cannot work, so that a wrong deployment stops at its start and not message by message. */
export function makeSandboxSender(peer: Omit<SignedPeer, "name">): NotificationSender {
  const post = makeSignedPost({ ...peer, name: "sandbox sender" });

  async function ask(path: string, ref: NotificationRef, content: object): Promise<QueryOutcome> {
    const { providerKey, timeoutMs } = ref;
    const answer = await post(path, providerKey, { providerKey, ...content }, timeoutMs);
    if ("unknown" in answer) return unknown(answer.unknown);
    const { success, data } = ANSWER.safeParse(answer.json);
    if (!success || data.providerKey !== providerKey) return unknown("response-invalid");
    switch (data.status) {
      case "sent":
        return { outcome: "sent", providerReference: data.reference };
      case "pending":
        return unknown("pending");
      case "bounced":
        return { outcome: "failed", reason: data.reason };
      case "not_found":
        return { outcome: "not-found" };
    }
  }

  return {
    async send(call) {
      const { notificationId, key, channel, receiver, subject, body } = call;
      const told = await ask("/send", call, { notificationId, key, channel, receiver, subject, body });
      // Of what it was just asked to do it cannot say that there is nothing, nor that nobody can know.
      return told.outcome === "not-found" || told.outcome === "untraceable"
        ? unknown("response-invalid" satisfies VendorDoubt)
        : told;
    },
    query: (ref) => ask("/query", ref, {}),
  };
}
