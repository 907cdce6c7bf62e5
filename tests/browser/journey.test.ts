/**
 * Goal: the main job, end to end, on the production build: a home visit from the doorway to the endpoint.
 * Method: a real browser with a profile of its own and the real endpoint as a process. "Offline" is meant: the endpoint
 * is stopped and the browser's network is off. The page is killed with SIGKILL, not closed. The tests are the steps of one
 * visit: each goes on where the one before ended, and is skipped where that one failed.
 */
import type { Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
/** What the officer's phone shows. */
let page: Page;

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

const by = (shown: Page, id: string) => shown.locator(`[data-testid="${id}"]`);
const member = (shown: Page) => by(shown, 'member').filter({ hasText: NEW_MEMBER });

async function signIn(shown: Page, code: string): Promise<void> {
  await by(shown, 'code').fill(code);
  await by(shown, 'sign-in').click();
  await by(shown, 'hamlet').first().waitFor();
}

async function find(shown: Page, text: string): Promise<void> {
  await by(shown, 'nav-search').click();
  await by(shown, 'search').fill(text);
}

/** The picture that a camera takes of the identity card's QR code. */
function cardPicture(): Promise<Buffer> {
  const text = `${CCCD}|371234567|${NEW_MEMBER}|15031990|Nam|Ấp 1, Vĩnh Bình, An Giang|01012022||||`;
  return QRCode.toBuffer(text, { width: 600 });
}

/** Until the count of what waits begins as it should; the screen shows an ellipsis before the phone has counted. */
async function pendingCount(shown: Page, begins: string): Promise<void> {
  await shown.waitForFunction(
    (pattern) =>
      new RegExp(`^${pattern}`).test(
        document.querySelector('[data-testid="pending-count"]')?.textContent?.trim() ?? '',
      ),
    begins,
  );
}

async function answerIndicator(indicator: number): Promise<void> {
  await by(page, 'indicator').waitFor();
  await by(page, indicator === 3 ? 'level-dat' : 'level-kha').click();
  if (indicator === 5) {
    const picture = { name: 'photo.png', mimeType: 'image/png', buffer: await page.screenshot() };
    await by(page, 'photo-file').setInputFiles(picture);
    await by(page, 'photo').first().waitFor();
  } else if (indicator !== 3) {
    await by(page, 'evidence-note').fill('Trưởng ấp xác nhận');
    await by(page, 'add-note').click();
  }
}

const post = (path: string, body: string, token = '') =>
  fetch(endpoint.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  });

