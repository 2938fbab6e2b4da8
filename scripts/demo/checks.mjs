/** What a row leaves behind that can be read again, by the kind of work it is. */
const LEAVES = {
  'check-completeness': 'check',
  'issue-receipt': 'receipt',
  dispose: 'disposition',
  verify: 'check',
  coordinate: 'recommendation',
  inspect: 'recommendation',
  recommend: 'recommendation',
  'receive-recommendation': 'recommendation',
  'draft-letter': 'letter',
  initial: 'letter',
  sign: 'letter',
  number: 'letter',
  'validate-in-oss': 'oss-record',
  'publish-in-oss': 'oss-record',
  'hand-over': 'letter',
  acknowledge: 'letter',
};

const AGENDA = { granted: 'permits', rejected: 'outgoing-letters' };
const LETTER = { granted: 'permit', rejected: 'rejection' };

/** The SOP as it is served, against what was written down from paper. */
export async function checkService(client, service, expected, check) {
  const numbers = service.steps.map((step) => step.no);
  check(numbers.length === expected.rows, `the SOP has ${numbers.length} rows instead of ${expected.rows}`);
  check(
    numbers.every((no, index) => no === index + 1),
    `the rows are not numbered in order: ${numbers.join(' ')}`,
  );
  for (const [ending, [days, minutes]] of Object.entries(expected.standard)) {
    const total = service.standardTotals[ending];
    const found = `${total?.days} days and ${total?.ms / 60_000} minutes`;
    check(
      found === `${days} days and ${minutes} minutes`,
      `the standard time until ${ending} is ${found} instead of ${days} days and ${minutes} minutes`,
    );
  }
  const picture = (await client.bytes(service.diagram)).toString();
  check(picture.includes('<svg'), 'its diagram is no SVG');
}

/** Everything that can be read again once a case has ended; answers the number of its letter. */
export async function checkEnded(office, walked, plan, check) {
  const { application, steps } = walked;
  const taken = steps.map(({ row }) => row.no);
  check(taken.join(' ') === plan.path.join(' '), `it went ${taken.join(' ')} instead of ${plan.path.join(' ')}`);
  check(application.status === plan.ending, `it ended as ${application.status} instead of ${plan.ending}`);
  check(Boolean(application.receiptNumber), 'it has no receipt number');
  const clerk = office.performer('front-office').client;
  await checkTimeline(clerk, walked, check);
  const letter = await checkRecords(clerk, walked, plan, check);
  if (letter) {
    checkMarks(letter, walked, check);
    await checkBooks(clerk, walked, plan, letter, check);
  }
  await checkDocuments(walked, check);
  await checkTracking(office, walked, check);
  return letter?.number;
}

async function checkTimeline(client, { application, steps }, check) {
  const { items } = await client.get(`/v1/applications/${application.id}/timeline`);
  check(
    items.every((entry, index) => entry.seq === index + 1),
    `the timeline is not complete: ${items.map((entry) => entry.seq).join(' ')}`,
  );
  check(items.length === application.version, `the timeline has ${items.length} events at version ${application.version}`);
  check(items[0]?.type === 'opened', `the timeline begins with ${items[0]?.type}`);
  const completed = items.filter((entry) => entry.type === 'completed');
  check(completed.length === steps.length, `the timeline has ${completed.length} rows done instead of ${steps.length}`);
  completed.forEach((entry, index) => {
    const { row, outcome, performer } = steps[index];
    const said = [entry.step, entry.activity, entry.outcome, entry.leadsTo, entry.by, entry.role, entry.standardTime];
    const done = [row.no, row.activity, outcome.key, outcome.leadsTo, performer.name, row.roles[0], row.standardTime];
    check(said.join(' | ') === done.join(' | '), `the timeline says "${said.join(' | ')}" of "${done.join(' | ')}"`);
    const kind = LEAVES[row.does];
    const left = (entry.data?.records ?? []).some((record) => record.kind === kind);
    check(!kind || left, `row ${row.no} left no ${kind} behind`);
  });
}

