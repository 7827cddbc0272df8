import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";

export const batches: Scenario = {
  name: "batches",
  why: "batches that overlap, in parts and as a whole, sent twice, and resumed after their request has died",
  async story(cast) {
    const { world, merchant, choices } = cast;
    const plans = [await cast.plan(), await cast.plan()];
    const planId = plans[0] ?? "";
    for (let count = 1 + choices.below(2); count >= 0; count--) await cast.account();
    world.simulation.faults.begin();

    const codes = Array.from({ length: 2 + choices.below(3) }, () =>
      cast.card(["good", "invalid", "fails-once", "no-keys"]),
    );
    const anyCode = () => (choices.chance(0.1) ? "no!code" : (codes[choices.below(codes.length)] ?? ""));
    const batch = (batchId: string) => ({ batchId, planId, mode: choices.pick(["partial", "atomic"]) });
    const batches = [batch("batch-1"), batch("batch-2")] as const;
    const requests = Array.from({ length: 1 + choices.below(3) }, (_, index) => ({
      key: choices.chance(0.15) ? "batch-key" : `batch-key-${index}`,
      body: {
        ...choices.pick(batches),
        // Somebody takes a batch for another one.
        ...(choices.chance(0.15) ? { planId: plans[1] } : {}),
        ...(choices.chance(0.15) ? { mode: choices.pick(["atomic", "partial"]) } : {}),
        items: Array.from({ length: 1 + choices.below(4) }, (_item, line) => ({
          reference: `line-${line}`,
          code: anyCode(),
        })),
      },
    }));
    const bringing = requests.flatMap((request, index) =>
      Array.from({ length: 1 + choices.below(3) }, async () => {
        const name = `clerk ${index + 1}`;
        // A twin at once, and one that comes when the first one's lease is over.
        await world.sleep(choices.pick([0, 40, 33_000]), name);
        const { status } = await merchant.insist("POST /v1/redemption-batches", request);
        if (status === 200 && choices.chance(0.3)) {
          const { batchId: id, planId, mode } = request.body;
          const seen = await merchant.ask("GET /v1/redemption-batches/{id}", { path: { id } });
          cast.must(seen?.status !== 404, id, "was taken, and is not there");
          const isAsAsked = seen?.status !== 200 || (seen.json.planId === planId && seen.json.mode === mode);
          cast.must(isAsAsked, id, "was taken with another plan or mode than it has");
        }
        if (choices.chance(0.2)) await againAsAnother(cast, request);
      }),
    );
    const single = async () => {
      await world.sleep(choices.below(3) * 40, "clerk");
      const body = { code: anyCode(), planId, batchId: "batch-1" };
      if (body.code !== "no!code") await merchant.insist("POST /v1/redemptions", { body });
    };
    await Promise.all([...bringing, ...(choices.chance(0.5) ? [single()] : [])]);
  },
};

/** The same batch under another key, when all is done: nothing but refused cards is tried again. */
async function againAsAnother({ world, merchant, choices }: Cast, { body }: { body: object }): Promise<void> {
  await world.sleep(choices.pick([1_000, 1_500_000]), "clerk");
  await merchant.insist("POST /v1/redemption-batches", { body });
}
