import fc from 'fast-check';
import { diagram } from './diagram.js';
import { layoutOf } from './diagram/layout.js';
import { planOf } from './diagram/plan.js';
import { textWidth, wrapped } from './diagram/text.js';
import { arbitraryDefinition } from './testing/arbitrary-definition.js';
import { changed, parsed, SMALL_SOP } from './testing/small-sop.js';

const small = parsed(SMALL_SOP);

/** Every tag that is opened is closed, in order; texts hold no bare mark-up. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  for (const [, close, name, empty] of xml.matchAll(/<(\/?)([a-z]+)(?: [a-zA-Z-]+="[^"<]*")*(\/?)>/g)) {
    if (empty) continue;
    if (!close) open.push(name!);
    else if (open.pop() !== name) return false;
  }
  const texts = xml.replace(/<\/?[a-z]+(?: [a-zA-Z-]+="[^"<]*")*\/?>/g, '');
  return open.length === 0 && !/[<>]|&(?!(amp|lt|gt|quot|#39);)/.test(texts);
}

describe('a diagram', () => {
  it('shows every actor, every step with its time, and every ending', () => {
    const svg = diagram(small, { language: 'id' });
    for (const shown of [
      'Pemohon',
      'Front Office',
      'Backoffice',
      'Kadis',
      'Langkah 4',
      '2 jam',
      'Selesai: diterbitkan',
      'incomplete',
      'revise',
    ])
      expect(svg).toContain(`>${shown}</text>`);
    expect(diagram(small, { language: 'en' })).toContain('>1.5 working days</text>');
    expect(diagram(small, { language: 'en' })).toContain('2.5 days 2 hours 45 minutes');
  });

  it('can be read without seeing it', () => {
    const svg = diagram(small, { language: 'id' });
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="sop-izin-contoh-title sop-izin-contoh-desc"/);
    expect(svg).toContain('<title id="sop-izin-contoh-title">Izin Contoh</title>');
    expect(svg).toContain('4. Langkah 4 (Kadis; 1,5 Hari). signed: lanjut ke 5; revise: lanjut ke 3.');
  });

  it('lets no text become mark-up', () => {
    const hostile = `<script>alert("x")</script> & ' ]]> \u0000\ud800`;
    for (const path of ['label', 'header.name', 'header.number', 'actors[1].title', 'steps[1].activity', 'steps[1].outcomes[0].label']) {
      const svg = diagram(parsed(changed(SMALL_SOP, path, hostile)), { language: 'id' });
      expect(svg).not.toContain('<script');
      expect(svg).not.toContain('\u0000');
      expect(isWellFormed(svg)).toBe(true);
    }
  });

  it('is well formed for every definition', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), fc.constantFrom('id' as const, 'en' as const), ({ definition }, language) => {
        const svg = diagram(definition, { language });
        return isWellFormed(svg) && !/NaN|undefined|Infinity/.test(svg);
      }),
    );
  });

  it('leads no arrow through a box, and no two along the same line', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), ({ definition }) => {
        const layout = layoutOf(planOf(definition, 'id'), 100);
        for (const trunk of layout.trunks) {
          const x = layout.trunkX(trunk);
          expect(layout.lanes.every((lane) => x < lane.left || x > lane.right)).toBe(true);
        }
        layout.rows.forEach((row, i) => {
          const leaving = layout.exits.filter((exit) => exit.way.from === row.spot);
          for (const exit of leaving) {
            expect(exit.y).toBeGreaterThan(row.bottom);
            expect(exit.y).toBeLessThan(layout.rows[i + 1]?.top ?? layout.height);
          }
          const { kind } = row.spot.shows;
          if (kind === 'step') expect(new Set(leaving.map((exit) => exit.x)).size).toBe(leaving.length);
        });
        const together = layout.trunks.flatMap((one, i) =>
          layout.trunks
            .slice(i + 1)
            .filter((other) => layout.trunkX(one) === layout.trunkX(other))
            .map((other) => [rows(one), rows(other)] as const),
        );
        for (const [one, other] of together) expect(one.last < other.first || other.last < one.first).toBe(true);
      }),
    );
  });
});

function rows({ to, ways }: { to: { row: number }; ways: readonly { from: { row: number } }[] }) {
  const all = [to.row, ...ways.map((way) => way.from.row)];
  return { first: Math.min(...all), last: Math.max(...all) };
}

describe('wrapped text', () => {
  it('fits its width and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 40, max: 200 }), (text, width) => {
        const lines = wrapped(text, width, 12, 100);
        expect(lines.every((each) => textWidth(each, 12) <= width)).toBe(true);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  it('is cut where there is too much of it', () => {
    expect(wrapped('word '.repeat(100), 60, 12, 3)).toHaveLength(3);
    expect(wrapped('word '.repeat(100), 60, 12, 3).at(-1)).toMatch(/…$/);
  });
});
