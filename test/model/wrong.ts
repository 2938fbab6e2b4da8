import type { ModelCase } from './case.js';
import type { Draw } from './draw.js';
import type { Planned } from './plan.js';

const WRONG = [
  'wrong role',
  'another agency',
  'wrong outcome',
  'missing input',
  'old version',
  'stale task',
  'claimed by another',
  'wrong section',
] as const;

/** A command that the model refuses, with why. */
export async function wrongCommand(draw: Draw, kase: ModelCase): Promise<Planned | undefined> {
  return isWrong(draw, kase, draw.random.pick(WRONG));
}

export async function isWrong(draw: Draw, kase: ModelCase, what: (typeof WRONG)[number]): Promise<Planned | undefined> {
  const { office, random } = draw;
  const outcome = kase.open?.row.outcomes[0]!.key ?? 'submitted';
  const send = (
    user: string | undefined,
    body: object,
    status: number,
    code: string,
    more: object = {},
    task: string | undefined = kase.open?.task,
  ): Planned | undefined =>
    user === undefined || task === undefined
      ? undefined
      : { name: what, kase, request: draw.requests().complete(user, task, body, { ...draw.key(), ...more }), status, code };
  const right = kase.open && draw.performer(kase);
  switch (what) {
    case 'wrong role':
    case 'wrong section': {
      const strangers = kase.open ? office.strangersTo(kase) : [];
      if (strangers.length === 0) return undefined;
      return send(random.pick(strangers), { outcome, input: (await draw.example(kase, outcome)).input }, 403, 'NOT_YOUR_TASK');
    }
    case 'another agency': {
      const others = [...office.people.values()].filter(
        (each) =>
          each.agency !== kase.table.agency &&
          !each.disabled &&
          each.roles.some(({ role }) => role === 'front-office' || role === 'agency-head'),
      );
      return others.length === 0 ? undefined : send(random.pick(others).username, { outcome }, 404, 'TASK_NOT_FOUND');
    }
    case 'wrong outcome':
      return send(right, { outcome: 'tidak-ada' }, 422, 'OUTCOME_UNKNOWN');
    case 'missing input': {
      if (!right || kase.blockedByDocuments(outcome) || !(await draw.example(kase, outcome)).required) return undefined;
      return send(right, { outcome, input: {} }, 422, 'INPUT_INVALID');
    }
    case 'old version':
      if (!right || kase.blockedByDocuments(outcome)) return undefined;
      return send(right, { outcome, input: (await draw.example(kase, outcome)).input }, 412, 'VERSION_STALE', {
        'if-match': `"${kase.version - 1 || 99}"`,
      });
    case 'stale task': {
      const task = kase.staleTasks.length > 0 ? random.pick(kase.staleTasks) : undefined;
      const colleagues = office.holders(kase.table.agency, 'front-office');
      return colleagues.length === 0 || task === undefined
        ? undefined
        : send(random.pick(colleagues), { outcome }, 409, 'TASK_NOT_OPEN', {}, task);
    }
    case 'claimed by another': {
      const claimedBy = kase.open?.claimedBy;
      const others = claimedBy ? office.performers(kase).filter((user) => user !== claimedBy) : [];
      return others.length === 0 ? undefined : send(random.pick(others), { outcome }, 409, 'TASK_CLAIMED');
    }
  }
}
