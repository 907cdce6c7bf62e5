/**
 * Goal: nobody reads, writes or decides where policy does not let them. Method: every operation of the API, and every kind of
 * record, asked for with every role on the own commune, on another one, on the province, on another province and on the
 * instance; what is answered is held against `may`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenHash } from '../../src/endpoint/http/sign-in.ts';
import { OPERATIONS } from '../../src/endpoint/openapi/operations.ts';
import {
  type Action,
  actionToRead,
  definitionOf,
  type Grant,
  KINDS,
  may,
  postsOf,
  ROLES,
  STREAMS,
} from '../../src/programme/index.ts';
import { keyOfDevice, signedRevision } from '../devices.ts';
import { putOfficersWithCodes, signInWith } from '../officers.ts';
import { OTHER_SCOPE, SCOPE, Station } from './station.ts';

const COMMUNES = [
  { scope: SCOPE, province: 'An Giang' },
  { scope: OTHER_SCOPE, province: 'An Giang' },
];
const HASH = 'a'.repeat(64);

/** How an operation is asked about a commune. */
const ASKED: Readonly<Record<string, (scope: string) => { readonly path: string; readonly body?: object | string }>> = {
  pull: (scope) => ({ path: `/v1/pull?scope=${scope}` }),
  reconcile: (scope) => ({ path: '/v1/reconcile', body: { scope, months: [] } }),
  identityLookup: (scope) => ({ path: '/v1/identity/lookup', body: { scope, cccd: '091062000019' } }),
  addCriteriaSet: () => ({ path: '/v1/criteria-sets', body: {} }),
  previewCriteriaSet: (scope) => ({ path: `/v1/criteria-sets/preview?scope=${scope}&period=2026`, body: {} }),
  publishCriteriaSet: (scope) => ({
    path: `/v1/criteria-sets/${HASH}/publications`,
    body: { scope, from: '2027-01-01' },
  }),
  rosterPreview: (scope) => ({ path: `/v1/roster/preview?scope=${scope}&file=a.csv`, body: 'ấp,số hộ' }),
  rosterImport: (scope) => ({ path: `/v1/roster/import?scope=${scope}&preview=none`, body: '' }),
  quarantine: (scope) => ({ path: `/v1/quarantine?scope=${scope}` }),
  quarantined: (scope) => ({ path: `/v1/quarantine/${HASH}?scope=${scope}` }),
  retryQuarantined: (scope) => ({ path: '/v1/quarantine/retry', body: { scope } }),
  correctQuarantined: (scope) => ({ path: '/v1/quarantine/correct', body: { scope, id: HASH, corrections: [] } }),
  closeQuarantined: (scope) => ({ path: '/v1/quarantine/close', body: { scope, id: HASH, reason: 'Trùng phiếu' } }),
  records: (scope) => ({ path: `/v1/records/household?scope=${scope}` }),
  exportRecords: (scope) => ({ path: `/v1/export/household?scope=${scope}` }),
  proposals: (scope) => ({ path: `/v1/proposals?scope=${scope}` }),
  decideProposal: (scope) => ({ path: '/v1/proposals/none/decide', body: { scope, outcome: 'confirmed' } }),
  accounts: (scope) => ({ path: `/v1/accounts?scope=${scope}` }),
  addAccount: (scope) => ({ path: '/v1/accounts', body: { scope, name: 'A', phone: null, grants: [] } }),
  changeAccount: (scope) => ({ path: '/v1/accounts/nobody', body: { scope, name: 'A', phone: null, grants: [] } }),
  closeAccount: (scope) => ({
    path: '/v1/accounts/nobody/close',
    body: { scope, successor: null, reason: 'Thôi việc' },
  }),
  openWork: (scope) => ({ path: `/v1/accounts/nobody/open-work?scope=${scope}` }),
  sendDrafts: (scope) => ({ path: `/v1/drafts?scope=${scope}&count=0`, body: '' }),
  handedDrafts: (scope) => ({ path: `/v1/handed-drafts?scope=${scope}` }),
  draftsTaken: (scope) => ({
    path: '/v1/handed-drafts/taken',
    body: { scope, device: '0192a000-0000-7000-8000-000000000001', sha256: HASH },
  }),
  reopenAccount: (scope) => ({ path: '/v1/accounts/nobody/reopen', body: { scope } }),
  makeCode: (scope) => ({ path: '/v1/enrolment-codes', body: { scope, officerId: 'nobody' } }),
  voidCode: (scope) => ({ path: '/v1/enrolment-codes/none/void', body: { scope } }),
  revokeDevice: (scope) => ({ path: '/v1/phones/none/revoke', body: { scope, reason: 'Mất máy' } }),
  lostPhone: (scope) => ({ path: `/v1/phones/none/lost?scope=${scope}` }),
  addCommune: () => ({ path: '/v1/communes', body: {} }),
  changeCommune: (scope) => ({ path: `/v1/communes/${scope}`, body: {} }),
  mergeCommunes: () => ({ path: '/v1/communes/merge', body: {} }),
  events: (scope) => ({ path: `/v1/events?scope=${scope}` }),
  checkEvents: (scope) => ({ path: `/v1/events/check?scope=${scope}` }),
  phones: (scope) => ({ path: `/v1/phones?scope=${scope}` }),
};
/** Operations of no commune: whoever may do so anywhere may ask for them, and gets only what is their own. */
const ANYWHERE: ReadonlySet<string> = new Set(['rosterTemplate', 'rosterJob']);
const ON_INSTANCE: ReadonlySet<Action> = new Set<Action>(['manage-communes', 'add-criteria']);

