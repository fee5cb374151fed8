/** A file that breaks exactly one rule of .dependency-cruiser.cjs, and what it leans on. */
export interface Breach {
  readonly file: string;
  readonly source: string;
}

const imports = (...names: readonly string[]) =>
  names.map((name, index) => `import * as x${index} from '${name}';\nvoid x${index};\n`).join('');

/** By the rule's name: every rule stands here, or the spec fails. A cycle is named once, by its first member. */
export const BREACHES: Readonly<Record<string, Breach>> = {
  'kernel-imports-nothing-of-ours': {
    file: 'libs/kernel/src/store-user.ts',
    source: imports('@continuo/event-store/event-store'),
  },
  'kernel-is-pure': { file: 'libs/kernel/src/file-reader.ts', source: imports('node:fs') },
  'contracts-import-kernel-only': {
    file: 'libs/contracts/src/store-user.ts',
    source: imports('@continuo/event-store/event-store'),
  },
  'contracts-are-schemas': { file: 'libs/contracts/src/lru.ts', source: imports('lru-cache') },
  'domain-imports-kernel-only': {
    file: 'apps/orders/src/domain/order/teller.ts',
    source: imports('@continuo/contracts/orders'),
  },
  'domain-needs-no-package': {
    file: 'apps/orders/src/domain/order/cached.ts',
    source: imports('lru-cache'),
  },
  'application-imports-domain-and-ports': {
    file: 'apps/orders/src/application/place-order/web.ts',
    source: imports('../../api/orders.controller'),
  },
  'processes-import-domain-and-ports': {
    file: 'apps/orders/src/processes/renewal/teller.ts',
    source: imports('@continuo/contracts/orders'),
  },
  'projections-import-domain-and-ports': {
    file: 'apps/orders/src/projections/orders/teller.ts',
    source: imports('../../application/place-order/place-order'),
  },
  'api-imports-application': {
    file: 'apps/orders/src/api/teller.ts',
    source: imports('@continuo/contracts/orders'),
  },
  'integration-translates': {
    file: 'apps/orders/src/integration/shown.ts',
    source: imports('../projections/orders/query'),
  },
  'adapters-implement-ports': {
    file: 'apps/orders/src/adapters/csv/web.ts',
    source: imports('../../api/orders.controller'),
  },
  'adapters-are-bound-in-the-module': {
    file: 'apps/orders/src/application/place-order/bound.ts',
    source: imports('../../adapters/csv/reader'),
  },
  'services-share-contracts-only': {
    file: 'apps/payments/src/neighbour.ts',
    source: imports('@continuo/orders/domain/order/state'),
  },
  'platform-imports-module-files-only': {
    file: 'apps/platform/src/inside.ts',
    source: imports('@continuo/orders/domain/order/state'),
  },
  'module-files-are-for-outside': {
    file: 'apps/orders/src/application/place-order/upside-down.ts',
    source: imports('../../orders.module'),
  },
  'libs-never-import-apps': {
    file: 'libs/event-store/src/customer.ts',
    source: imports('@continuo/orders/domain/order/state'),
  },
  'lib-adapters-are-picked-by-the-service-library': {
    file: 'apps/orders/src/store-picker.ts',
    source: imports('@continuo/event-store/sqlite/store'),
  },
  'vendor-sdks-in-adapters-only': {
    file: 'apps/payments/src/charger.ts',
    source: imports('stripe'),
  },
  'opentelemetry-in-its-adapter-only': {
    file: 'libs/messaging/src/kafka/spans.ts',
    source: imports('@opentelemetry/api'),
  },
  'class-validator-in-api-only': {
    file: 'apps/payments/src/validator.ts',
    source: imports('class-validator'),
  },
  'testing-stays-in-tests': {
    file: 'apps/payments/src/given.ts',
    source: imports('@continuo/testing/decider'),
  },
  'product-needs-no-dev-dependency': {
    file: 'apps/payments/src/checked.ts',
    source: imports('fast-check'),
  },
  'no-cycles': { file: 'apps/payments/src/about.ts', source: imports('./round') },
  'imports-resolve': { file: 'apps/payments/src/lost.ts', source: imports('./nowhere') },
};

/** Breaches that more than one rule has something to say about. */
export const ALSO_BREAKS: Readonly<Record<string, readonly string[]>> = {
  // No layer may import an adapter, and the rule for bindings says where it belongs instead.
  'adapters-are-bound-in-the-module': ['application-imports-domain-and-ports'],
  // Module files are of no layer, so every layer's own rule forbids them as well.
  'module-files-are-for-outside': ['application-imports-domain-and-ports'],
};

/** What the breaches import; it breaks no rule. */
export const SOUND: Readonly<Record<string, string>> = {
  'libs/kernel/src/ids.ts': imports('big.js'),
  'libs/contracts/src/orders.ts': imports('@continuo/kernel/ids', '@sinclair/typebox'),
  'libs/event-store/src/event-store.ts': imports('@continuo/kernel/ids'),
  'libs/event-store/src/sqlite/store.ts': imports('../event-store', '@photostructure/sqlite'),
  'libs/postgres/src/postgres.ts': imports('pg'),
  'libs/event-store/src/postgres/side.ts': imports('../event-store', '@continuo/postgres/postgres'),
  'libs/testing/src/decider.ts': imports('@continuo/kernel/ids', 'fast-check'),
  'apps/orders/src/domain/order/state.ts': imports('@continuo/kernel/ids'),
  'apps/orders/src/application/place-order/place-order.ts': imports(
    '../../domain/order/state',
    '@continuo/event-store/event-store',
  ),
  'apps/orders/src/projections/orders/query.ts': imports('../../domain/order/state'),
  'apps/orders/src/api/orders.controller.ts': imports(
    '../application/place-order/place-order',
    'class-validator',
  ),
  'apps/orders/src/integration/publish.ts': imports('@continuo/contracts/orders'),
  'apps/orders/src/adapters/csv/reader.ts': imports('../../domain/order/state', 'node:fs'),
  'apps/orders/src/orders.module.ts': imports('./api/orders.controller', './adapters/csv/reader'),
  'apps/payments/src/round.ts': imports('./about'),
  'apps/payments/src/adapters/stripe/gateway.ts': imports('stripe'),
  'apps/payments/src/adapters/simulator/books.ts': imports('@continuo/postgres/postgres', 'pg'),
  'apps/platform/src/main.ts': imports('@continuo/orders/orders.module'),
};
