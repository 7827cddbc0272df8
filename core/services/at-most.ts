/** Runs `work` over `inputs` with at most `width` under way; answers stand in input order. */
export async function atMost<Input, Output>(
  width: number,
  inputs: readonly Input[],
  work: (input: Input, index: number) => Promise<Output>,
): Promise<Output[]> {
  const outputs = new Array<Output>(inputs.length);
  const entries = inputs.entries();
  const lanes = Array.from({ length: Math.min(width, inputs.length) }, async () => {
    for (const [index, input] of entries) outputs[index] = await work(input, index);
  });
  await Promise.all(lanes);
  return outputs;
}
