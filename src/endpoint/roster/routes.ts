/** Roster import over HTTP: template, preview, and import as a job, for supervisors and administrators of the commune. */
import { type Context, Hono } from 'hono';
import { scopesFor } from '../../programme/index.ts';
import { type PreviewResponse, ROSTER_LIMITS } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readBytes } from '../http/body.ts';
import { Rejection } from '../http/rejection.ts';
import { requireAllowed } from '../http/sign-in.ts';
import type { Officer } from '../store/api.ts';
import { type DeskParts, ImportDesk } from './import-desk.ts';
import { readRosterFile } from './read-file.ts';
import { rosterTemplate } from './template.ts';

/** Who is signed in. */
export interface RosterCaller {
  readonly officer: Officer;
}

/** What the routes need of the endpoint. */
export interface RosterRoutesParts extends DeskParts {
  /**
   * @returns who is signed in; null for nobody
   * @throws {Rejection} where it rejects the request by itself
   */
  authorise(context: Context): Promise<RosterCaller | null>;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** @returns the routes of the import; they throw {@link Rejection}s, which the app around them answers */
export function rosterRoutes(parts: RosterRoutesParts): Hono {
  const desk = new ImportDesk(parts);

  /** @throws {Rejection} 401 for nobody, 403 for who may import nowhere */
  const importer = async (context: Context): Promise<Officer> => {
    const caller = await parts.authorise(context);
    if (caller === null) throw new Rejection(401, 'signed-out');
    if (scopesFor(caller.officer.posts, 'import-roster').length === 0) throw new Rejection(403, 'not-allowed');
    return caller.officer;
  };
  const importerOf = async (context: Context): Promise<{ officerId: string; scope: string }> => {
    const officer = await importer(context);
    const scope = context.req.query('scope') ?? '';
    requireAllowed({ officer }, 'import-roster', scope);
    return { officerId: officer.id, scope };
  };

  return new Hono()
    .get('/v1/roster/template.xlsx', async (context) => {
      await importer(context);
      return context.body(Uint8Array.from(await rosterTemplate()), 200, {
        'content-type': XLSX,
        'content-disposition': 'attachment; filename="danh-sach-mau.xlsx"',
        'cache-control': 'no-store',
      });
    })
    .post('/v1/roster/preview', async (context) => {
      const { officerId, scope } = await importerOf(context);
      const bytes = await readBytes(context, ROSTER_LIMITS.fileBytesMax);
      const file = await readRosterFile(bytes, context.req.query('file') ?? '');
      if (file.kind === 'bad') {
        return context.json({ error: file.code, detail: file.sentence, params: file.params }, 422);
      }
      const preview = await desk.preview(officerId, scope, file.rows);
      const answer: PreviewResponse = {
        previewId: preview.previewId,
        scope,
        counts: preview.counts,
        newHouseholds: preview.newHouseholds,
        faults: preview.faulty.slice(0, ROSTER_LIMITS.faultsShownMax),
        sample: preview.changes.slice(0, ROSTER_LIMITS.sampleMax),
      };
      return await answerJson(context, answer);
    })
    .post('/v1/roster/import', async (context) => {
      const { officerId, scope } = await importerOf(context);
      const job = desk.confirm(officerId, scope, context.req.query('preview') ?? '');
      if (job === null) throw new Rejection(404, 'unknown-preview');
      return context.json(job, 202, { 'cache-control': 'no-store' });
    })
    .get('/v1/roster/jobs/:id', async (context) => {
      const { id } = await importer(context);
      const job = desk.job(id, context.req.param('id'));
      if (job === null) throw new Rejection(404, 'unknown-job');
      return await answerJson(context, job);
    });
}
