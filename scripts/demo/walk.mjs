import { pdf, png } from './files.mjs';

/** Walks one case from submission to its end, each row by its role, and calls `onStep` for each; returns the results. */
export async function walk(office, service, plan, check, onStep) {
  const applicant = office.performer('applicant');
  const { body: opened } = await applicant.client.post('/v1/applications', { service: service.code, form: service.form.examples[0] });
  check(
    opened.status === 'open' && opened.version === 1 && Boolean(opened.number),
    `opened as ${opened.status}, version ${opened.version}`,
  );

  const turns = [...plan.turns];
  const handedIn = new Map();
  const steps = [];
  let application = opened;
  let expected = 1;
  while (application.status === 'open') {
    const row = service.steps.find((step) => step.no === expected);
    const task = application.openTasks[0];
    check(application.openTasks.length === 1 && task.step === expected, `row ${expected} is next, but ${stepsOf(application)} is open`);
    check(task.role === row.roles[0], `row ${expected} is for ${row.roles[0]}, but the task is for ${task.role}`);
    const turn = turns[0]?.at === expected ? turns[0] : undefined;
    if (expected === 1) {
      const before = handedIn.size;
      await handIn(applicant, service, application, handedIn, turns.find((one) => one.missing)?.missing ?? 0);
      application = await afterUploads(applicant, application, handedIn.size - before, check);
    }
    const done = await doStep(office, row, { application, task, turn, handedIn }, check);
    if (turn) turns.shift();
    steps.push(done);
    onStep(done);
    application = done.application;
    expected = done.outcome.leadsTo;
    if (steps.length > plan.path.length + 5) throw new Error(`the case does not end: ${steps.map(({ row }) => row.no).join(' ')}`);
  }
  check(application.status === expected, `the last row leads to ${expected}, but the case ended as ${application.status}`);
  check(application.openTasks.length === 0 && application.closedAt !== null, 'it has ended, but is not closed');
  return { application, steps, handedIn, applicant };
}

/** Hands in what is not there yet, but the last `missing` of it: those come after the return. */
async function handIn(applicant, service, application, handedIn, missing) {
  const wanted = service.requirements.filter((requirement) => !handedIn.has(requirement.code));
  for (const { code, label } of wanted.slice(0, wanted.length - missing)) {
    const file = code.includes('foto') ? png(code) : pdf(code, `${label} (demo)`);
    const document = await applicant.client.upload(`/v1/applications/${application.id}/documents`, code, file);
    handedIn.set(code, { id: document.id, bytes: file.bytes });
  }
}

/** The application after some documents were handed in: each is an entry of its journal, and so a version. */
async function afterUploads({ client }, application, uploads, check) {
  if (uploads === 0) return application;
  const after = await client.get(`/v1/applications/${application.id}`);
  check(after.version === application.version + uploads, `${uploads} documents took version ${application.version} to ${after.version}`);
  return after;
}

async function doStep(office, row, { application: before, task: { id, role, section }, turn, handedIn }, check) {
  const performer = office.performer(role, section);
  const task = await performer.client.get(`/v1/tasks/${id}`);
  checkTask(row, task, check);
  const inbox = await performer.client.get(`/v1/tasks?role=${role}&application=${before.id}`);
  check(inbox.items.length === 1 && inbox.items[0].id === id, `row ${row.no} is not in the inbox of ${role}`);

  const outcome = turn ? task.outcomes.find((one) => one.leadsTo === turn.leadsTo) : task.outcomes[0];
  if (!outcome) throw new Error(`row ${row.no} has no outcome that leads to ${turn.leadsTo}`);
  const { input, uploads } = await inputOf(performer, before, outcome, handedIn);
  const application = await afterUploads(performer, before, uploads, check);
  const body = { outcome: outcome.key, input };
  const headers = { 'if-match': `"${application.version}"` };

  const outsider = office.outsider(role, section);
  const refused = await outsider.client.refusal((client) => client.post(`/v1/tasks/${id}/complete`, body, headers));
  check(
    refused?.status === 403,
    `row ${row.no} is for ${role}, but ${outsider.username} got ${refused ? refused.status : 'it done'} instead of 403`,
  );

  const { body: after, etag } = await performer.client.post(`/v1/tasks/${id}/complete`, body, headers);
  check(after.version === application.version + 1, `row ${row.no} took version ${application.version} to ${after.version}`);
  check(etag === `"${after.version}"`, `row ${row.no} answered ETag ${etag} for version ${after.version}`);
  return { row, outcome, performer, input: body.input, turned: turn !== undefined, application: after };
}

/** The task says of its row what the SOP says, word by word. */
function checkTask(row, task, check) {
  for (const field of ['no', 'activity', 'completeness', 'standardTime', 'output']) {
    check(task.step[field] === row[field], `row ${row.no}: ${field} is "${task.step[field]}" in the task and "${row[field]}" in the SOP`);
  }
  const ways = (outcomes) => outcomes.map(({ key, leadsTo }) => `${key} → ${leadsTo}`).join(', ');
  check(
    ways(task.outcomes) === ways(row.outcomes),
    `row ${row.no} ends by ${ways(task.outcomes)} in the task and by ${ways(row.outcomes)} in the SOP`,
  );
}

/** The example of the outcome, with what was really found in the file, a real document wherever one may be named, and how many those are. */
async function inputOf(performer, application, outcome, handedIn) {
  const input = JSON.parse(JSON.stringify(outcome.input.examples[0]));
  for (const finding of Array.isArray(input.findings) ? input.findings : []) {
    finding.status = handedIn.has(finding.requirement) ? 'present' : 'missing';
    if (finding.status === 'present') delete finding.note;
  }
  let uploads = 0;
  for (const [name, schema] of Object.entries(outcome.input.properties ?? {})) {
    const many = schema.items?.format === 'uuid';
    if (!many && schema.format !== 'uuid') continue;
    const document = await performer.client.upload(`/v1/applications/${application.id}/documents`, 'evidence', png(name));
    uploads++;
    input[name] = many ? [document.id] : document.id;
  }
  return { input, uploads };
}

function stepsOf(application) {
  return application.openTasks.map((task) => task.step).join(', ') || 'nothing';
}
