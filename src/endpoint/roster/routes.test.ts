/**
 * Goal: an import over HTTP writes nothing before a person's yes, once after it, and never what has gone stale. Method:
 * the routes over a roster in memory whose writing can be held up or made to fail.
 */
import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewRevision, Role } from '../../programme/index.ts';
import { jobResponse, previewResponse, ROSTER_LIMITS } from '../../protocol/index.ts';
import { Rejection } from '../http/rejection.ts';
import type { CurrentEntity } from '../store/api.ts';
import { readRosterFile } from './read-file.ts';
import { type RosterCaller, rosterRoutes } from './routes.ts';

const FILE =
  'ấp,số hộ,họ tên,năm sinh,giới tính,quan hệ,nhóm\nKinh 1,17,Lê Văn An,1990,Nam,con,2\nKinh 1,17,Lê Văn Sai,,,,\n';
const callerWith = (role: Role, scopes = ['scope-here'], id = 'gs-2001'): RosterCaller => ({
  officer: { id, name: id, posts: scopes.map((scope) => ({ role, scope })), scopes },
});
const SUPERVISOR = callerWith('supervisor');

let caller: RosterCaller | null;
let applied: NewRevision[][];
let kept: Map<string, CurrentEntity & { kind: string }>;
let now: number;
let apply: () => Promise<void>;
let app: Hono;

beforeEach(() => {
  caller = SUPERVISOR;
  applied = [];
  kept = new Map();
  now = Date.UTC(2026, 10, 24);
  apply = async () => undefined;
  const of = (wanted: string) => [...kept.values()].filter(({ kind }) => kind === wanted);
  app = new Hono();
  app.onError((error, context) => {
    if (!(error instanceof Rejection)) throw error;
    return context.json({ error: error.code, detail: error.detail }, error.status);
  });
  app.route(
    '/',
    rosterRoutes({
      authorise: async () => caller,
      currentRoster: async () => ({ households: of('household'), citizens: of('citizen'), identities: of('identity') }),
      identityHasher: async () => (cccd) => cccd.slice(-3).padStart(22, '0'),
      apply: async (_commune, _officer, revisions, onProgress) => {
        await apply();
        applied.push([...revisions]);
        for (const { kind, entityId, payload } of revisions) {
          kept.set(`${kind} ${entityId}`, { kind, id: entityId, payload, heads: ['head'] });
        }
        onProgress(revisions.length, revisions.length);
      },
      clock: { now: () => new Date(now).toISOString(), millis: () => now },
    }),
  );
});

const post = (path: string, body?: BodyInit) =>
  app.request(path, { method: 'POST', ...(body !== undefined && { body }) });
const preview = async (file: BodyInit = FILE) =>
  previewResponse.parse(await (await post('/v1/roster/preview?scope=scope-here', file)).json());
const confirm = async (previewId: string) => post(`/v1/roster/import?scope=scope-here&preview=${previewId}`);

async function finished(response: Response) {
  let job = jobResponse.parse(await response.json());
  for (let tries = 0; job.state === 'running' && tries < 200; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    job = jobResponse.parse(await (await app.request(`/v1/roster/jobs/${job.id}`)).json());
  }
  return job;
}

describe('roster routes', () => {
  it('preview without writing, import once after the yes', async () => {
    const shown = await preview();
    expect(shown).toMatchObject({ counts: { added: 1, changed: 0, unchanged: 0, faulty: 1 }, newHouseholds: 1 });
    expect(shown.faults).toMatchObject([{ line: 3, column: 'birth', code: 'missing-birth' }]);
    expect(applied).toEqual([]);
    const response = await confirm(shown.previewId);
    expect(response.status).toBe(202);
    const again = await confirm(shown.previewId);
    const job = await finished(response);
    expect(job).toMatchObject({ state: 'done', done: 4, total: 4, counts: { added: 1, faulty: 1 } });
    expect((await finished(again)).id).toBe(job.id);
    expect(applied).toHaveLength(1);
    expect((await preview()).counts).toMatchObject({ added: 0, unchanged: 1 });
  });

  it('work out anew at the yes what the roster has become meanwhile', async () => {
    const [one, other] = [await preview(), await preview()];
    await Promise.all([finished(await confirm(one.previewId)), finished(await confirm(other.previewId))]);
    expect(applied.map((revisions) => revisions.length)).toEqual([2]);
  });

  it('show when nothing could be written', async () => {
    apply = () => Promise.reject(new Error('disk full'));
    const job = await finished(await confirm((await preview()).previewId));
    expect(job.state).toBe('failed');
    expect(kept.size).toBe(0);
  });

  it('are for supervisors and administrators of the commune', async () => {
    const statusAs = async (next: RosterCaller | null, path = '/v1/roster/preview?scope=scope-here') => {
      caller = next;
      const response = await post(path, FILE);
      return `${response.status} ${((await response.json()) as { error?: string }).error ?? ''}`.trim();
    };
    expect(await statusAs(null)).toBe('401 signed-out');
    expect(await statusAs(callerWith('officer'))).toBe('403 not-allowed');
    expect(await statusAs(callerWith('supervisor', ['scope-there']))).toBe('403 out-of-scope');
    expect(await statusAs(SUPERVISOR, '/v1/roster/preview')).toBe('403 out-of-scope');
    expect(await statusAs(callerWith('administrator'))).toBe('200');
    caller = SUPERVISOR;
    const { previewId } = await preview();
    caller = callerWith('supervisor', ['scope-here'], 'gs-2002');
    expect((await confirm(previewId)).status).toBe(404);
  });

  it('forget a preview after half an hour', async () => {
    const { previewId } = await preview();
    now += ROSTER_LIMITS.keptMs + 1;
    expect((await confirm(previewId)).status).toBe(404);
  });

  it('reject what is too large or no list, with a sentence', async () => {
    const large = await post('/v1/roster/preview?scope=scope-here', new Uint8Array(ROSTER_LIMITS.fileBytesMax + 1));
    expect(large.status).toBe(413);
    const none = await post('/v1/roster/preview?scope=scope-here', 'a,b\n1,2');
    expect(none.status).toBe(422);
    expect(await none.json()).toMatchObject({ error: 'no-header', detail: expect.stringContaining('Số hộ') });
  });

  it('hand out a template that can be read back', async () => {
    const response = await app.request('/v1/roster/template.xlsx');
    expect(response.headers.get('content-disposition')).toContain('.xlsx');
    const file = await readRosterFile(new Uint8Array(await response.arrayBuffer()));
    expect(file.kind).toBe('rows');
  });
});
