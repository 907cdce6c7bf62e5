// @vitest-environment happy-dom
/**
 * Goal: nobody is evaluated without consent, and who declines is written down. Method: the real screens over a real vault,
 * whose disk can be full.
 */
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOME_SCOPE, type OfficersPhone, officersPhone, tap, type } from '../../../../tests/shared/officers-phone.tsx';
import VisitScreen from './visit-screen.tsx';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(71);
});
afterEach(async () => {
  cleanup();
  await officer.vault.close();
});

const visit = () => officer.show(<VisitScreen scope={HOME_SCOPE} kind="citizen" id={officer.hoa.id} />);
const drafts = () => officer.vault.drafts();

describe('consent', () => {
  it('is asked before the first answer, and nothing is chosen beforehand', async () => {
    visit();
    await tap('consent-agree');
    expect(screen.queryByTestId('indicator')).toBeNull();
    expect(await screen.findAllByRole('alert')).toHaveLength(2);
    expect(await officer.vault.unreceived()).toMatchObject({
      revisions: expect.not.arrayContaining([{ kind: 'consent' }]),
    });
  });

  it('of a guardian names the guardian', async () => {
    visit();
    await tap('consent-by-guardian');
    await tap('consent-how-witness');
    await tap('consent-agree');
    expect(screen.queryByTestId('indicator')).toBeNull();
    await type('consent-by-name', ' Đặng Văn Ba ');
    await tap('consent-agree');
    await screen.findByTestId('indicator');
    const { revisions } = await officer.vault.unreceived();
    expect(revisions.find(({ kind }) => kind === 'consent')?.payload).toMatchObject({
      by: 'guardian',
      how: 'witness',
      byName: 'Đặng Văn Ba',
    });
  });

  it('that a citizen declines is written down as a visit, and no form is begun', async () => {
    visit();
    await tap('consent-decline');
    await tap('consent-decline-confirm');
    await screen.findByTestId('declined');
    const { revisions } = await officer.vault.unreceived();
    expect(revisions.find(({ kind }) => kind === 'visit')?.payload).toMatchObject({
      citizenId: officer.hoa.id,
      outcome: 'tu-choi',
    });
    expect(await drafts()).toEqual([]);
  });

  it('that cannot be saved on a full phone begins no form, and says why', async () => {
    visit();
    await screen.findByTestId('consent-agree');
    officer.disk.left = 0;
    await tap('consent-by-self');
    await tap('consent-how-spoken');
    await tap('consent-agree');
    await screen.findByTestId('not-saved');
    expect(screen.queryByTestId('indicator')).toBeNull();
    officer.disk.left = 1000;
    await tap('consent-agree');
    await screen.findByTestId('indicator');
  });
});
