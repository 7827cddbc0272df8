/** Lines to paste into a shell. They read the key from its file, so that none stands on the terminal. */
export function tryItLines(apiUrl: string, credentialsFile: string): string[] {
  const json = "-H 'Content-Type: application/json'";
  const post = (path: string, key: string, body: string) =>
    `curl -s "$API/v1/${path}" -H "$AUTH" ${json} -H 'Idempotency-Key: ${key}' -d ${body}; echo`;
  const card = (code: string) => `"{\\"planId\\":\\"$PLAN\\",\\"code\\":\\"${code}\\"}"`;
  const plan = `'{"name":"First plan","country":"US","target":{"amount":100000,"currency":"USD"}}'`;
  return [
    "# once: who you are, a plan, and an account that is filled by it",
    `API=${apiUrl} AUTH="Authorization: Bearer $(grep -o 'tnd_[^"]*' '${credentialsFile}' | head -1)"`,
    `PLAN=$(${post("plans", "first-plan", plan).replace("; echo", "")} | grep -o 'pln_[^"]*')`,
    post("accounts", "first-account", `'{"country":"US","currency":"USD"}'`),
    "# submit a gift card; the same key again; the same key with another body",
    post("redemptions", "first-card", card("TEST-OK-2500-ABCD")),
    post("redemptions", "first-card", card("TEST-OK-2500-ABCD")),
    post("redemptions", "first-card", card("TEST-OK-2500-EFGH")),
  ];
}
