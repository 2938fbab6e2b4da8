const COLUMNS = [
  ['No', 2],
  ['Activity', 47],
  ['Role', 15],
  ['Time', 8],
  ['Output', 24],
  ['Outcome', 14],
];

export function printHeading() {
  printRow(COLUMNS.map(([name]) => name));
  console.log(COLUMNS.map(([, width]) => '─'.repeat(width)).join('  '));
}

/** A row of the table; what does not fit is cut, so that the columns stay where they are. */
export function printRow(values) {
  const cells = COLUMNS.map(([, width], index) => fit(String(values[index]), width, index === 0));
  console.log(cells.join('  ').trimEnd());
}

function fit(text, width, right) {
  const shown = text.length > width ? `${text.slice(0, width - 1).trimEnd()}…` : text;
  return right ? shown.padStart(width) : shown.padEnd(width);
}
