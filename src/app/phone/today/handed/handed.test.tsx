// @vitest-environment happy-dom
/**
 * Goal: what an officer left behind stands on Hôm nay under their name, is gone on with by one tap, and never takes the place of an own
 * draft. Method: the real screens over a real vault with drafts as they come from the endpoint.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone } from '../../../../../tests/shared/officers-phone.tsx';
import { handedDraft } from '../../../../vault/index.ts';
import { Drafts } from '../drafts.tsx';
import Handed from './handed.tsx';

// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  history.replaceState(null, '', '/');
  officer = await officersPhone(77);
});
afterEach(async () => {
  cleanup();
  await officer.vault.close();
});

/** The draft of a new member of the household, as the former officer's phone sent it. */
async function receive(photosLeft = 0) {
  const { scope, id } = officer.home;
  const draftId = `citizen:${scope}:${id}`;
  const draft = { draftId, kind: 'citizen', scope, subject: { kind: 'household', id }, setHash: null } as const;
  const updatedAt = officer.phone.clock.now();
  const from = { id: 'cb-9', name: 'Danh Kha' };
  const sent = { ...draft, updatedAt, value: { name: 'Lê Thị Út' }, photosLeft };
  await officer.vault.saveDraft(handedDraft(sent, from, 'phone of cb-9'));
  return { ...draft, updatedAt };
}
const show = () =>
  officer.show(
    <>
      <Drafts />
      <Handed />
    </>,
  );

it('shows nothing where nobody left anything', async () => {
  show();
  await waitFor(async () => expect(await officer.vault.drafts()).toEqual([]));
  expect(screen.queryByTestId('handed-drafts')).toBeNull();
});

it('lists it under who began it, apart from one’s own, and goes on with it', async () => {
  const { draftId } = await receive(2);
  show();
  const row = await screen.findByTestId('handed-draft');
  expect(row.textContent).toContain('Lê Thị Út');
  screen.getByText('Phiếu dở Danh Kha để lại');
  screen.getByText('Thiếu 2 ảnh, cần chụp lại');
  expect(screen.queryByTestId('draft'), 'it is nobody’s own yet').toBeNull();
  fireEvent.click(screen.getByTestId('handed-go-on'));
  await screen.findByTestId('draft');
  await waitFor(() => expect(screen.queryByTestId('handed-draft')).toBeNull());
  expect(location.pathname).toBe(`/household/${officer.home.scope}/${officer.home.id}/add`);
  expect((await officer.vault.drafts()).map((draft) => [draft.draftId, draft.handedOver])).toEqual([
    [draftId, undefined],
  ]);
});

it('leaves an own draft of the same form as it is, and leads there', async () => {
  const own = await receive();
  await officer.vault.saveDraft({ ...own, value: { name: 'Lê Văn Năm' } });
  show();
  fireEvent.click(await screen.findByTestId('handed-go-on'));
  await screen.findByText(/đang có phiếu dở của mình/);
  expect(await officer.vault.draft(own.draftId)).toMatchObject({ value: { name: 'Lê Văn Năm' } });
  screen.getByTestId('handed-draft');
});
