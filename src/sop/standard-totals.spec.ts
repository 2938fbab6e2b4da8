import fc from 'fast-check';
import { amountOf, NO_TIME, plus, type WorkingAmount } from '../kernel/duration.js';
import { graphOf, isStep, walk } from './graph.js';
import type { Ending, Step } from './sop-definition.js';
import { standardTotals } from './standard-totals.js';
import { arbitraryDefinition } from './testing/arbitrary-definition.js';
import { changed, parsed, SMALL_SOP } from './testing/small-sop.js';

describe('the standard time to an ending', () => {
  it('adds up the rows on the way, each once', () => {
    expect(standardTotals(parsed(SMALL_SOP))).toEqual({
      granted: { days: 2.5, ms: 9_900_000, text: '2,5 Hari 2 Jam 45 Menit', steps: [1, 2, 3, 4, 5] },
    });
  });

  it('takes the longest way, days before hours', () => {
    const twoWays = parsed(changed(SMALL_SOP, 'steps[1].outcomes[2]', { key: 'skip', means: 'complete', label: 'x', leadsTo: 5 }));
    expect(standardTotals(twoWays).granted?.steps).toEqual([1, 2, 3, 4, 5]);
  });

  it('tells each ending apart', () => {
    const refused = parsed(changed(SMALL_SOP, 'steps[1].outcomes[2]', { key: 'refuse', label: 'x', leadsTo: 'rejected' }));
    expect(standardTotals(refused)).toMatchObject({ granted: { days: 2.5 }, rejected: { text: '2 Jam 15 Menit', steps: [1, 2] } });
  });

  it('is that of the longest way when all ways are tried', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), ({ definition }) => {
        const graph = graphOf(definition);
        const { back } = walk(graph);
        const best = new Map<Ending, WorkingAmount>();
        const tryAll = (step: Step, before: WorkingAmount): void => {
          const amount = plus(before, amountOf(step.standardTime));
          for (const edge of graph.edges.get(step)!) {
            if (back.has(edge)) continue;
            if (isStep(edge.to)) tryAll(edge.to, amount);
            else if (!best.has(edge.to) || compare(amount, best.get(edge.to)!) > 0) best.set(edge.to, amount);
          }
        };
        tryAll(graph.start!, NO_TIME);
        const totals = standardTotals(definition);
        expect(Object.keys(totals).sort()).toEqual([...best.keys()].sort());
        for (const [ending, amount] of best) expect(totals[ending]).toMatchObject(amount);
      }),
    );
  });

  it('does not take longer for a great many ways', () => {
    const base = parsed(SMALL_SOP);
    const way = base.steps[1]!.outcomes[0]!;
    const steps = Array.from({ length: 200 }, (_, i) => ({
      ...base.steps[1]!,
      no: i + 1,
      outcomes:
        i === 199
          ? [{ ...way, leadsTo: 'granted' as const }]
          : [
              { ...way, leadsTo: Math.min(i + 2, 200) },
              { ...way, leadsTo: Math.min(i + 3, 200) },
            ],
    }));
    expect(standardTotals({ ...base, steps }).granted?.steps).toHaveLength(200);
  });
});

function compare(one: WorkingAmount, other: WorkingAmount): number {
  return one.days - other.days || one.ms - other.ms;
}
