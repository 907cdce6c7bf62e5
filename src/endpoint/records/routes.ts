/** Records of any kind over HTTP: a page for the desk, and all of a kind for whoever takes data out. */
import { type Context, Hono } from 'hono';
import { type Action, actionToRead, isKnownKind, type Kind, streamOf, titledBy } from '../../programme/index.ts';
import { RECORDS_LIMITS, type RecordList, type RecordRow } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';

/** @returns the routes of lists and exports */
export function recordRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;

  /** @throws {Rejection} 403, 404 */
  const asked = async (context: Context, action: Action) => {
    const caller = await callerOf(context, parts);
    const scope = context.req.query('scope') ?? '';
    requireAllowed(caller, action, scope);
    const kind = context.req.param('kind') ?? '';
    if (!isKnownKind(kind)) throw new Rejection(404, 'unknown-kind');
    requireAllowed(caller, actionToRead(streamOf(kind)), scope);
    return { scope, kind, by: caller.officer.id };
  };
  const page = async (scope: string, kind: Kind, after: string): Promise<RecordList> => {
    const { entities: shown, tooLarge, next } = await store.listed(scope, kind, after, RECORDS_LIMITS.pageMax);
    const people = await store.officers([...new Set(shown.map(({ author }) => author))]);
    const titles = await store.titles(
      scope,
      shown.flatMap(({ title, payload }) => (title === '' ? titledBy(kind, payload) || [] : [])),
    );
    const rows = shown.map(
      ({ id, title, author, deviceTime, conflict = false, payload }): RecordRow => ({
        id,
        title: title || (titles.get(titledBy(kind, payload)) ?? ''),
        author: { id: author, name: people.get(author)?.name ?? null },
        deviceTime,
        conflict,
        payload,
      }),
    );
    return { kind, rows, tooLarge: [...tooLarge], next };
  };

  return new Hono()
    .get('/v1/records/:kind', async (context) => {
      const { scope, kind, by } = await asked(context, 'decide');
      const list = await page(scope, kind, context.req.query('after') ?? '');
      if (streamOf(kind) === 'identity' && list.rows.length > 0) {
        // It is noted before the answer leaves: a number that was read and not noted cannot be.
        const detail = { records: list.rows.length };
        await store.addEvents([{ scope, at: clock.now(), actor: by, kind: 'identity-viewed', detail }]);
      }
      return await answerJson(context, list);
    })
    .get('/v1/export/:kind', async (context) => {
      const { scope, kind, by } = await asked(context, 'export-records');
      const rows: RecordRow[] = [];
      const tooLarge: string[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const next: RecordList = await page(scope, kind, after);
        rows.push(...next.rows);
        tooLarge.push(...next.tooLarge);
        after = next.next;
      }
      const detail = { kind, records: rows.length };
      await store.addEvents([{ scope, at: clock.now(), actor: by, kind: 'records-exported', detail }]);
      const list: RecordList = { kind, rows, tooLarge, next: null };
      context.header('content-disposition', `attachment; filename="${kind}.json"`);
      return await answerJson(context, list);
    });
}
