/** ESM through SWC, with the same class and decorator semantics as the production build by tsc. */
const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

// ESM-only packages that CommonJS packages require(): jest has no require(esm) before Node 24.9, so they become CommonJS.
const ESM_REQUIRED_BY_CJS = '(content-disposition|cookie)';

const shared = {
  testPathIgnorePatterns: ['/node_modules/', '/test/architecture/fixtures/'],
  extensionsToTreatAsEsm: ['.ts'],
  // './x.js' in the source is './x.ts' on disk.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
const transform = {
  '^.+\\.ts$': ['@swc/jest', swc],
  [`/node_modules/${ESM_REQUIRED_BY_CJS}/.+\\.js$`]: ['@swc/jest', { swcrc: false, jsc: { target: 'es2022' } }],
};

/** Tests of pure modules: from the sources, without a database. */
const pure = {
  ...shared,
  displayName: 'pure',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  transform,
  transformIgnorePatterns: [`/node_modules/(?!${ESM_REQUIRED_BY_CJS}/)`],
};

/** Frameworks whose classes are tokens or are compared by `instanceof`: tests and service must have the same ones. */
const FRAMEWORKS = '(typeorm|pg|graphql|@nestjs/[^/]+|bullmq)';

/** Tests of the whole service: the build, loaded once per worker (test/native/), on a real PostgreSQL. */
const service = {
  ...shared,
  displayName: 'service',
  testEnvironment: '<rootDir>/test/native/environment.mjs',
  testMatch: ['<rootDir>/test/**/*.e2e.ts'],
  transform: {
    // Specs and `testing/` are not part of the build.
    '/src/(?!.*(\\.spec\\.ts$|/testing/)).+\\.ts$': '<rootDir>/test/native/transform.mjs',
    [`/node_modules/${FRAMEWORKS}/`]: '<rootDir>/test/native/transform.mjs',
    ...transform,
  },
  transformIgnorePatterns: [`/node_modules/(?!${ESM_REQUIRED_BY_CJS}/|${FRAMEWORKS}/)`],
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
};

export default {
  projects: process.env['PURE'] === '1' ? [pure] : [pure, service],
  reporters: ['default', '<rootDir>/scripts/jest-summary-reporter.mjs'],
  // Machines are shared: a limit is there to end what hangs, and not to measure.
  testTimeout: 90_000,
  maxWorkers: 3,
  workerIdleMemoryLimit: '1500MB',
};
