import assert from "node:assert/strict";
import type { BrowserContext, BrowserContextOptions, Locator, Page, Request } from "playwright-core";
import { RAN } from "./hostile.ts";
import type { Stage } from "./stage.ts";

const BASE = "/console";

export interface VisitorOptions extends BrowserContextOptions {
  key?: string;
  /** With a clock that the test moves. */
  hasOwnClock?: boolean;
}

export interface Act {
  reason?: string;
  amount?: string;
  reference?: string;
  how?: "click" | "dblclick";
}

/** Somebody in front of the console, with everything that a page does and should not noted down. */
export class Visitor {
  readonly page: Page;
  readonly requests: Request[] = [];
  readonly #stage: Stage;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];

  private constructor(stage: Stage, context: BrowserContext, page: Page) {
    this.#stage = stage;
    this.#context = context;
    this.page = page;
  }

  /** Unlocked, on the first page; without a key: locked. */
  static async enter(stage: Stage, { key, hasOwnClock, ...options }: VisitorOptions = {}): Promise<Visitor> {
    const size = { width: 1280, height: 900 };
    const context = await stage.browser.newContext({ viewport: size, reducedMotion: "reduce", ...options });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        console.error(`CSP: ${violatedDirective} ${blockedURI}`),
      );
    });
    const visitor = new Visitor(stage, context, await context.newPage());
    visitor.#listen();
    if (hasOwnClock) await visitor.page.clock.install();
    await visitor.page.goto(`${stage.url}${BASE}`);
    await visitor.unlock(key ?? stage.keys.operator);
    return visitor;
  }

  async unlock(key = this.#stage.keys.operator): Promise<void> {
    await this.page.getByLabel("Operator's API key").fill(key);
    await this.page.getByRole("button", { name: "Open" }).click();
    await this.page.getByRole("navigation", { name: "Pages of the console" }).waitFor();
  }

  /** As a link does: a load would forget the key. Resolves when nothing is read any more. */
  async go(path: string): Promise<void> {
    await this.page.evaluate((address) => {
      history.pushState(null, "", address);
      dispatchEvent(new PopStateEvent("popstate"));
    }, `${BASE}${path}`);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator(".skeleton").first().waitFor({ state: "detached" });
    await this.page.locator("h1").first().waitFor();
  }

  /** As somebody does it, in two clicks: the action's button, what the dialog asks, and its button. */
  async act(title: string, { reason, amount, reference, how = "click" }: Act = {}): Promise<Locator> {
    await this.page.getByRole("main").getByRole("button", { name: title, exact: true }).first().click();
    const dialog = this.page.getByRole("dialog", { name: title, exact: true });
    if (reference !== undefined) await dialog.getByLabel(/^Provider reference/).fill(reference);
    if (amount !== undefined) await dialog.getByLabel(/amount/i).fill(amount);
    if (reason !== undefined) await dialog.getByLabel("Reason").fill(reason);
    await dialog.getByRole("button", { name: title, exact: true })[how]();
    return dialog;
  }

  /** It says that it is done; then it is closed. */
  async isDone(dialog: Locator): Promise<void> {
    await dialog.getByText(/^Done\./).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** A second tab has a memory of its own. */
  async leave(): Promise<void> {
    await this.isUnharmed();
    await this.#context.close();
  }

  /** Nothing has run that is not ours, nothing was asked elsewhere, the policy was not touched. */
  async isUnharmed(): Promise<void> {
    const ran = await this.page.evaluate((name) => (window as unknown as Record<string, unknown>)[name], RAN);
    assert.equal(ran, undefined, "something that a merchant wrote has run");
    assert.deepEqual(this.#complaints, []);
  }

  /** Of the API, since the list was cleared. */
  apiRequests(): string[] {
    return this.requests.map((request) => request.url()).filter((url) => url.includes("/v1/"));
  }

  #listen(): void {
    const complain = (text: string) => this.#complaints.push(text);
    this.#context.on("request", (request) => {
      this.requests.push(request);
      const url = request.url();
      if (!url.startsWith(this.#stage.url) && !/^(data|blob):/.test(url)) complain(`asked elsewhere: ${url}`);
    });
    this.page.on("dialog", (dialog) => {
      complain(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.page.on("pageerror", (error) => complain(`an error: ${error.message}`));
    this.page.on("console", (message) => {
      // The browser itself tells of each answer that is a refusal.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complain(message.text());
    });
  }
}
