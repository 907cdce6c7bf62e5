/** How to come to each screen of the app as an officer would; used by the accessibility test, the pictures and the figures. */
import type { Page } from 'playwright-core';
import { compile, loadBuiltIn, score, setHash } from '../../src/criteria/index.ts';
import { vietnamDay } from '../../src/programme/index.ts';
import { proposalResponse, type Revision, session } from '../../src/protocol/index.ts';
import { enrolBody, signedRevision } from '../devices.ts';
import { laterVersion } from '../shared/criteria.ts';

export const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

export async function signedIn(page: Page, url: string, officer = 'CB-1001'): Promise<void> {
  await page.goto(url);
  const code = by(page, 'code');
  const hamlet = by(page, 'hamlet').first();
  await code.or(hamlet).first().waitFor();
  if (await code.isVisible()) {
    await code.fill(officer);
    await by(page, 'sign-in').click();
    await hamlet.waitFor({ timeout: 60_000 });
  }
}

async function household(page: Page, url: string): Promise<void> {
  await signedIn(page, url);
  await by(page, 'nav-search').click();
  await by(page, 'search').fill('dang thi hoa');
  await by(page, 'result').first().click();
  await by(page, 'member').first().waitFor();
}

async function form(page: Page, url: string): Promise<void> {
  await household(page, url);
  await by(page, 'evaluate').first().click();
  const consent = by(page, 'consent-agree');
  const indicator = by(page, 'indicator');
  const anyway = by(page, 'evaluate-anyway');
  await consent.or(indicator).or(anyway).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await consent.or(indicator).first().waitFor();
  if (await consent.isVisible()) {
    await by(page, 'consent-by-self').click();
    await by(page, 'consent-how-spoken').click();
    await consent.click();
  }
  await indicator.waitFor();
}

export const SCREENS = {
  'sign-in': async (page: Page, url: string) => {
    await page.goto(url);
    await by(page, 'code').waitFor();
  },
  today: (page: Page, url: string) => signedIn(page, url),
  hamlet: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'hamlet').first().click();
    await by(page, 'household').first().waitFor();
  },
  search: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'nav-search').click();
    await by(page, 'search').fill('nguyen thi');
    await by(page, 'result').first().waitFor();
  },
  household,
  'add-person': async (page: Page, url: string) => {
    await household(page, url);
    await by(page, 'add-member').click();
    await by(page, 'save-person').waitFor();
  },
  'edit-person': async (page: Page, url: string) => {
    await household(page, url);
    await page.locator('a[href*="/person/"]').first().click();
    await by(page, 'save-person').waitFor();
  },
  consent: async (page: Page, url: string) => {
    await household(page, url);
    await by(page, 'evaluate').first().click();
    const anyway = by(page, 'evaluate-anyway');
    await by(page, 'consent-agree').or(anyway).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await by(page, 'consent-agree').waitFor();
  },
  form: async (page: Page, url: string) => {
    await form(page, url);
    await by(page, 'level-kha').click();
  },
  result: async (page: Page, url: string) => {
    await form(page, url);
    for (let indicator = 1; indicator <= 10; indicator += 1) {
      await by(page, indicator === 4 ? 'level-chua' : 'level-kha').click();
      if (indicator < 10) await by(page, 'next').click();
    }
    await by(page, 'finish').click();
    await by(page, 'verdict').waitFor();
  },
  outcome: async (page: Page, url: string) => {
    await household(page, url);
    await by(page, 'outcome').first().click();
    await by(page, 'save-outcome').waitFor();
  },
  ready: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'ready').click();
    await by(page, 'ready-light').waitFor();
  },
  sync: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'nav-sync').click();
    await by(page, 'sync-now').waitFor();
  },
  rescue: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'nav-sync').click();
    await by(page, 'to-rescue').click();
    await by(page, 'relay').waitFor();
  },
  'qr-receive': async (page: Page, url: string) => {
    await signedIn(page, url);
    await page.goto(`${url}/rescue/receive`);
    await by(page, 'no-camera').waitFor();
  },
  settings: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'nav-settings').click();
    await by(page, 'storage').waitFor();
  },
  'sign-out': async (page: Page, url: string) => {
    await signedIn(page, url);
    await page.goto(`${url}/sign-out`);
    await by(page, 'sign-out-yes').waitFor();
  },
  /** Who is it: the persons of this phone, and the code of somebody new. */
  persons: async (page: Page, url: string) => {
    await signedIn(page, url);
    await by(page, 'nav-settings').click();
    await by(page, 'add-person-here').click();
    await by(page, 'code').waitFor();
    await by(page, 'person').first().waitFor();
  },
  /** A form in progress, after the commune was given another criteria set. */
  'newer-criteria': async (page: Page, url: string) => {
    await form(page, url);
    await by(page, 'level-kha').click();
    await publishLaterSet(url);
    // The button Back keeps the form before the screen closes, and so does this step.
    await page.goBack();
    await by(page, 'member').first().waitFor();
    await by(page, 'nav-sync').click();
    const round = page.waitForResponse((answer) => answer.url().includes('/v1/push'));
    await by(page, 'sync-now').click();
    await round;
    await page.waitForFunction(() => document.querySelector('[data-testid="sync-now"][aria-busy="true"]') === null);
    await form(page, url);
    await by(page, 'newer-criteria').waitFor();
  },
  kit: async (page: Page, url: string) => {
    await page.goto(`${url}/kit`);
    await by(page, 'kit').waitFor();
  },
} as const;

