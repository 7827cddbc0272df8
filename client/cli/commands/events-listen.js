import { LATE_MS } from "../../lib/follow.js";
import { EXIT, mistake } from "../exit.js";
import { forward } from "../listen/forward.js";
import { isSecret, newSecret } from "../listen/sign.js";
import { counted, printable } from "../text.js";

/** The longest type. */
const TYPE_WIDTH = 27;

/** @type {import("../command.js").Command} */
export const listen = {
  name: "events listen",
  does: "forwards events to your server while you write it, signed like webhooks",
  more: [
    "It asks the API for events and posts each to the URL, and nowhere else: no endpoint is made, and nobody has to reach your machine. The signature is that of Standard Webhooks; the secret is made anew and printed, unless WEBHOOK_SECRET has one.",
    "What is not answered 2xx is sent three times more, after 1, 2 and 4 seconds; then the next event has its turn. Ctrl-C ends it, and says how to go on from there.",
  ],
  takes: [],
  options: {
    "forward-to": { value: "URL", does: "your server's: http://127.0.0.1:8080/hooks", isNeeded: true },
    type: { value: "TYPE", does: "these alone: payment.succeeded" },
    "resource-id": { value: "ID", does: "of this payment, redemption, ... alone" },
    since: { value: "TIME", does: "from then on, up to 30 days back: 2027-01-31T12:00:00Z; from now on" },
  },
  examples: [
    "npx tender events listen --forward-to http://127.0.0.1:8080/hooks",
    "npx tender events listen --forward-to $URL --type payment.succeeded --since 2027-01-31T12:00:00Z",
  ],
  run: async (context) => {
    const { values, screen, io } = context;
    const url = addressOf(values["forward-to"] ?? "");
    const secret = io.env.WEBHOOK_SECRET || newSecret();
    if (!isSecret(secret)) throw mistake("WEBHOOK_SECRET has to begin with whsec_, and base64 behind it.");
    const type = /** @type {keyof import("../../index.js").EventData | undefined} */ (values.type);
    const { since, "resource-id": resourceId } = values;
    const tender = context.tender();
    const counts = { done: 0, failed: 0 };
    /** @type {string | undefined} */
    let lastAt;
    if (screen.isJson) screen.json({ secret, forwardTo: url });
    else screen.note(`Secret  ${screen.paint("bold", secret, "stderr")}\nTo      ${printable(url)}\nCtrl-C ends it.`);
    try {
      for await (const event of tender.events.follow({ since, type, resourceId, signal: io.signal })) {
        const sent = await forward(io, { url, secret }, event, (failed, againInMs) => {
          const text = `${event.type} ${saidBy(failed)}; again in ${againInMs / 1000} s`;
          screen.note(screen.paint("dim", printable(text), "stderr"));
        });
        counts[sent.isDone ? "done" : "failed"]++;
        lastAt = event.at;
        print(screen, event, sent, io.clock.now());
      }
    } catch (error) {
      if (error instanceof TypeError) throw mistake(error.message);
      if (!io.signal.aborted) throw error;
      screen.note(`Stopped: ${counted(counts.done, "event")} forwarded, ${counts.failed} failed.`);
    } finally {
      if (lastAt) screen.note(`To go on: --since ${before(lastAt)}. The last two minutes will come again.`);
    }
    return EXIT.done;
  },
};

/**
 * From where nothing is missed that has an earlier time and came to light later.
 * @param {string} at
 */
const before = (at) => new Date(Date.parse(at) - LATE_MS).toISOString();

/** @param {string} text */
function addressOf(text) {
  try {
    const { protocol, username, password, href } = new URL(text);
    if (/^https?:$/.test(protocol) && !username && !password) return href;
  } catch {
    // Said below.
  }
  throw mistake("--forward-to has to be a URL without a user: http://127.0.0.1:8080/hooks");
}

/**
 * @param {import("../screen.js").Screen} screen
 * @param {import("../../index.js").TenderEvent} event
 * @param {import("../listen/forward.js").Forwarded} sent
 * @param {number} nowMs
 */
function print(screen, { eventId, type, resourceId, at }, sent, nowMs) {
  const { status, error, tries, ms, isDone } = sent;
  if (screen.isJson) return screen.json({ eventId, type, resourceId, at, status, error, tries, ms });
  const time = new Date(nowMs).toISOString().slice(11, 19);
  const code = screen.paint(isDone ? "green" : "red", String(status ?? "---"));
  const why = isDone ? `${ms} ms` : `given up after ${tries} tries${error ? `: ${error}` : ""}`;
  screen.result(`${time}  ${code}  ${printable(type).padEnd(TYPE_WIDTH)}  ${printable(resourceId)}  ${printable(why)}`);
}

/** @param {import("../listen/forward.js").Forwarded} sent */
const saidBy = ({ status, error }) => (status === undefined ? error : `was answered ${status}`);
