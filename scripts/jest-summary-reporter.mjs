/** The result in one last line, for whoever reads only that. A file that could not even be loaded counts as one failure. */
export default class SummaryReporter {
  onRunComplete(_contexts, result) {
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const skipped = result.numPendingTests + result.numTodoTests;
    const line = `\n${result.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // Jest prints its own summary after every reporter has spoken.
    process.once('exit', () => process.stderr.write(line));
  }
}
