// @vitest-environment happy-dom
/**
 * Goal: a stored form says who made it, what it came to and why, and what the commune decided; never more than this phone knows.
 * Method: forms by command in a real vault, decisions as the vault would give them.
 */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone } from '../../../../tests/shared/officers-phone.tsx';
import { compile, loadBuiltIn, score, setHash } from '../../../criteria/index.ts';
import { type Evaluation, newRevision } from '../../../programme/index.ts';
import type { EntityRef, StoredEvaluation } from '../../../vault/index.ts';
import { uuidv7 } from '../../../vault/index.ts';
import { aCitizen } from '../../hrefs.ts';
import ResultScreen from './result/result-screen.tsx';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(73);
});
afterEach(async () => {
  cleanup();
  await officer.vault.close();
});

/** A form of Đặng Thị Hoa in which all ten indicators have this level. */
async function finished(level: string, changed: Partial<Evaluation> = {}): Promise<EntityRef> {
  const set = await loadBuiltIn('cdht-1');
  const answers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`${at + 1}`, { level }]));
  const { total, max, verdict, hash } = score(compile(set), { indicators: answers });
  const ref = { scope: officer.home.scope, id: uuidv7(officer.phone.clock, officer.phone.rng) };
  const payload = {
    subject: aCitizen(officer.hoa),
    hamlet: 'Ấp 3',
    period: '2026',
    criteriaSet: { id: set.id, version: set.version, sha256: setHash(set) },
    answers,
    clientResult: { total, max, verdict, hash },
    finishedAt: officer.phone.clock.now(),
    ...changed,
  };
  const saved = await officer.vault.commit([newRevision('evaluation', ref, payload)]);
  expect(saved.kind).toBe('saved');
  return ref;
}
/** Shows the form as the commune's decisions left it. */
async function showDecided(ref: EntityRef, decided: Partial<StoredEvaluation>): Promise<void> {
  const stored = await officer.vault.evaluation(ref);
  if (stored === null) throw new Error('the form is not there');
  vi.spyOn(officer.vault, 'evaluation').mockResolvedValue({ ...stored, ...decided });
  officer.show(<ResultScreen {...ref} />);
}

describe('a stored form', () => {
  it('that passes is explained, without a way to the mark', async () => {
    officer.show(<ResultScreen {...(await finished('kha'))} />);
    expect((await screen.findByTestId('verdict')).textContent).toContain('80');
    screen.getByText('Đặng Thị Hoa');
    expect(screen.queryByTestId('plan')).toBeNull();
  });

  it('that fails shows the way to the mark', async () => {
    officer.show(<ResultScreen {...(await finished('dat'))} />);
    await screen.findByTestId('plan');
  });

  it('shows its notes and the signature', async () => {
    const answers = { '1': { level: 'kha', evidence: [{ kind: 'note' as const, text: 'Sổ theo dõi' }] } };
    officer.show(<ResultScreen {...(await finished('kha', { answers, signature: 'M1 2l3 4' }))} />);
    await screen.findByText('Sổ theo dõi');
    await screen.findByRole('img', { name: 'Chữ ký của người dân' });
  });

  it('whose points this phone counts differently says both', async () => {
    const clientResult = { total: 99, max: 100, verdict: 'pass' as const, hash: 'f'.repeat(64) };
    officer.show(<ResultScreen {...(await finished('kha', { clientResult }))} />);
    await screen.findByText(/chấm lại ra 80 điểm/);
  });

  it('of a set that is not here shows its points alone, and asks for the set', async () => {
    const criteriaSet = { id: 'another', version: '1', sha256: '0'.repeat(64) };
    officer.show(<ResultScreen {...(await finished('kha', { criteriaSet }))} />);
    await screen.findByText(/80\/100/);
    expect(screen.queryByTestId('verdict')).toBeNull();
    await waitFor(() => expect(officer.synced.count).toBeGreaterThan(0));
  });

  it('that is not on this phone leads to the sync', async () => {
    officer.show(<ResultScreen scope={officer.home.scope} id="0192a000-0000-7000-8000-0000000000ff" />);
    expect((await screen.findByRole('link', { name: 'Mở Đồng bộ' })).getAttribute('href')).toBe('/sync');
  });
});

describe('what the commune decided', () => {
  it.each([
    ['accepted', 'Xã đã chấp nhận phiếu'],
    ['recognised', 'Đã được công nhận'],
    ['withdrawn', 'Xã đã thu hồi công nhận'],
    ['void', 'Phiếu đã bị hủy, không được tính'],
  ] as const)('%s', async (status, words) => {
    await showDecided(await finished('kha'), { status });
    await screen.findByText(words);
  });

  it('a form that is returned says why, and of which indicator', async () => {
    const review = { comment: 'Thiếu minh chứng', indicators: { 5: 'Chưa có ảnh' } };
    await showDecided(await finished('kha'), {
      status: 'returned',
      review: review as unknown as StoredEvaluation['review'],
    });
    await screen.findByText('Thiếu minh chứng');
    await screen.findByText('«5»: Chưa có ảnh');
  });

  it('nothing is said before it decided', async () => {
    await showDecided(await finished('kha'), { status: 'received' });
    await screen.findByTestId('verdict');
    expect(screen.queryByText(/^Xã /)).toBeNull();
  });

  it('two versions, and a newer version that waits, are told apart from a decision', async () => {
    await showDecided(await finished('kha'), { conflict: true, waitingRevIds: ['r'] });
    await screen.findByText(/hơn một bản của phiếu này/);
    await screen.findByText(/bản sửa mới hơn đang chờ/);
  });
});
