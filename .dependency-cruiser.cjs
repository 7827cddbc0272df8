// Which folder may import which. ARCHITECTURE.md has the picture and the reasons.
const rule = (name, from, to, comment) => ({ name, severity: "error", comment, from: { path: from }, to });

const SERVICES = "(services|saga)";
const PROVIDERS = "(providers|exchange|channels|payouts|sender)";
/** What runs, and what deploys, runs or judges it. */
const ABOVE_CORE = "^(lambdas|sandbox|console|lib|bin|local|tools|prove|invariants|test)/";

module.exports = {
  forbidden: [
    rule("no-circular", "", { circular: true }, "a circle has no direction"),

    // Inside each capability: domain <- store, providers <- services.
    rule(
      "domain-is-pure",
      "^core/[^/]+/domain/",
      { pathNot: "^(core/[^/]+/domain/|contract/|crypto$)" },
      "rules import nothing outside themselves; hashes are rules too",
    ),
    rule(
      "store-remembers",
      "^core/[^/]+/store/",
      { path: `^core/[^/]+/(${PROVIDERS}|${SERVICES})/` },
      "the store remembers, it does not decide",
    ),
    rule(
      "providers-talk",
      `^core/[^/]+/${PROVIDERS}/`,
      { path: `^core/[^/]+/(store|${SERVICES})/` },
      "a provider talks, it does not remember",
    ),
    rule(
      "core-is-below",
      "^core/",
      { path: ABOVE_CORE },
      "what decides does not know who calls it or how it is deployed",
    ),

    // Between capabilities: each stands on foundation, money and access, and knows no other; who grants knows the orders.
    rule(
      "foundation-stands-on-nothing",
      "^core/foundation/",
      { path: "^core/(?!foundation/)" },
      "every capability stands on it",
    ),
    rule(
      "money-and-access-stand-on-foundation",
      "^core/(money|access)/",
      { path: "^core/", pathNot: "^core/($1|foundation)/" },
      "the ledger and the keys know no business",
    ),
    rule(
      "capabilities-meet-in-the-foundation",
      "^core/(?!foundation/|money/|access/|codes/|payments/)([^/]+)/",
      { path: "^core/", pathNot: "^core/($1|foundation|money|access)/" },
      "one capability can be read, changed and taken away without another",
    ),
    rule(
      "codes-and-payments-know-orders",
      "^core/(codes|payments)/",
      { path: "^core/", pathNot: "^core/($1|orders|foundation|money|access)/" },
      "the use of a code is an order, and a payment pays one",
    ),

    rule(
      "core-knows-the-contract-by-type",
      "^core/",
      { path: "^contract/", pathNot: "^contract/errors", dependencyTypesNot: ["type-only"] },
      "a view has the shape that the contract gives it; only the table of errors is read when it runs",
    ),
    rule("errors-stand-alone", "^contract/errors", { pathNot: "^contract/errors" }, "everything stands on them"),
    rule(
      "contract-is-data",
      "^contract/",
      { path: "^(lambdas|sandbox|console|lib|bin|local|tools|prove|invariants|test|core/[^/]+/(?!domain/))/?" },
      "what callers may say is data over the domain",
    ),
    rule(
      "the-console-is-a-caller",
      "^console/",
      { path: "^(?!console/|contract/|core/[^/]+/domain/|node_modules/preact/)" },
      "it knows rules as pure data and answers by their types, and asks for everything else over HTTP",
    ),
    rule(
      "the-console-knows-the-contract-by-type",
      "^console/",
      { path: "^contract/", dependencyTypesNot: ["type-only"] },
      "schemas are for who answers",
    ),
    rule("nobody-imports-the-console", "^(?!console/|test/)", { path: "^console/" }, "it is built, not imported"),
    rule(
      "functions-know-no-machine",
      "^(lambdas|sandbox)/",
      { path: "^(lib|bin|local|tools|prove|test)/" },
      "what runs does not know how it is deployed",
    ),
    rule(
      "the-auditor-judges",
      "^(sandbox/|lambdas/(?!schedule/judge-changes\\.ts$))",
      { path: "^invariants/" },
      "of what runs one function judges, and nothing that it judges knows how",
    ),
    rule("functions-know-no-vendor", "^lambdas/", { path: "^sandbox/" }, "the sandbox is one vendor of many"),
    rule(
      "lib-deploys-data",
      "^lib/",
      { path: "^(core/[^/]+/(?!domain/)|lambdas|sandbox|local|tools|prove|invariants|test)/?" },
      "the stacks name handlers by path and import pure data only",
    ),
    rule(
      "invariants-look-at-rows",
      "^invariants/",
      { path: "^(lambdas|sandbox|lib|local|tools|prove|test)/" },
      "the oracle knows rows, effects and answers, not the programs that made them",
    ),
    rule(
      "the-local-run-runs-the-template",
      "^local/",
      { path: "^(sandbox|prove|invariants|tools/(?!terminal/)|lib/(?!schema\\.ts$)|test)/?" },
      "it runs what is synthesised and nothing else",
    ),
    rule("nothing-imports-tools", "^(bin|lib|prove)/", { path: "^tools/(?!terminal/)" }, "tools are at the end"),
    rule(
      "only-tests-import-the-proof",
      "^(core|contract|lambdas|sandbox|lib|bin|local|tools)/",
      { path: "^prove/" },
      "what is proved does not know the proof",
    ),
    rule(
      "the-client-stands-alone",
      "^client/",
      { path: "^(?!client/|node_modules/)[a-z]+/" },
      "it is packed by itself",
    ),
    rule(
      "examples-know-the-client",
      "^examples/",
      { path: "^(?!examples/|client/|node_modules/)[a-z]+/" },
      "they have what a merchant has",
    ),
    rule("nothing-imports-tests", "^(?!test/)", { path: "^test/" }, "tests look at the code, never the other way"),
    rule(
      "one-sdk-door",
      `^core/[^/]+/(domain|${PROVIDERS}|${SERVICES})/|^contract/|^lambdas/(?!runtime/)|^sandbox/(?!store\\.ts$)`,
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
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
