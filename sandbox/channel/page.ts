/** The page on which a customer of the sandbox channel pays or declines: one file of HTML, nothing loaded, no script. */

import { createHash } from "node:crypto";
import { moneyText } from "../../core/foundation/domain/money.ts";
import { type ReturnStatus, returnUrlOf } from "../../core/payments/domain/return-url.ts";
import type { TextAnswer } from "../../lambdas/http/define-route.ts";
import type { PageState } from "./charge.ts";
import type { DeskMove } from "./refund.ts";
import type { Asked } from "./rows.ts";

const STYLE = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #5a6478; --paper: #fff; --ground: #eef1f6; --line: #d8dee9; --main: #1d4ed8; --on-main: #fff; --good: #14713d; --bad: #b42318 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf4; --soft: #a3adc2; --paper: #1a2233; --ground: #0f1521; --line: #323d54; --main: #8fb2ff; --on-main: #0f1521; --good: #6fd79b; --bad: #ff9d92 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 28rem; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 1rem 3rem -1.5rem rgb(20 33 61 / .35) }
.badge { margin: 0 0 1.5rem; color: var(--soft); font-size: .8125rem }
.badge b { margin-right: .5rem; padding: .2rem .55rem; border: 1px solid var(--line); border-radius: 1rem; font-weight: 600 }
h1 { margin: 0; font-size: 1rem; font-weight: 500; color: var(--soft) }
.amount { margin: .125rem 0 1.5rem; font-size: 2.5rem; font-weight: 700; line-height: 1.15; letter-spacing: -.02em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
dl { margin: 0 0 1.75rem; padding: 1rem 0; border-block: 1px solid var(--line); display: grid; grid-template-columns: auto 1fr; gap: .375rem 1rem; font-size: .875rem }
dt { color: var(--soft) }
dd { margin: 0; text-align: right; overflow-wrap: anywhere }
form { display: grid; gap: .75rem }
button, .back { display: block; width: 100%; padding: .8125rem; border: 1px solid var(--main); border-radius: .625rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer }
.pay { background: var(--main); color: var(--on-main) }
.decline { background: none; border-color: var(--soft); color: var(--ink) }
button:hover { filter: brightness(1.08) }
:focus-visible { outline: 3px solid var(--main); outline-offset: 3px }
.state { margin: 0; font-weight: 600 }
.state::before { display: inline-block; width: 1.5rem; margin-right: .5rem; border-radius: 50%; color: var(--paper); text-align: center }
.paid { color: var(--good) }
.paid::before { content: "\\2713"; background: var(--good) }
.declined, .closed { color: var(--bad) }
.declined::before, .closed::before { content: "\\00d7"; background: var(--bad) }
details { margin-top: 1.5rem; color: var(--soft); font-size: .875rem }
summary { margin-bottom: .75rem; cursor: pointer }
.hint { margin: .5rem 0 0; color: var(--soft); font-size: .9375rem }
.back { margin-top: 1.5rem; border-color: var(--soft); color: var(--ink) }
`;

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** `status`: what the merchant's page is told when the customer goes back to it. */
const DECIDED: Record<Exclude<PageState, "open">, { word: string; hint: string; status: ReturnStatus }> = {
  paid: { word: "Paid", hint: "The merchant is told. You can close this page.", status: "SUCCEEDED" },
  declined: { word: "Declined", hint: "Nothing was charged. You can close this page.", status: "DECLINED" },
  closed: { word: "Cancelled by the merchant", hint: "This payment can no longer be made.", status: "CANCELLED" },
};

export function paymentPage({ orderNo, amount, returnUrl }: Asked, paymentId: string, state: PageState): TextAnswer {
  const isOpen = state === "open";
  const link =
    isOpen || !isWebAddress(returnUrl) ? "" : backLink(returnUrlOf(returnUrl, paymentId, DECIDED[state].status));
  const main = `<h1>${isOpen ? "Amount to pay" : "Amount"}</h1>
<p class="amount">${escaped(moneyText(amount))}</p>
<dl><dt>Order</dt><dd>${escaped(orderNo)}</dd><dt>Payment</dt><dd>${escaped(paymentId)}</dd></dl>
${isOpen ? BUTTONS : decided(state)}${link}${state === "paid" ? deskOf(paymentId) : ""}`;
  return page(200, `Pay ${escaped(moneyText(amount))}`, main);
}

export function noSuchPage(): TextAnswer {
  return page(404, "Not found", `<h1>Not found</h1>\n<p class="hint">There is no payment to make at this address.</p>`);
}

/** After a button: the browser asks for the page again, so that a reload sends nothing twice. */
export function backToPage(path: string): TextAnswer {
  return { httpStatus: 303, headers: { ...HEADERS, location: path }, text: "" };
}

const BUTTONS = `<form method="post">
<button class="pay" name="outcome" value="paid">Pay</button>
<button class="decline" name="outcome" value="declined">Decline</button>
</form>`;

/** Not the customer's: what is done here reaches the merchant by webhook alone. */
function deskOf(paymentId: string): string {
  const buttons = Object.entries(DESK).map(
    ([move, words]) => `<button class="decline" name="move" value="${move}">${words}</button>`,
  );
  const action = `${encodeURIComponent(paymentId)}/desk`;
  return `\n<details><summary>At the vendor's desk</summary>\n<form method="post" action="${action}">\n${buttons.join("\n")}\n</form></details>`;
}

const DESK: Record<DeskMove, string> = {
  refund: "Give back all that is left",
  dispute: "The customer's bank takes it",
  "dispute-won": "The bank leaves it to the merchant",
  "dispute-lost": "The bank keeps it",
};

function backLink(url: string): string {
  return `\n<a class="back" href="${escaped(url)}">Back to the shop</a>`;
}

function decided(state: Exclude<PageState, "open">): string {
  const { word, hint } = DECIDED[state];
  return `<p class="state ${state}" role="status">${word}</p>\n<p class="hint">${hint}</p>`;
}

function page(httpStatus: number, title: string, main: string): TextAnswer {
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Sandbox channel</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="badge"><b>Sandbox</b>No real money moves here.</p>
${main}
</main>
</body>
</html>
`;
  return { httpStatus, headers: HEADERS, text };
}

/** A link that runs a script would be one of another page's choosing. */
function isWebAddress(url: string | undefined): url is string {
  return /^https?:$/.test(URL.parse(url ?? "")?.protocol ?? "");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
