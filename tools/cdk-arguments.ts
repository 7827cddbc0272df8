/** `--stage NAME`, or `--stage=NAME`, as context of the app; everything else is the CDK's. */
export function argumentsOf(given: readonly string[]): string[] {
  return given.flatMap((argument, index) => {
    if (argument === "--stage") return ["-c", `stage=${given[index + 1] ?? ""}`];
    if (given[index - 1] === "--stage") return [];
    return argument.startsWith("--stage=") ? ["-c", argument.slice("--".length)] : [argument];
  });
}
