import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Client } from "./api/client.ts";
import { type AppContext, AppProvider, useApp } from "./app-context.ts";
import { RouterProvider } from "./router/router.tsx";
import { Session } from "./session/session.ts";
import { Shell } from "./shell/shell.tsx";
import { Unlock } from "./shell/unlock.tsx";

/** How often it is asked whether somebody is still there. */
const CHECK_MS = 10_000;
/** The gateway answers within 30 s, with its own 503 if need be: what has not come by now is lost. */
const ANSWER_MAX_MS = 35_000;
/** What shows that somebody is. */
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** While it is locked, nothing of what was shown is in the page any more. */
function Console() {
  const { session } = useApp();
  const [isOpen, setOpen] = useState(session.isOpen);
  useEffect(() => session.onChange(() => setOpen(session.isOpen)), [session]);
  useEffect(() => {
    const touch = () => session.touch();
    const check = () => session.check();
    for (const sign of SIGNS) addEventListener(sign, touch, { passive: true });
    document.addEventListener("visibilitychange", check);
    const timer = setInterval(check, CHECK_MS);
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, touch);
      document.removeEventListener("visibilitychange", check);
      clearInterval(timer);
    };
  }, [session]);
  return isOpen ? (
    <RouterProvider>
      <Shell />
    </RouterProvider>
  ) : (
    <Unlock />
  );
}

function context(): AppContext {
  const clock = () => Date.now();
  const session = new Session(clock);
  const client = new Client({
    fetch: (...request) => fetch(...request),
    giveUp: () => AbortSignal.timeout(ANSWER_MAX_MS),
    key: () => session.key,
    onRefusedKey: () => session.lock(),
  });
  return { session, client, clock, unique: () => crypto.randomUUID() };
}

const root = document.getElementById("console");
if (root)
  render(
    <AppProvider value={context()}>
      <Console />
    </AppProvider>,
    root,
  );
