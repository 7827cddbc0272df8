/** What goes over the wire while a case runs: watched, and now and then lost. The adapters know nothing of it. */

/** One answer of the vendor, as far as it may stand in a report. */
export interface Exchange {
  method: string;
  /** Without its query, where some vendors put their keys. */
  to: string;
  /** 0: there was no answer. */
  status: number;
  /** Only members that are named here: an answer may quote keys, names, addresses. */
  said: Record<string, string>;
}

const SHOWN = new Set([
  ...["object", "id", "status", "amount", "amount_received", "currency", "type", "code", "decline_code", "param"],
  ...["sub_code", "out_trade_no", "trade_no", "trade_status", "total_amount", "fund_change", "action", "retry_flag"],
  ...["out_request_no", "refund_status", "refund_amount", "out_biz_no", "order_id", "trans_amount", "error_code"],
  ...["money", "pid", "MessageId", "has_more"],
]);
const TEXT_MAX_CHARS = 80;
/** A list of other payments is nobody's report. */
const MEMBERS_MAX = 12;

export class Wire {
  readonly #secrets: readonly string[];
  readonly #real = globalThis.fetch;
  #heard: Exchange[] = [];
  #losesNext = false;

  /** `secrets`: never shown, wherever a vendor may repeat them. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret.length >= 4);
  }

  /** The adapters send by `fetch`. Until `stop`, it is watched. */
  start(): this {
    globalThis.fetch = async (input, init) => {
      const method = init?.method ?? "GET";
      const to = addressOf(String(input));
      let response: Response;
      try {
        response = await this.#real(input, init);
      } catch (error) {
        this.hear({ method, to, status: 0 });
        throw error;
      }
      // Read whole, and handed on whole: a vendor that never ends is ended by the adapter's own signal.
      const bytes = Buffer.from(await response.arrayBuffer());
      this.hear({ method, to, status: response.status }, bytes.toString("utf8"));
      if (method === "POST" && this.losesThis()) throw new TypeError("the answer is lost on purpose");
      const hasBody = response.status !== 204 && response.status !== 304;
      return new Response(hasBody ? bytes : null, { status: response.status, headers: response.headers });
    };
    return this;
  }

  stop(): void {
    globalThis.fetch = this.#real;
  }

  hear(call: Omit<Exchange, "said">, body = ""): void {
    this.#heard.push({ ...call, said: this.#shown(body) });
  }

  /** What was heard since the last time. */
  take(): Exchange[] {
    return this.#heard.splice(0);
  }

  /** The next POST reaches the vendor and takes its effect, and its answer is never seen. */
  async losingAnswer<T>(call: () => Promise<T>): Promise<T> {
    this.#losesNext = true;
    try {
      return await call();
    } finally {
      this.#losesNext = false;
    }
  }

  losesThis(): boolean {
    const loses = this.#losesNext;
    this.#losesNext = false;
    return loses;
  }

  #shown(body: string): Record<string, string> {
    const said: Record<string, string> = {};
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      return said;
    }
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, member] of Object.entries(value)) {
        const here = path === "" ? name : `${path}.${name}`;
        if (typeof member === "object") visit(member, here);
        else if (SHOWN.has(name) && Object.keys(said).length < MEMBERS_MAX) said[here] = this.#redacted(String(member));
      }
    };
    visit(json, "");
    return said;
  }

  #redacted(text: string): string {
    const without = this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, "(redacted)"), text);
    return without.slice(0, TEXT_MAX_CHARS);
  }
}

function addressOf(text: string): string {
  const url = URL.parse(text);
  return url === null ? "?" : `${url.host}${url.pathname}`;
}

/** Every text of a configuration, for the wire never to show one. What names the account only is not secret, and hidden as well. */
export function secretsIn(config: unknown): string[] {
  if (typeof config === "string") return [config];
  return typeof config === "object" && config !== null ? Object.values(config).flatMap(secretsIn) : [];
}