/** Reads every record; answers the letter of the case. */
async function checkRecords(client, { application, steps }, plan, check) {
  const { records } = await client.get(`/v1/applications/${application.id}`);
  let letter;
  for (const { kind, id, href } of records) {
    const record = await client.get(href);
    check(record.id === id && record.applicationId === application.id, `${href} is not the ${kind} of this application`);
    if (kind === 'letter') letter = record;
    if (kind === 'receipt') check(record.number === application.receiptNumber, `the receipt has the number ${record.number}`);
  }
  const kinds = new Set(records.map((record) => record.kind));
  const wanted = new Set(steps.map(({ row }) => LEAVES[row.does]).filter(Boolean));
  for (const kind of wanted) check(kinds.has(kind), `no ${kind} can be read`);
  check(letter?.kind === LETTER[plan.ending], `the letter is a ${letter?.kind} instead of a ${LETTER[plan.ending]}`);
  check(letter?.status === 'acknowledged' && Boolean(letter?.number), `the letter is ${letter?.status}, its number ${letter?.number}`);
  return letter;
}

/** The letter bears the initials and the signature of the rows that gave them, each on the draft as it was then. */
function checkMarks(letter, { steps }, check) {
  const drafts = steps.filter(({ row }) => row.does === 'draft-letter').length;
  check(letter.draft === drafts, `the letter is at draft ${letter.draft} instead of ${drafts}`);
  const given = letter.marks.filter((mark) => mark.kind === 'signature' || mark.role !== 'back-office');
  const marks = given.map(({ role, result }) => `${role} ${result}`).join(', ');
  const signing = steps.filter(({ row }) => row.does === 'initial' || row.does === 'sign');
  const wanted = signing.map(({ row, turned }) => `${row.roles[0]} ${turned ? 'refused' : 'given'}`).join(', ');
  check(marks === wanted, `the letter bears "${marks}" instead of "${wanted}"`);
  const last = letter.marks.at(-1);
  check(last?.kind === 'signature' && last.contentHash === letter.contentHash, 'the letter is not what was signed');
}

async function checkBooks(client, { application }, plan, letter, check) {
  const entries = async (book) => {
    const items = await client.all(`/v1/books/${book}`);
    check(
      items.every((entry, index) => entry.sequence === index + 1),
      `the book ${book} has a gap`,
    );
    return items.filter((entry) => entry.applicationId === application.id);
  };
  const agenda = await entries(AGENDA[plan.ending]);
  check(agenda.length === 1 && agenda[0].number === letter.number, `the book ${AGENDA[plan.ending]} does not hold ${letter.number} once`);
  const [dispatch, ...more] = await entries('dispatch');
  check(dispatch?.details.letterNumber === letter.number && more.length === 0, `the dispatch book does not hold ${letter.number} once`);
  check(dispatch?.details.receiptNumber === application.receiptNumber, 'the dispatch book does not say that the receipt was shown');
  check((await entries('assignment-letters')).length === 1, 'the assignment letter of the visit is not in its book');
}

/** What was handed in comes back byte for byte. */
async function checkDocuments({ application, handedIn, applicant }, check) {
  const { items } = await applicant.client.get(`/v1/applications/${application.id}/documents`);
  for (const [code, { id, bytes }] of handedIn) {
    check(
      items.some((document) => document.id === id && document.requirement === code),
      `the document for ${code} is not listed`,
    );
    const fetched = await applicant.client.bytes(`/v1/applications/${application.id}/documents/${id}`);
    check(fetched.equals(bytes), `the document for ${code} came back with ${fetched.length} bytes instead of ${bytes.length}`);
  }
}

/** The public sees where the file is with the receipt in hand, and nothing without. */
async function checkTracking(office, { application }, check) {
  const path = `/v1/track/${encodeURIComponent(application.receiptNumber)}?code=`;
  const { trackingCode } = await office.performer('applicant').client.get(`/v1/applications/${application.id}`);
  const tracked = await office.public.get(path + trackingCode);
  check(
    tracked.status === application.status && tracked.number === application.number,
    `tracking says ${tracked.number} is ${tracked.status}`,
  );
  const guessed = await office.public.refusal((client) => client.get(`${path}0000000000`));
  check(guessed?.status === 404, `tracking with a wrong code answered ${guessed?.status ?? 200}`);
}