const post = async (url: string, path: string, body: object, token = '') => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json() as unknown;
};

/** The administrator gives every commune another version of the set for group 1, from today on. */
export async function publishLaterSet(url: string): Promise<void> {
  const set = await laterVersion('cdht-1', '2026.9', 85);
  const { token, scopes } = session.parse(
    await post(url, '/v1/enrol', JSON.parse(enrolBody('QT-3001', crypto.randomUUID()))),
  );
  await post(url, '/v1/criteria-sets', set, token);
  const path = `/v1/criteria-sets/${setHash(set)}/publications`;
  const second = session.parse(await post(url, '/v1/enrol', JSON.parse(enrolBody('GS-2001', crypto.randomUUID()))));
  for (const scope of scopes) {
    const answer = await post(url, path, { scope, from: vietnamDay(Date.now()) }, token);
    // The supervisor of the demo is the second person of one commune only, and that is the one whose screens are looked at.
    if (!second.scopes.includes(scope)) continue;
    const { proposal } = proposalResponse.parse(answer);
    await post(url, `/v1/proposals/${proposal.id}/decide`, { scope, outcome: 'confirmed' }, second.token);
  }
}

/** Pushes one revision of CB-1001 as a phone would. */
async function push(
  url: string,
  make: (author: string, device: string, scope: string) => Revision | Promise<Revision>,
) {
  const device = crypto.randomUUID();
  const { token, officer, scopes } = session.parse(
    await post(url, '/v1/enrol', JSON.parse(enrolBody('CB-1001', device))),
  );
  const revisions = [await make(officer.id, device, scopes[0] ?? '')];
  await post(url, '/v1/push', { proto: 'cdht.push/1', device, deviceTime: new Date().toISOString(), revisions }, token);
}

const firstOf = (author: string, device: string) => ({
  revId: crypto.randomUUID(),
  schema: 1,
  entityId: crypto.randomUUID(),
  parents: [],
  author,
  device,
  deviceSeq: 1,
  prevHash: '',
  deviceTime: new Date().toISOString(),
});

/** A form with a wrong commune code and points that no indicator has. */
async function aRefusedForm(author: string, device: string): Promise<Revision> {
  const set = await loadBuiltIn('cdht-1');
  const { total, max, verdict, hash } = score(compile(set), { indicators: {} });
  return signedRevision({
    ...firstOf(author, device),
    kind: 'evaluation',
    scope: '31046',
    payload: {
      subject: { kind: 'citizen', id: crypto.randomUUID() },
      hamlet: 'Ấp Một',
      period: '2026',
      criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
      answers: { '1': { level: 'kha' }, '3': { points: 19 }, '4': { level: 'gioi' } },
      clientResult: { total, max, verdict, hash },
      finishedAt: new Date().toISOString(),
    },
  });
}

/** A household in order, without the signature that would prove who made it. */
function anUnsignedHousehold(author: string, device: string, scope: string): Revision {
  const payload = { hamlet: 'Ấp Mỹ Lợi', number: '0412' };
  const signed = signedRevision({ ...firstOf(author, device), kind: 'household', scope, payload });
  const { signature: _, ...unsigned } = signed;
  return unsigned;
}

/** Screens of a supervisor: on a phone of their own. */
export const SUPERVISOR_SCREENS = {
  desk: async (page: Page, url: string) => {
    await signedIn(page, url, 'GS-2001');
    await by(page, 'nav-settings').click();
    await by(page, 'open-desk').click();
    await by(page, 'phone').first().waitFor();
  },
  'desk-record': async (page: Page, url: string) => {
    await push(url, aRefusedForm);
    await signedIn(page, url, 'GS-2001');
    await page.goto(`${url}/desk`);
    await by(page, 'desk-view').first().click();
    await by(page, 'desk-correct').waitFor();
  },
  'desk-unproven': async (page: Page, url: string) => {
    await push(url, anUnsignedHousehold);
    await signedIn(page, url, 'GS-2001');
    await page.goto(`${url}/desk`);
    // The oldest stands first.
    await by(page, 'desk-view').last().click();
    await by(page, 'desk-take-over').waitFor();
  },
  import: async (page: Page, url: string) => {
    await signedIn(page, url, 'GS-2001');
    await page.goto(`${url}/import`);
    await by(page, 'import-file').waitFor();
  },
} as const;
