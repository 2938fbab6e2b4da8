import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok, type Problem } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { choices, open, STOP, walkOn } from './support/walk.js';

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found();
});
afterAll(() => town.leave());

interface InputSchema {
  readonly required: readonly string[];
  readonly properties: { readonly oss: { readonly default?: object; readonly description?: string } };
  readonly examples: readonly [Readonly<Record<string, unknown>>];
}

const GIVEN = { instruction: 'Mohon diproses lebih lanjut.' };

async function atEntry(application: ApplicationView): Promise<{ task: string; input: InputSchema }> {
  const { application: reached } = await walkOn(town.service, application, choices({ 4: STOP }));
  const clerk = await town.service.as('frontoffice');
  const { outcomes, id } = ok(await clerk.get<TaskView>(`/v1/tasks/${reached.openTasks[0]!.id}`));
  return { task: id, input: outcomes[0]!.input as InputSchema };
}

const complete = async (task: string, input: object) =>
  (await town.service.as('frontoffice')).post<ApplicationView & Problem>(`/v1/tasks/${task}/complete`, { outcome: 'forwarded', input });
const sheet = async (application: string) =>
  (await town.service.sql<{ oss: object }>('select oss from dispositions where application_id = $1', [application]))[0]!.oss;

describe('the entry in OSS (row 4)', () => {
  it('is not asked for where the licence came with its NIB: it is filled in, and taken from the licence', async () => {
    const { application, nib } = await town.apply();
    const { ossId } = (await town.state(application.id)).licence!;
    const { task, input } = await atEntry(application);
    expect(input.required).toEqual(['instruction']);
    expect(input.properties.oss).toMatchObject({ default: { ossId, nib }, description: expect.stringContaining('OSS') as string });
    expect(input.examples[0]).not.toHaveProperty('oss');
    expect(ok(await complete(task, GIVEN)).openTasks).toMatchObject([{ step: 5 }]);
    expect(await sheet(application.id)).toEqual({ ossId, nib });
    expect(await town.told(application.id)).toEqual(['10', '20']);
    // The same in GraphQL, where another case stands at that row.
    const other = await atEntry((await town.apply()).application);
    const clerk = await town.service.as('frontoffice');
    const { task: seen } = await clerk.query<{ task: { outcomes: { input: InputSchema }[] } }>(
      'query ($id: String!) { task(id: $id) { outcomes { input } } }',
      { id: other.task },
    );
    expect(seen.outcomes[0]!.input).toEqual(other.input);
  });

  it('that a clerk has made by hand all the same is kept as the clerk says', async () => {
    const { application } = await town.apply();
    const { task } = await atEntry(application);
    ok(await complete(task, { ...GIVEN, oss: { ossId: 'P-lain' } }));
    expect(await sheet(application.id)).toEqual({ ossId: 'P-lain' });
  });

  it('is asked for where OSS has told nothing, and nothing goes on without it', async () => {
    const application = await open(town.service, 'iumk');
    const { task, input } = await atEntry(application);
    expect(input.required).toEqual(['instruction', 'oss']);
    expect(input.properties.oss).not.toHaveProperty('default');
    expect(input.examples[0]).toHaveProperty('oss.ossId');
    const refused = await complete(task, GIVEN);
    expect([refused.status, refused.body.code, refused.body.errors?.map(({ pointer }) => pointer)]).toEqual([
      422,
      'INPUT_INVALID',
      ['/input/oss'],
    ]);
    expect((await town.application(application.id)).openTasks).toMatchObject([{ step: 4 }]);
    ok(await complete(task, input.examples[0]));
    expect(await sheet(application.id)).toEqual(input.examples[0]['oss']);
  });
});
