import type { CodeVault } from "../../foundation/services/code-vault.ts";
import type { Message } from "../domain/template.ts";

/** What is said, bound to its notification. Never in an answer, a log line or a message between our functions. */
export function sealMessage(vault: CodeVault, notificationId: string, message: Message): Uint8Array {
  return vault.sealText(notificationId, JSON.stringify(message));
}

export function openMessage(vault: CodeVault, notificationId: string, sealed: Uint8Array): Message {
  return JSON.parse(vault.open(notificationId, sealed)) as Message;
}
