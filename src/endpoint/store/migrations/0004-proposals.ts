/** Proposals: what one person makes and another one confirms. */
import type { Kysely } from 'kysely';

export async function addProposals({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('proposals')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('reason', 'text')
    .addPrimaryKeyConstraint('proposals_pk', ['scope', 'id'])
    .execute();
  await schema.createIndex('proposals_scope').on('proposals').columns(['scope', 'made_at']).execute();
}
