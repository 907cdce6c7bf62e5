/**
 * What `psql -A -t -c` prints, where there is no psql: `node tests/ask-postgres.ts PORT DATABASE STATEMENT`. One row a line,
 * columns parted by `|`, true and false as `t` and `f`; exit 1 with PostgreSQL's message.
 */
import pg from 'pg';

const [port, database, statement = ''] = process.argv.slice(2);
const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'survey', database });
try {
  await client.connect();
  const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
  const shown = (value: unknown) => (typeof value === 'boolean' ? String(value).slice(0, 1) : String(value ?? ''));
  process.stdout.write(rows.map((row) => `${row.map(shown).join('|')}\n`).join(''));
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
} finally {
  await client.end();
}
