import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AnswerDocument, type WireAnswer } from "./document.ts";

/**
 * Loaded by the environment of the tests, outside of them: so a worker reads the document and compiles what it needs of it
 * once, and not for every file.
 */
let document: AnswerDocument | undefined;
const seen = new Set<string>();

/** Holds an answer against the document. One that is as described has been seen by a test, where that counts. */
export function documentedFault(answer: WireAnswer, { counts }: { counts: boolean }): string | undefined {
  document ??= AnswerDocument.read();
  const fault = document.faultOf(answer);
  if (fault !== undefined || !counts) return fault;
  const name = document.nameOf(answer);
  const folder = process.env.TENDER_TEST_SEEN;
  if (folder === undefined || seen.has(name)) return undefined;
  seen.add(name);
  appendFileSync(join(folder, String(process.pid)), `${name}\n`);
  return undefined;
}

/** What all workers of a run have seen. */
export function seenIn(folder: string): Set<string> {
  return new Set(readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n")));
}
