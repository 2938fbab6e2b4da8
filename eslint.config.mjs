import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const NODE = [
  'process',
  'console',
  'URL',
  'fetch',
  'performance',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'Buffer',
  'FormData',
  'Blob',
  'AbortSignal',
  'TextDecoder',
];

// The pure floors get the present, chance and the world as arguments, or not at all: a case must be replayable from its events.
const PURE = {
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'console',
      'performance',
      'crypto',
      'fetch',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'queueMicrotask',
      'globalThis',
    ].map((name) => ({
      name,
      message: 'src/kernel and src/sop are pure.',
    })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take the time as an argument.' },
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time as an argument.' },
    { selector: "CallExpression[callee.name='Date']", message: 'Take the time as an argument.' },
    { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance cannot be replayed.' },
    { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: 'Take the time as an argument.' },
    { selector: 'ImportExpression', message: 'Pure code loads nothing while it runs.' },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'data/', '.data/', 'test/architecture/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: ['src/kernel/**/*.ts', 'src/sop/**/*.ts'], ignores: ['**/*.spec.ts', '**/testing/**', 'src/kernel/clock.ts'], rules: PURE },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    // A JSON answer is taken apart by the assertions; declaring its type first would only repeat them.
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(NODE.map((name) => [name, 'readonly'])) },
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } },
  },
);
