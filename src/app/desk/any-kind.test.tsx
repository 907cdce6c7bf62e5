// @vitest-environment happy-dom
/**
 * Goal: a kind of record is one file. Method: a made-up kind (tests/kinds) beside the real ones, and nothing else of it: it goes from
 * a command through the vault, push and policy to the list of the desk, the export and the description of the API, all real; and
 * through the simulator.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SCOPE, Station } from '../../../tests/endpoint/station.ts';
import { readingCorner } from '../../../tests/kinds/reading-corner.ts';
import { showDesk } from '../../../tests/shared/desk.tsx';
import { openApiDocument } from '../../endpoint/openapi/document.ts';
import { type Kind, newRevision } from '../../programme/index.ts';
import { recordList } from '../../protocol/index.ts';
import { uuidv7 } from '../../vault/index.ts';

vi.mock('../../programme/kinds/all.ts', async (original) => {
  const { DEFINITIONS } = await original<typeof import('../../programme/kinds/all.ts')>();
  const { MADE_UP } = await import('../../../tests/kinds/reading-corner.ts');
  return { DEFINITIONS: { ...DEFINITIONS, ...MADE_UP } };
});

const CORNER = 'reading-corner' as Kind;
let station: Station;
beforeEach(async () => {
  station = await Station.open('sqlite');
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => station.app.request(path, init));
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await station.dispose();
});

async function save(seed: number, code: string) {
  const { phone, vault, syncClient } = await station.phone(seed, code);
  const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
  const saved = await vault.commit([newRevision(CORNER, ref, readingCorner.example as never)]);
  if (saved.kind !== 'saved') throw new Error(saved.detail);
  await syncClient.sync();
  return { phone, vault, syncClient, ref, revision: saved.revisions[0] };
}

it('travels from a command to the list of the desk, the export and the description of the API', async () => {
  const { revision, ref } = await save(81, 'CB-1');
  expect(await station.heldOf(revision?.revId ?? '')).toMatchObject({ contentHash: revision?.contentHash });

  const session = await showDesk(station, 82);
  const choice = await screen.findByTestId('records-kind');
  expect(choice.textContent).toContain('Góc đọc sách');
  fireEvent.change(choice, { target: { value: CORNER } });
  await waitFor(() => expect(screen.getByTestId('record').textContent).toContain('Góc sách ấp Một'));
  expect(screen.getByTestId('record').textContent).toContain('Tên cb-1');

  const exported = await station.ask(session.token, `/v1/export/${CORNER}?scope=${SCOPE}`);
  const { rows } = recordList.parse(exported.value);
  expect(rows).toMatchObject([{ id: ref.id, title: 'Góc sách ấp Một', payload: readingCorner.example }]);
  const events = await station.sql("select kind, actor from events where kind = 'records-exported'");
  expect(events).toEqual([{ kind: 'records-exported', actor: 'gs-1' }]);

  const { schemas } = openApiDocument().components;
  expect(schemas['Reading-corner']).toMatchObject({ type: 'object', example: readingCorner.example });
});

it('is written by those whom its definition names, and is refused from others', async () => {
  const definition = readingCorner as { writtenBy: string };
  definition.writtenBy = 'decide';
  const refused = await save(83, 'CB-1');
  expect(await station.heldOf(refused.revision?.revId ?? '')).toBeUndefined();
  const [waits] = await refused.vault.outbox();
  expect(waits?.state).toEqual({ kind: 'needs-attention', code: 'not-allowed' });
  const taken = await save(84, 'GS-1');
  expect(await station.heldOf(taken.revision?.revId ?? '')).toBeDefined();
  definition.writtenBy = 'collect';
});

it('lives through a month of the simulator', async () => {
  const run = promisify(execFile)(process.execPath, [
    'tests/simulation/main.ts',
    ...['--seeds', '2', '--from', '1', '--kind', 'tests/kinds/reading-corner.ts'],
  ]);
  const report = JSON.parse((await run).stdout) as { violations: number; kinds: Record<string, number> };
  expect(report.violations).toBe(0);
  expect(report.kinds[CORNER]).toBeGreaterThan(5);
}, 240_000);
