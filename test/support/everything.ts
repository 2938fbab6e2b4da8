import type { Booted } from './boot.js';

/** Where personal data is stored in the clear, and why that is permitted. Everything else is searched for it. */
export const IN_THE_CLEAR: Readonly<Record<string, string>> = {
  'public.sop_definitions': 'the published definitions hold the example of the form, which is nobody’s',
  'file outbox': 'mails as they would go out: only where there is no SMTP_URL, readable by the service alone',
};

/** Every table but the exceptions, as text. */
export async function everything(service: Booted, except: Readonly<Record<string, string>>): Promise<string> {
  const tables = await service.sql<{ name: string }>(
    `select table_schema || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    if (name in except) continue;
    const [row] = await service.sql<{ text: string }>(`select coalesce(string_agg(t::text, E'\\n'), '') as text from ${name} t`);
    texts.push(`${name}\n${row!.text}`);
  }
  return texts.join('\n');
}
