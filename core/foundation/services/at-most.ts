/**
 * Runs `work` over `inputs` with at most `width` under way; answers stand in input order. After an error nothing new is
 * begun, and what is under way ends before the error is thrown: nothing goes on behind the caller's back.
 */
export async function atMost<Input, Output>(
  width: number,
  inputs: readonly Input[],
  work: (input: Input, index: number) => Promise<Output>,
): Promise<Output[]> {
  const outputs = new Array<Output>(inputs.length);
  const failures: unknown[] = [];
  const entries = inputs.entries();
  const lanes = Array.from({ length: Math.min(width, inputs.length) }, async () => {
    for (const [index, input] of entries) {
      if (failures.length > 0) return;
      outputs[index] = await work(input, index);
    }
  });
  const noted = lanes.map((lane) => lane.catch((error: unknown) => failures.push(error)));
  await Promise.all(noted);
  if (failures.length > 0) throw failures[0];
  return outputs;
}
