import { relative, sep } from "node:path";

/** Lines to paste into a shell. They read the keys from their file, so that none stands on the terminal. README.md has the same. */
export function tryItLines(apiUrl: string, credentialsFile: string): string[] {
  const key = (name: string) => `$(node -p "require('${pathFromHere(credentialsFile)}').keys.${name}")`;
  return [
    `API=${apiUrl}/v1`,
    `KEY=${key("merchant")}`,
    `post() { curl -s "$API/$1" --oauth2-bearer "$KEY" -H 'Content-Type: application/json' \\`,
    `  -H "Idempotency-Key: $2" -d "$3"; echo; }`,
    `get() { curl -s "$API/$1" --oauth2-bearer "$KEY"; echo; }`,
    "",
    `post payments try-1 '{"orderNo":"order-1","amount":{"amount":1999,"currency":"USD"},`,
    `  "channel":"sandbox","paymentMethod":"pm_ok"}'`,
    "sleep 2",
    "get 'payments?orderNo=order-1'",
  ];
}

/** As `require` takes it in whatever folder the lines are pasted: the one that this process runs in, if the file is below it. */
function pathFromHere(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : `.${sep}${path}`;
}
