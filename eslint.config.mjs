import tseslint from 'typescript-eslint';

/** Time, chance and waiting are inputs everywhere but here. */
const OUTSIDE_WORLD = [
  '**/adapters/**',
  'libs/*/src/{sqlite,in-process,local,system,eventstoredb,kafka,postgres,opentelemetry}/**',
  'libs/{sqlite,postgres}/**',
  'libs/service/**',
  'libs/testing/**',
  // Programs of their own, which speak to a server from outside.
  'apps/platform/src/{cli,demo,edge}/**',
  'test/**',
  '**/*.spec.ts',
  '**/*.mjs',
];

const inputs = 'Time, ids and chance are inputs: take it from the Clock or the CommandContext.';
const timers = 'Raw timers belong in adapters: what falls due has a due date in the record.';

const noHiddenInputs = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: inputs },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: inputs },
  { selector: "CallExpression[callee.name='Date']", message: inputs },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: inputs },
  { selector: "Identifier[name='randomUUID']", message: inputs },
  {
    selector: "ImportDeclaration[source.value='uuid'] ImportSpecifier[imported.name=/^v[1467]$/]",
    message: inputs,
  },
  { selector: 'CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/]', message: timers },
  {
    selector:
      "CallExpression[callee.object.name='globalThis'][callee.property.name=/^set(Timeout|Interval|Immediate)$/]",
    message: timers,
  },
  { selector: 'ImportDeclaration[source.value=/^(node:)?timers/]', message: timers },
];

const noBarrels = [
  { selector: 'ExportAllDeclaration', message: 'No barrels: import the file that has it.' },
  {
    selector: 'ExportNamedDeclaration[source]',
    message: 'No barrels: import the file that has it.',
  },
];

export default tseslint.config(
  { ignores: ['dist/**', 'dist.*/**', 'coverage/**', '.continuo*/**', '**/generated/**'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...noHiddenInputs, ...noBarrels],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-control-regex': 'off',
      'no-unsafe-finally': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-template-curly-in-string': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: ['class-validator', 'class-transformer'].map((name) => ({
            name,
            message: 'Declare DTO properties with @continuo/http/fields, in api/ alone.',
          })),
        },
      ],
    },
  },
  { files: OUTSIDE_WORLD, rules: { 'no-restricted-syntax': ['error', ...noBarrels] } },
  {
    files: ['**/api/**/*.ts', 'libs/http/**/*.ts', 'test/bench/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'readonly' } },
  },
);
