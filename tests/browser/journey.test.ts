/**
 * Goal: the main job, end to end, on the production build: a home visit from the doorway to the endpoint.
 * Method: a real browser with a profile of its own and the real endpoint as a process. "Offline" is meant: the endpoint
 * is stopped and the browser's network is off. The page is killed with SIGKILL, not closed.
 */
import type { Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/programme/index.ts';
import {
  type PullPage,
  pullPage,
  pushResponse,
  type Revision,
  type Session,
  session as sessionSchema,
} from '../../src/protocol/index.ts';
import { deviceOf, enrolBody } from '../devices.ts';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';

const OFFICER = 'CB-1001';
const SUPERVISOR = 'GS-2001';
const NEW_MEMBER = 'Đặng Văn Bình';
const CCCD = '091090123456';

let endpoint: EndpointProcess;
let phone: Phone;
let second: Phone;

beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
  phone = newPhone();
  second = newPhone();
});

afterAll(async () => {
  await phone?.dispose();
  await second?.dispose();
  await endpoint?.dispose();
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

async function signIn(page: Page, code: string): Promise<void> {
  await by(page, 'code').fill(code);
  await by(page, 'sign-in').click();
  await by(page, 'hamlet').first().waitFor();
}

async function find(page: Page, text: string): Promise<void> {
  await by(page, 'nav-search').click();
  await by(page, 'search').fill(text);
}

async function supervisorSession(): Promise<Session> {
  const answer = await fetch(`${endpoint.url}/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: enrolBody(SUPERVISOR),
  });
  return sessionSchema.parse(await answer.json());
}

async function pullAll({ token, scopes }: Session): Promise<PullPage['rows']> {
  const rows: PullPage['rows'] = [];
  let after = 0;
  for (;;) {
    const answer = await fetch(`${endpoint.url}/v1/pull?scope=${scopes[0]}&after=${after}&limit=500`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = pullPage.parse(await answer.json());
    rows.push(...page.rows);
    after = page.next;
    if (!page.more) return rows;
  }
}

describe('a home visit, from the doorway to the endpoint', () => {
  it('works without a network, survives a kill, syncs once and is seen on a second phone', async () => {
    let page = await phone.open(endpoint.url);
    await signIn(page, OFFICER);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // An officer leaves the office when the phone says that it has the commune, not in the middle of its first pages.
    await by(page, 'sync-idle').waitFor();
    await phone.close();

    await endpoint.stop();
    page = await phone.open(endpoint.url, { offline: true });
    await by(page, 'hamlet').first().waitFor();

    await find(page, 'dang thi hoa');
    // The demo has others whose names have the same search key; this one lives in the first household.
    await by(page, 'result').filter({ hasText: 'Đặng Thị Hòa' }).filter({ hasText: 'hộ 001' }).first().click();

    await by(page, 'add-member').click();
    const card = await QRCode.toBuffer(
      `${CCCD}|371234567|${NEW_MEMBER}|15031990|Nam|Ấp 1, Vĩnh Bình, An Giang|01012022||||`,
      {
        width: 600,
      },
    );
    await by(page, 'qr-file').setInputFiles({ name: 'card.png', mimeType: 'image/png', buffer: card });
    await page.waitForFunction(
      (name) => [...document.querySelectorAll('input')].some((i) => i.value === name),
      NEW_MEMBER,
    );
    await by(page, 'person-relation').selectOption('con');
    await by(page, 'person-group').selectOption('1');
    await by(page, 'save-person').click();
    await by(page, 'member').filter({ hasText: NEW_MEMBER }).waitFor();

    await by(page, 'member').filter({ hasText: NEW_MEMBER }).locator('[data-testid="evaluate"]').click();
    await by(page, 'consent-by-self').click();
    await by(page, 'consent-how-spoken').click();
    await by(page, 'consent-agree').click();

    for (let indicator = 1; indicator <= 10; indicator += 1) {
      await by(page, 'indicator').waitFor();
      await by(page, indicator === 3 ? 'level-dat' : 'level-kha').click();
      if (indicator === 5) {
        await by(page, 'photo-file').setInputFiles({
          name: 'photo.png',
          mimeType: 'image/png',
          buffer: await page.screenshot(),
        });
        await by(page, 'photo').first().waitFor();
      } else if (indicator !== 3) {
        await by(page, 'evidence-note').fill('Trưởng ấp xác nhận');
        await by(page, 'add-note').click();
      }
      if (indicator < 10) await by(page, 'next').click();
    }
    expect(await by(page, 'score-total').innerText()).toContain('77');
    await by(page, 'finish').click();
    expect(await by(page, 'verdict').innerText()).toContain('77');
    expect(await by(page, 'plan').innerText()).toMatch(/5/);
    await by(page, 'save-evaluation').click();
    await by(page, 'saved').waitFor();

    await phone.kill();
    page = await phone.open(endpoint.url, { offline: true });
    await find(page, NEW_MEMBER);
    await by(page, 'result').first().click();
    expect(await by(page, 'member').filter({ hasText: NEW_MEMBER }).innerText()).toContain('77');
    await by(page, 'nav-sync').click();
    // The count is read from the phone's keeping; until it is there the screen shows an ellipsis.
    await page.waitForFunction(() =>
      /^[1-9]/.test(document.querySelector('[data-testid="pending-count"]')?.textContent?.trim() ?? ''),
    );

    await endpoint.start();
    await phone.setOffline(false);
    await by(page, 'sync-now').click();
    await page.waitForFunction(() =>
      document.querySelector('[data-testid="pending-count"]')?.textContent?.trim().startsWith('0'),
    );

    const supervisor = await supervisorSession();
    const rows = await pullAll(supervisor);
    const citizen = rows.find((row) => row.revision.payload?.name === NEW_MEMBER)?.revision;
    expect(citizen).toBeDefined();
    const evaluations = rows.filter(
      ({ revision: { kind, payload } }) =>
        kind === 'evaluation' && (payload as Partial<Evaluation> | null)?.subject?.id === citizen?.entityId,
    );
    expect(evaluations).toHaveLength(1);

    const evaluation = evaluations[0]?.revision as Revision;
    const again = await fetch(`${endpoint.url}/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${supervisor.token}` },
      body: JSON.stringify({
        proto: 'cdht.push/1',
        device: deviceOf(SUPERVISOR),
        deviceTime: '2026-11-24T09:00:00.000+07:00',
        revisions: [evaluation],
      }),
    });
    const [verdict] = pushResponse.parse(await again.json()).receipts;
    expect(verdict).toMatchObject({
      status: 'duplicate',
      contentHash: evaluation.contentHash,
      scopeSeq: evaluations[0]?.scopeSeq,
      score: { total: 77, agrees: true },
    });
    expect(await pullAll(supervisor)).toHaveLength(rows.length);

    const other = await second.open(endpoint.url, { width: 1280, height: 800 });
    await signIn(other, SUPERVISOR);
    await find(other, 'dang van binh');
    await by(other, 'result').filter({ hasText: NEW_MEMBER }).first().click();
    expect(await by(other, 'member').filter({ hasText: NEW_MEMBER }).innerText()).toContain('77');
  });
});