async function pullAll({ token, scopes }: Session): Promise<PullPage['rows']> {
  const rows: PullPage['rows'] = [];
  let after = 0;
  for (;;) {
    const answer = await fetch(`${endpoint.url}/v1/pull?scope=${scopes[0]}&after=${after}&limit=500`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const received = pullPage.parse(await answer.json());
    rows.push(...received.rows);
    after = received.next;
    if (!received.more) return rows;
  }
}

describe('a home visit, from the doorway to the endpoint', () => {
  let hasFailed = false;
  beforeEach(({ skip, onTestFailed }) => {
    skip(hasFailed, 'a step before this one failed');
    onTestFailed(() => {
      hasFailed = true;
    });
  });

  it('in the office the officer signs in, and the phone takes the commune with it', async () => {
    page = await phone.open(endpoint.url);
    await signIn(page, OFFICER);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // An officer leaves the office when the phone says that it has the commune, not in the middle of its first pages.
    await by(page, 'sync-idle').waitFor();
    await phone.close();
  });

  it('in the hamlet the app starts cold without a network, and "dang thi hoa" finds the household', async () => {
    await endpoint.stop();
    page = await phone.open(endpoint.url, { offline: true });
    await by(page, 'hamlet').first().waitFor();
    await find(page, 'dang thi hoa');
    // The demo has others whose names have the same search key; this one lives in the first household.
    await by(page, 'result').filter({ hasText: 'Đặng Thị Hòa' }).filter({ hasText: 'hộ 001' }).first().click();
    await by(page, 'member').first().waitFor();
  });

  it('a new member is read from the QR code of the identity card', async () => {
    await by(page, 'add-member').click();
    const picture = { name: 'card.png', mimeType: 'image/png', buffer: await cardPicture() };
    await by(page, 'qr-file').setInputFiles(picture);
    await page.waitForFunction(
      (name) => [...document.querySelectorAll('input')].some((input) => input.value === name),
      NEW_MEMBER,
    );
    await by(page, 'person-relation').selectOption('con');
    await by(page, 'person-group').selectOption('1');
    await by(page, 'save-person').click();
    await member(page).waitFor();
  });

  it('the citizen agrees, and ten indicators are answered with evidence and a photo', async () => {
    await member(page).locator('[data-testid="evaluate"]').click();
    await by(page, 'consent-by-self').click();
    await by(page, 'consent-how-spoken').click();
    await by(page, 'consent-agree').click();
    for (let indicator = 1; indicator <= 10; indicator += 1) {
      await answerIndicator(indicator);
      if (indicator < 10) await by(page, 'next').click();
    }
    expect(await by(page, 'score-total').innerText()).toContain('77');
  });

  it('the result is explained at the door, with the cheapest way to the mark, and saved', async () => {
    await by(page, 'finish').click();
    expect(await by(page, 'verdict').innerText()).toContain('77');
    expect(await by(page, 'plan').innerText()).toMatch(/5/);
    await by(page, 'save-evaluation').click();
    await by(page, 'saved').waitFor();
  });

  it('the phone dies, and nothing of it is lost', async () => {
    await phone.kill();
    page = await phone.open(endpoint.url, { offline: true });
    await find(page, NEW_MEMBER);
    await by(page, 'result').first().click();
    expect(await member(page).innerText()).toContain('77');
    await by(page, 'nav-sync').click();
    await pendingCount(page, '[1-9]');
  });

  it('back in the network one touch hands everything in', async () => {
    await endpoint.start();
    await phone.setOffline(false);
    await by(page, 'sync-now').click();
    await pendingCount(page, '0');
  });

  it('the endpoint has the form once, and the same push again changes nothing', async () => {
    const enrolled = await post('/v1/enrol', enrolBody(SUPERVISOR));
    const supervisor = sessionSchema.parse(await enrolled.json());
    const rows = await pullAll(supervisor);
    const citizen = rows.find((row) => row.revision.payload?.name === NEW_MEMBER)?.revision;
    expect(citizen).toBeDefined();
    const evaluations = rows.filter(
      ({ revision: { kind, payload } }) =>
        kind === 'evaluation' && (payload as Partial<Evaluation> | null)?.subject?.id === citizen?.entityId,
    );
    expect(evaluations).toHaveLength(1);

    const evaluation = evaluations[0]?.revision as Revision;
    const again = {
      proto: 'cdht.push/1',
      device: deviceOf(SUPERVISOR),
      deviceTime: '2026-11-24T09:00:00.000+07:00',
      revisions: [evaluation],
    };
    const answer = await post('/v1/push', JSON.stringify(again), supervisor.token);
    const [receipt] = pushResponse.parse(await answer.json()).receipts;
    expect(receipt).toMatchObject({
      status: 'duplicate',
      contentHash: evaluation.contentHash,
      scopeSeq: evaluations[0]?.scopeSeq,
      score: { total: 77, agrees: true },
    });
    expect(await pullAll(supervisor)).toHaveLength(rows.length);
  });

  it('the supervisor sees the new member and the result on a second phone', async () => {
    const other = await second.open(endpoint.url, { width: 1280, height: 800 });
    await signIn(other, SUPERVISOR);
    await find(other, 'dang van binh');
    await by(other, 'result').filter({ hasText: NEW_MEMBER }).first().click();
    expect(await member(other).innerText()).toContain('77');
  });
});
