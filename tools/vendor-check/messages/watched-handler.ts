/** Amazon's SDK sends by a handler of its own: it is watched here, as `fetch` is elsewhere. */

import type { Wire } from "../wire.ts";

interface Handler {
  handle(request: never, options?: never): Promise<{ response: { statusCode: number } }>;
}

/** `inner`: what the SDK has made of the deployed function's options. */
export function watched<Inner extends object>(inner: Inner, wire: Wire): Inner {
  return new Proxy(inner, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name === "handle") return handleOf(target as Inner & Handler, wire);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function handleOf(inner: Handler, wire: Wire): Handler["handle"] {
  return async (request, options) => {
    const { method, hostname, path } = request as { method: string; hostname: string; path: string };
    const to = `${hostname}${path}`;
    try {
      const answer = await inner.handle(request, options);
      wire.hear({ method, to, status: answer.response.statusCode });
      if (wire.losesThis()) throw new Error("the answer is lost on purpose");
      return answer;
    } catch (error) {
      if (!(error instanceof Error) || error.message !== "the answer is lost on purpose")
        wire.hear({ method, to, status: 0 });
      throw error;
    }
  };
}
