import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";

/** What the first file of a test run that asks for it makes, and the others read. Two at the same moment both make it. */
export async function oncePerRun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const file = join(String(process.env.TENDER_TEST_SHARED), name);
  if (existsSync(file)) return deserialize(readFileSync(file)) as T;
  const made = await make();
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, serialize(made));
  renameSync(draft, file);
  return made;
}
