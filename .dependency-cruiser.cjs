/** The floors of the house, which look down only (docs/architecture.md). Each rule has a bad fixture in test/architecture/fixtures. */
const path = require('node:path');

const TEST_CODE = '\\.spec\\.ts$|/testing/';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const TEST_PACKAGES = npm('fast-check', 'yaml', 'ajv', 'ajv-formats', '@jest/globals', '@types/jest');
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    error('no-circular', 'A loop between decorated classes crashes at load.', {}, { circular: true }),
    error('no-unresolvable', 'An import of nothing.', {}, { couldNotResolve: true }),
    error(
      'kernel-is-pure',
      'The kernel imports the kernel.',
      { path: '^src/kernel/', pathNot: `${TEST_CODE}|^src/kernel/(ids|typed/telephone)\\.ts$` },
      { pathNot: '^src/kernel/' },
    ),
    error(
      'kernel-ids-are-random',
      'Ids alone need chance, and take it from two places.',
      { path: '^src/kernel/ids\\.ts$' },
      { pathNot: `^src/kernel/|${npm('uuid')}|^(node:)?crypto$` },
    ),
    error(
      'kernel-telephones-are-read-by-a-library',
      'The plan of telephone numbers is data of a library, which is pure.',
      { path: '^src/kernel/typed/telephone\\.ts$' },
      { pathNot: `^src/kernel/|${npm('libphonenumber-js')}` },
    ),
    error(
      'sop-is-pure',
      'The SOP core imports the kernel and itself.',
      { path: '^src/sop/', pathNot: TEST_CODE },
      { pathNot: '^src/(kernel|sop)/' },
    ),
    error(
      'pure-tests-are-small',
      'Tests of the pure floors need no more than these.',
      { path: `^src/(kernel|sop).*(${TEST_CODE})` },
      { pathNot: `^src/(kernel|sop)/|${TEST_PACKAGES}`, dependencyTypesNot: ['core'] },
    ),
    error(
      'platform-is-permit-blind',
      'The platform knows the kernel only.',
      { path: '^src/platform/' },
      { path: '^src/', pathNot: '^src/(kernel|platform)/' },
    ),
    error(
      'workflow-looks-down',
      'The workflow knows no module.',
      { path: '^src/workflow/' },
      { path: '^src/', pathNot: '^src/(kernel|sop|platform|workflow)/' },
    ),
    error(
      'modules-look-down',
      'A module knows nothing above it.',
      { path: '^src/modules/' },
      { path: '^src/', pathNot: '^src/(kernel|sop|platform|workflow|modules)/' },
    ),
    error(
      'no-sideways-modules',
      'No module imports another.',
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/', pathNot: '^src/modules/$1/' },
    ),
    error(
      'only-the-top-knows-modules',
      'Modules are put together in one place.',
      { path: '^src/[^/]+\\.ts$', pathNot: '^src/(main|app\\.module|launch|setup)\\.ts$' },
      { path: '^src/modules/' },
    ),
    error(
      'oss-wire-is-pure',
      'What OSS says can be read without a service around it.',
      { path: '^src/modules/oss/wire/', pathNot: TEST_CODE },
      { pathNot: '^src/(kernel|modules/oss/wire)/|^(node:)?crypto$' },
    ),
    error(
      'oss-simulator-is-another-program',
      'The simulator shares the wire format with the service, and nothing else.',
      { path: '^src/oss-simulator/' },
      { path: '^src/', pathNot: '^src/(kernel|platform/config|modules/oss/wire|oss-simulator)/' },
    ),
    error(
      'nobody-builds-on-the-simulator',
      'The service calls OSS, whoever plays it.',
      { path: '^src/', pathNot: '^src/oss-simulator/|^src/bring-oss-simulator\\.ts$' },
      { path: '^src/oss-simulator/' },
    ),
    error('tests-stay-outside', 'Nobody builds on tests or benchmarks.', { path: '^src/' }, { path: '^(test|bench)/' }),
    error(
      'test-helpers-stay-in-tests',
      'Helpers for tests serve tests.',
      { path: '^src/', pathNot: TEST_CODE },
      { path: `^src.*(${TEST_CODE})` },
    ),
    error(
      'doors-are-thin',
      'Controllers and resolvers call services; SQL and rows are none of their business.',
      { path: '\\.(controller|resolver)\\.ts$' },
      { path: `${npm('typeorm', 'pg', '@nestjs/typeorm')}|\\.(entity|row)\\.ts$` },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
