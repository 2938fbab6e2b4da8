import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CaseEvent } from '../../../sop/case-events.js';
import { parseDefinition } from '../../../sop/parse-definition.js';
import { ACTIVITIES } from '../../../sop/testing/vocabulary.js';
import { lastSentStatus, planned } from './message-plan.js';

const read = parseDefinition(parse(readFileSync(join(import.meta.dirname, '../../../../sop/iumk.yaml'), 'utf8')), {
  activities: ACTIVITIES,
});
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const definition = read.value;
const agency = { mode: 'api', kdDaerah: '1211', kewenangan: '02', numbering: 'agency' } as const;
const task = (step: number) => ({ id: `task-${step}`, step, role: 'x', section: null, openedAt: '', left: null, claimedBy: null, rung: 0 });

function done(step: number, outcome: string, more: object = {}): CaseEvent {
  const row = definition.steps.find(({ no }) => no === step)!;
  const { leadsTo } = row.outcomes.find(({ key }) => key === outcome)!;
  const next = typeof leadsTo === 'number' ? task(leadsTo) : null;
  const actor = { id: '1', name: 'Petugas (demo)', role: row.roles[0]! };
  return { type: 'completed', at: '2026-11-23T02:00:00.000Z', actor, task: 't', step, outcome, note: null, used: { days: 0, ms: 0 }, next, ending: null, data: {}, ...more }; // prettier-ignore
}
const codes = (event: CaseEvent, told: string | null = null, at: Parameters<typeof planned>[1] = agency) =>
  planned(definition, at, event, told).map(({ call, kdStatus }) => [call, kdStatus]);

describe('what OSS is told of IUMK', () => {
  it.each([
    [2, 'incomplete', null, [['status', '11']]],
    [1, 'submitted', null, []],
    [1, 'submitted', '11', [['status', '09']]],
    [1, 'submitted', '43', [['status', '44']]],
    [3, 'issued', null, [['status', '10']]],
    [4, 'forwarded', '10', [['status', '20']]],
    [5, 'correct', '20', [['status', '43']]],
    [6, 'coordinated', '20', [['status', '40']]],
    [8, 'granted', '40', [['status', '45']]],
    [8, 'denied', '40', [['status', '93']]],
    [13, 'numbered', '93', [['status', '90']]],
    [18, 'revise', '45', []],
    [21, 'numbered', '45', [['validate', null]]],
    [22, 'invalid', '45', [['validate', null]]],
    [22, 'valid', '45', [['publish', '50']]],
    [23, 'published', '50', []],
  ] as const)('row %d, %s, after %s: %j', (step, outcome, told, expected) => {
    expect(codes(done(step, outcome), told)).toEqual(expected);
  });

  it('asks for the number first where OSS numbers', () => {
    const event = done(21, 'numbered');
    expect(codes(event, '45', { ...agency, numbering: 'oss' })).toEqual([
      ['number', '49'],
      ['validate', null],
    ]);
    expect(lastSentStatus(planned(definition, { ...agency, numbering: 'oss' }, event, '45'), '45')).toBe('49');
    expect(lastSentStatus([], '45')).toBe('45');
  });

  it('says what was said with the step, otherwise the words of the service', () => {
    const [plain] = planned(definition, agency, done(2, 'incomplete'), null);
    const [said] = planned(definition, agency, done(2, 'incomplete', { note: 'KTP belum ada.' }), null);
    const [reasoned] = planned(definition, agency, done(8, 'denied', { data: { reason: 'Lokasi tidak sesuai.' } }), null);
    expect([plain, said, reasoned].map((plan) => plan!.body.note)).toEqual([
      'Berkas belum lengkap',
      'KTP belum ada.',
      'Lokasi tidak sesuai.',
    ]);
    expect(plain!.body).toMatchObject({ by: 'Petugas (demo)', role: 'front-office', at: '2026-11-23T02:00:00.000Z', letter: false });
  });

  it('ties what a task waits for to that task', () => {
    expect(planned(definition, agency, done(22, 'valid'), '45')[0]).toMatchObject({
      call: 'publish',
      task: 'task-23',
      body: { letter: true },
    });
  });

  it('hears of a withdrawal, and of nothing where the service has nothing to do with OSS', () => {
    const withdrawn: CaseEvent = {
      type: 'withdrawn',
      at: '',
      actor: { id: '1', name: 'A', role: 'applicant' },
      reason: 'Batal.',
      tasks: [],
    };
    expect(codes(withdrawn)).toEqual([['status', '90']]);
    const { oss: _, ...without } = definition;
    expect(planned(without, agency, done(3, 'issued'), null)).toEqual([]);
  });
});
