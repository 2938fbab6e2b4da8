import { writeFileSync } from 'node:fs';

/**
 * Prints the result in one last line. A file that could not even be loaded counts as one failure.
 * With FAILED_FILES (a path) the paths of the files that failed are written there, a line each: `.ci/run` repeats them alone.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, result) {
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const skipped = result.numPendingTests + result.numTodoTests;
    const line = `\n${result.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    const list = process.env['FAILED_FILES'];
    if (list) writeFileSync(list, failedFiles(result).join(''));
    // Jest prints its own summary after every reporter has spoken.
    process.once('exit', () => process.stderr.write(line));
  }
}

function failedFiles({ testResults }) {
  const bad = testResults.filter((file) => file.numFailingTests > 0 || file.testExecError);
  return bad.map((file) => `${file.testFilePath}\n`);
}
