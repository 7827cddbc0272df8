// Imports go one way: domain <- store, providers <- services <- lambdas <- local <- prove <- test. The reasons are in ARCHITECTURE.md.
const zone = (name, from, to, comment) => ({ name, severity: "error", comment, from: { path: from }, to });

module.exports = {
  forbidden: [
    zone("no-circular", "", { circular: true }, "a circle has no direction"),
    zone(
      "domain-is-pure",
      "^core/domain",
      { pathNot: "^(core/domain|crypto$)" },
      "rules import nothing outside themselves; hashes are rules too",
    ),
    zone(
      "store-knows-domain-only",
      "^core/store",
      { path: "^(core/(providers|services)|lambdas|lib|local|bin)" },
      "the store remembers, it does not decide",
    ),
    zone(
      "providers-know-domain-only",
      "^core/providers",
      { path: "^(core/(store|services)|lambdas|lib|local|bin)" },
      "a provider talks, it does not remember",
    ),
    zone(
      "services-know-core-only",
      "^core/services",
      { path: "^(lambdas|lib|local|bin)" },
      "services do not know who calls them",
    ),
    zone(
      "lambdas-know-core-only",
      "^lambdas",
      { path: "^(lib|local|bin)" },
      "what runs does not know how it is deployed",
    ),
    zone(
      "lib-deploys-data",
      "^lib",
      { path: "^(core/(store|providers|services)|lambdas/(?!http/routes\\.ts$)|local|test)" },
      "the stacks name handlers by path and import pure data only",
    ),
    zone(
      "only-tests-import-the-proof",
      "^(core|lambdas|lib|bin|local)",
      { path: "^prove" },
      "what is proved does not know the proof",
    ),
    zone(
      "nothing-imports-tests",
      "^(core|lambdas|lib|bin|local|prove)",
      { path: "^test" },
      "tests look at the code, never the other way",
    ),
    zone(
      "one-sdk-door",
      "^core/(domain|services|providers)|^lambdas/(http|queue|stream|schedule|sandbox/(?!\\w+-store\\.ts$))",
      { path: "node_modules/@aws-sdk" },
      "AWS clients are made in one place",
    ),
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.build|cdk\\.out)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
