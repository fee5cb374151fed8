/**
 * Who may import whom (CONTRIBUTING.md, "One service"). test/architecture/dependency-rules.spec.ts
 * breaks every rule once and sees it named.
 */
const OURS = '^(apps|libs)/';
const PORTS = [
  '^libs/event-store/src/[^/]+$',
  '^libs/messaging/src/[^/]+$',
  '^libs/read-store/src/[^/]+$',
  '^libs/personal-data/src/[^/]+$',
  '^libs/tracing/src/[^/]+$',
  '^libs/service/src/[^/]+$',
];
const LIB_ADAPTERS =
  '^libs/[^/]+/src/(sqlite|in-process|local|system|eventstoredb|kafka|postgres|opentelemetry)/';
const PACKAGES = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-bundled',
  'npm-no-pkg',
  'core',
];
const VENDOR_SDKS =
  'node_modules/(@photostructure/sqlite|stripe|kafkajs|@eventstore/db-client|pg)/';

/** A layer of a service: what of ours it may import beside its own folder. */
const layer = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^apps/([^/]+)/src/${folder}/` },
  to: { path: OURS, pathNot: [`^apps/$1/src/${folder}/`, ...allowed] },
});

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'kernel-imports-nothing-of-ours',
      'The kernel is what all else stands on.',
      { path: '^libs/kernel/' },
      { path: OURS, pathNot: '^libs/kernel/' },
    ),
    forbid(
      'kernel-is-pure',
      'Calendar and decimals come from packages, hashes from Node; nothing that reaches outside.',
      { path: '^libs/kernel/' },
      {
        dependencyTypes: PACKAGES,
        pathNot: 'node_modules/(@types/)?(temporal-polyfill|temporal-spec|big\\.js)/|^crypto$',
      },
    ),
    forbid(
      'contracts-import-kernel-only',
      'The public messages know no implementation.',
      { path: '^libs/contracts/' },
      { path: OURS, pathNot: '^libs/(contracts|kernel)/' },
    ),
    forbid(
      'contracts-are-schemas',
      'Messages are TypeBox schemas and need no other package.',
      { path: '^libs/contracts/' },
      { dependencyTypes: PACKAGES, pathNot: 'node_modules/@sinclair/typebox/' },
    ),
    layer('domain-imports-kernel-only', 'domain', ['^libs/kernel/'], 'Deciders are pure.'),
    forbid(
      'domain-needs-no-package',
      'Deciders are pure: what needs a package comes through the kernel.',
      { path: '^apps/[^/]+/src/domain/' },
      { dependencyTypes: PACKAGES },
    ),
    layer(
      'application-imports-domain-and-ports',
      'application',
      ['^apps/$1/src/(domain|projections)/', '^libs/kernel/', ...PORTS],
      'Use cases know the domain, the queries and the ports.',
    ),
    layer(
      'processes-import-domain-and-ports',
      'processes',
      ['^apps/$1/src/(domain|application|projections)/', '^libs/kernel/', ...PORTS],
      'Wakers carry out commands.',
    ),
    layer(
      'projections-import-domain-and-ports',
      'projections',
      ['^apps/$1/src/domain/', '^libs/kernel/', ...PORTS],
      'Read models follow from events alone.',
    ),
    layer(
      'api-imports-application',
      'api',
      [
        '^apps/$1/src/(application|projections|domain)/',
        '^libs/(kernel|http)/',
        '^libs/(event-store|personal-data)/src/[^/]+$',
      ],
      'Controllers ask the application and the queries.',
    ),
    layer(
      'integration-translates',
      'integration',
      ['^apps/$1/src/(domain|application)/', '^libs/(kernel|contracts)/', ...PORTS],
      'Translates between domain events and messages.',
    ),
    layer(
      'adapters-implement-ports',
      'adapters',
      ['^apps/$1/src/(application|domain)/', '^libs/(kernel|sqlite|postgres|http)/', ...PORTS],
      'Adapters know the port they implement.',
    ),
    forbid(
      'adapters-are-bound-in-the-module',
      'Only a module file (and main.ts) binds ports to adapters.',
      {
        path: '^apps/([^/]+)/src/',
        pathNot: ['^apps/[^/]+/src/adapters/', '^apps/[^/]+/src/[^/]+$'],
      },
      { path: '^apps/$1/src/adapters/' },
    ),
    forbid(
      'services-share-contracts-only',
      'Services talk through messages.',
      { path: '^apps/(?!platform/)([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'platform-imports-module-files-only',
      'The platform puts services together without looking inside.',
      { path: '^apps/platform/' },
      {
        path: '^apps/',
        pathNot: ['^apps/platform/', '^apps/[^/]+/src/([^/]+\\.module|definitions)\\.ts$'],
      },
    ),
    forbid(
      'module-files-are-for-outside',
      'What a service exports is its outer edge: nothing inside imports it.',
      { path: '^apps/(?!platform/)[^/]+/src/[^/]+/' },
      { path: '^apps/[^/]+/src/[^/]+\\.module\\.ts$' },
    ),
    forbid(
      'libs-never-import-apps',
      'Libraries know no service.',
      { path: '^libs/' },
      { path: '^apps/' },
    ),
    forbid(
      'lib-adapters-are-picked-by-the-service-library',
      'Configuration picks an adapter, in libs/service and the command line alone.',
      {
        path: '^(?:apps|libs)/(?!platform/|service/)([^/]+)/',
        // The contract of a port that one adapter has to itself.
        pathNot: [LIB_ADAPTERS, '^libs/testing/src/record-side\\.contract\\.ts$'],
      },
      // A library's own adapters import its ports: a port that imported them would be a cycle.
      { path: LIB_ADAPTERS, pathNot: '^libs/$1/' },
    ),
    forbid(
      'vendor-sdks-in-adapters-only',
      'A vendor is swapped by writing another adapter.',
      {
        path: OURS,
        pathNot: [
          LIB_ADAPTERS,
          '^libs/(sqlite|postgres)/',
          '^apps/[^/]+/src/adapters/',
          // Speaks a vendor's protocol, with the vendor's own definition of it.
          '^libs/testing/src/eventstoredb-stand-in/',
        ],
      },
      { path: VENDOR_SDKS },
    ),
    forbid(
      'opentelemetry-in-its-adapter-only',
      'Everything else knows spans and a traceparent, by the port of libs/tracing.',
      { path: OURS, pathNot: '^libs/tracing/src/opentelemetry/' },
      { path: 'node_modules/@opentelemetry/' },
    ),
    forbid(
      'class-validator-in-api-only',
      'Requests are validated at the edge, by declared fields.',
      { path: OURS, pathNot: ['^libs/http/', '^apps/[^/]+/src/api/'] },
      { path: 'node_modules/(class-validator|class-transformer)/' },
    ),
    forbid(
      'testing-stays-in-tests',
      'What the specs share is no part of the product.',
      { path: OURS, pathNot: '^libs/testing/' },
      { path: '^libs/testing/' },
    ),
    forbid(
      'product-needs-no-dev-dependency',
      'What runs is installed without development dependencies.',
      { path: OURS, pathNot: '^libs/testing/' },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    ),
    forbid(
      'no-cycles',
      'A cycle has no order in which it can be understood.',
      {},
      { circular: true },
    ),
    forbid('imports-resolve', 'What is imported exists.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Specs, and what only they load.
    exclude: { path: '\\.(spec|fixture|fixtures)\\.ts$|/typescript-hook\\.cjs$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
