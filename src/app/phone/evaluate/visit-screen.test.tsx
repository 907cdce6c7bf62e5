// @vitest-environment happy-dom
/**
 * Goal: a visit begins only for somebody who is on this phone, with a criteria set, and in one window. Method: the real screens
 * over a real vault.
 */
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  HOME_SCOPE,
  type OfficersPhone,
  officersPhone,
  tap,
  tapNamed,
} from '../../../../tests/shared/officers-phone.tsx';
import { closeCampaign, firstCampaign, openCampaign } from '../../../programme/index.ts';
import { takeForm } from '../../windows/open-forms.ts';
import { setForToday } from './criteria-of.ts';
import { agree, answerAll } from './test-visit.ts';
import VisitScreen from './visit-screen.tsx';

vi.mock('./criteria-of.ts', async (original) => {
  const real = await original<typeof import('./criteria-of.ts')>();
  return { ...real, setForToday: vi.fn(real.setForToday) };
});
vi.mock('../../windows/open-forms.ts', async (original) => {
  const real = await original<typeof import('../../windows/open-forms.ts')>();
  return { ...real, takeForm: vi.fn(real.takeForm) };
});

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(71);
});
afterEach(async () => {
  cleanup();
  vi.mocked(setForToday).mockReset();
  vi.mocked(takeForm).mockReset();
  await officer.vault.close();
});

const visit = (id = officer.hoa.id) => officer.show(<VisitScreen scope={HOME_SCOPE} kind="citizen" id={id} />);

describe('whom a visit is to', () => {
  it('was evaluated already in this period: the officer sees by whom, and may evaluate all the same', async () => {
    visit();
    await agree();
    await answerAll();
    await tap('finish');
    await tap('save-evaluation');
    await screen.findByTestId('saved');
    cleanup();
    visit();
    await screen.findByText(/Trần Văn Bình/);
    expect(screen.queryByTestId('consent-agree')).toBeNull();
    await tap('evaluate-anyway');
    await screen.findByTestId('consent-agree');
  });

  it('is in the commune’s campaign: its text is read aloud, and consent and evaluation name its version and period', async () => {
    const campaign = { ...firstCampaign(2026, '80'), period: '2026-2' };
    const consent = { ...campaign.consent, version: 'xa-7', vi: 'Xã xin hỏi ông/bà về việc học tập trong năm.' };
    await officer.vault.commit(openCampaign(HOME_SCOPE, { ...campaign, consent }));
    visit();
    expect(await screen.findByText(consent.vi)).toBeTruthy();
    await agree();
    await answerAll();
    await tap('finish');
    await tap('save-evaluation');
    await screen.findByTestId('saved');
    const view = await officer.vault.household(officer.home);
    expect(view?.consents.map((each) => each.consent.textVersion)).toEqual(['xa-7']);
    expect(view?.evaluations.map(({ evaluation }) => evaluation.period)).toEqual(['2026-2']);
  });

  it('does not begin once the commune closes its campaign; what was begun goes on', async () => {
    const campaign = firstCampaign(2026, '80');
    await officer.vault.commit(openCampaign(HOME_SCOPE, campaign));
    visit();
    await agree();
    await answerAll();
    await vi.waitFor(async () => expect(await officer.vault.drafts()).toHaveLength(1));
    await officer.vault.commit(closeCampaign(HOME_SCOPE, campaign, 'closing'));
    cleanup();
    visit();
    await screen.findByTestId('indicator');
    for (const draft of await officer.vault.drafts()) await officer.vault.dropDraft(draft.draftId);
    cleanup();
    visit();
    expect(await screen.findByText('Đợt năm 2026 không nhận phiếu mới')).toBeTruthy();
  });

  it('is not on this phone: the officer is led to the search', async () => {
    visit('0192a000-0000-7000-8000-0000000000ff');
    expect((await screen.findByRole('link', { name: /tìm/i })).getAttribute('href')).toBe('/search');
  });

  it('could not be read: the officer opens it again, and it is there', async () => {
    vi.spyOn(officer.vault, 'drafts').mockRejectedValueOnce(new Error('the disk failed'));
    visit();
    await tapNamed('Mở lại');
    await screen.findByTestId('consent-agree');
  });

  it('has no criteria set on this phone: a sync is offered, and the visit is read again after it', async () => {
    vi.mocked(setForToday).mockResolvedValueOnce({ id: 'another', version: '1', sha256: '0'.repeat(64) });
    visit();
    await tapNamed('Đồng bộ');
    await screen.findByTestId('consent-agree');
    expect(officer.synced.count).toBe(1);
  });

  it('was asked for by somebody who is signed out', async () => {
    vi.spyOn(officer.vault, 'session').mockResolvedValue(null);
    visit();
    expect((await screen.findByRole('link', { name: 'Mở Cài đặt' })).getAttribute('href')).toBe('/settings');
  });

  it('has the form open in another window: it is not opened twice', async () => {
    let isOpen = true;
    vi.mocked(takeForm).mockImplementation(() => ({ taken: Promise.resolve(!isOpen), letGo: () => undefined }));
    visit();
    await screen.findByRole('button', { name: 'Mở lại' });
    expect(screen.queryByTestId('consent-agree')).toBeNull();
    isOpen = false;
    await tapNamed('Mở lại');
    await screen.findByTestId('consent-agree');
  });
});