const PLACES: readonly ((role: Grant['role']) => Grant)[] = [
  (role) => ({ role, on: 'commune', scope: SCOPE }),
  (role) => ({ role, on: 'commune', scope: OTHER_SCOPE }),
  (role) => ({ role, on: 'province', province: 'An Giang' }),
  (role) => ({ role, on: 'province', province: 'Cà Mau' }),
  (role) => ({ role, on: 'instance' }),
];
const GRANTS = ROLES.flatMap((role) => PLACES.map((at) => at(role)));

describe('every grant', () => {
  let station: Station;
  const people: { readonly id: string; readonly grant: Grant; readonly token: string; readonly device: string }[] = [];
  beforeAll(async () => {
    station = await Station.open('sqlite');
    for (const [at, grant] of GRANTS.entries()) {
      const id = `p-${at}`;
      await putOfficersWithCodes(station.store, [{ id, name: id, grants: [grant], code: id }]);
      const device = station.uuid();
      const { publicKey } = keyOfDevice(device);
      await signInWith(station.store, {
        tokenHash: tokenHash(`token-of-${id}`),
        device,
        officerId: id,
        publicKey,
        at: station.now(),
      });
      people.push({ id, grant, token: `token-of-${id}`, device });
    }
  });
  afterAll(() => station.dispose());

  it('the test knows how to ask for every operation that needs a right', () => {
    const needing = OPERATIONS.filter(({ action }) => action !== null).map(({ id }) => id);
    expect(needing.filter((id) => !ANYWHERE.has(id)).sort()).toEqual(Object.keys(ASKED).sort());
  });

  it('gets from every operation what policy lets it have, and no more', async () => {
    for (const { id, action, method } of OPERATIONS) {
      const ask = ASKED[id];
      if (action === null || ask === undefined) continue;
      for (const { grant, token } of people) {
        for (const scope of [SCOPE, OTHER_SCOPE, 'scope-of-nobody']) {
          const { path, body } = ask(scope);
          const answer = await station.app.request(path, {
            method: method.toUpperCase(),
            headers: { authorization: `Bearer ${token}` },
            ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          });
          const allowed = may(postsOf([grant], COMMUNES), action, ON_INSTANCE.has(action) ? null : scope);
          expect([answer.status === 403, answer.status === 401], `${id} ${JSON.stringify(grant)} ${scope}`).toEqual([
            // More questions than are allowed in a minute are rejected as such, and only to those who may ask.
            !allowed,
            false,
          ]);
        }
      }
    }
  });

  it('pulls the streams that policy lets it pull, also beside a push', async () => {
    for (const { grant, token, device } of people) {
      const posts = postsOf([grant], COMMUNES);
      for (const scope of [SCOPE, OTHER_SCOPE]) {
        for (const stream of STREAMS) {
          const { status } = await station.ask(token, `/v1/pull?scope=${scope}&stream=${stream}`);
          expect(status === 200, `${stream} ${JSON.stringify(grant)} ${scope}`).toBe(
            may(posts, actionToRead(stream), scope),
          );
        }
      }
      const pull = [SCOPE, OTHER_SCOPE].flatMap((scope) =>
        STREAMS.map((stream) => ({ scope, stream, epoch: null, after: 0 })),
      );
      const { pulled } = await station.pushAsItIs(token, device, [], { pull });
      expect(pulled?.every(({ scope, stream }) => may(posts, actionToRead(stream), scope))).toBe(true);
      expect(pulled?.length).toBe(pull.filter(({ scope, stream }) => may(posts, actionToRead(stream), scope)).length);
    }
  });

  it('writes the kinds of record that policy lets it write, in no other commune', async () => {
    for (const { id, grant, token, device } of people) {
      const posts = postsOf([grant], COMMUNES);
      let deviceSeq = 0;
      for (const scope of [SCOPE, OTHER_SCOPE]) {
        for (const [kind, corrects] of KINDS.flatMap((each) => [
          [each, undefined] as const,
          [each, station.uuid()] as const,
        ])) {
          const definition = definitionOf(kind);
          if (definition === null) throw new Error(`${kind} has a definition`);
          const needed: readonly Action[] = corrects ? [definition.writtenBy, 'decide'] : [definition.writtenBy];
          const allowed = needed.every((action) => may(posts, action, scope)) && !definition.needsSecondPerson;
          deviceSeq += 1;
          const revision = signedRevision({
            revId: station.uuid(),
            schema: 1,
            kind,
            entityId: station.uuid(),
            parents: [],
            scope,
            author: id,
            device,
            deviceSeq,
            prevHash: '',
            deviceTime: station.now(),
            payload: definition.example as Record<string, unknown>,
            ...(corrects !== undefined && { corrects }),
          });
          const answer = await station.ask(token, '/v1/push', {
            proto: 'cdht.push/1',
            device,
            deviceTime: station.now(),
            revisions: [revision],
          });
          const [result] = (answer.value as { receipts?: { status: string; code?: string }[] }).receipts ?? [];
          const what = `${kind} ${corrects ? 'as a correction' : ''} ${JSON.stringify(grant)} ${scope}`;
          if (allowed) {
            // The example's criteria set is nobody's: the evaluation waits for that alone.
            expect(result?.status === 'created' || result?.code === 'unknown-set', what).toBe(true);
          } else {
            expect(result?.status, what).not.toBe('created');
            if (result !== undefined) expect(['not-allowed', 'out-of-scope'], what).toContain(result.code);
          }
        }
      }
    }
  });
});
