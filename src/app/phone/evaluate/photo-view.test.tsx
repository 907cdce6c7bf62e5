// @vitest-environment happy-dom
/**
 * Goal: the officer sees the photos that are on the phone, is told of one that is not, and the phone's memory is given back.
 * Method: the real view over a real vault; the addresses that a browser gives to pictures are counted.
 */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  HOME_SCOPE,
  type OfficersPhone,
  officersPhone,
  tap,
  tapNamed,
} from '../../../../tests/shared/officers-phone.tsx';
import { PhotoView } from './photo-view.tsx';
import VisitScreen from './visit-screen.tsx';

vi.mock('./photo.ts', async (original) => ({
  ...(await original<typeof import('./photo.ts')>()),
  encodePhoto: async () => new Uint8Array(300),
}));
// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);

/** Address → what is shown under it. */
const shown = new Map<string, Blob>();
let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(78);
  let count = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((picture) => {
    count += 1;
    shown.set(`blob:${count}`, picture as Blob);
    return `blob:${count}`;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void shown.delete(address));
});
afterEach(async () => {
  cleanup();
  vi.mocked(URL.createObjectURL).mockRestore();
  vi.mocked(URL.revokeObjectURL).mockRestore();
  shown.clear();
  await officer.vault.close();
});

const show = (sha256: string) => officer.show(<PhotoView sha256={sha256} number={2} />);
const GONE = 'Ảnh không còn trên máy này';

describe('a photo', () => {
  it('is shown as it was kept, and let go with its screen', async () => {
    const { sha256 } = await officer.vault.putPhoto(new Uint8Array([1, 2, 3]));
    show(sha256);
    const image = await screen.findByRole<HTMLImageElement>('img', { name: 'Ảnh minh chứng 2' });
    const bytes = await shown.get(image.src)?.arrayBuffer();
    expect(bytes && [...new Uint8Array(bytes)]).toEqual([1, 2, 3]);
    cleanup();
    expect(shown.size).toBe(0);
  });

  it('that is not on this phone says so', async () => {
    show('0'.repeat(64));
    await screen.findByText(GONE);
    expect(screen.queryByTestId('photo')).toBeNull();
  });

  it('that cannot be read says so', async () => {
    vi.spyOn(officer.vault, 'photo').mockRejectedValue(new Error('the disk failed'));
    show('0'.repeat(64));
    await screen.findByText(GONE);
  });

  it('that is read when its screen is left already takes no memory', async () => {
    const reading = Promise.withResolvers<Uint8Array>();
    vi.spyOn(officer.vault, 'photo').mockReturnValue(reading.promise);
    show('0'.repeat(64));
    cleanup();
    reading.resolve(new Uint8Array(300));
    await reading.promise;
    expect(shown.size).toBe(0);
  });
});

it('a photo of the form is seen at its indicator, and taken away by its own button', async () => {
  officer.show(<VisitScreen scope={HOME_SCOPE} kind="citizen" id={officer.hoa.id} />);
  await tap('consent-by-self');
  await tap('consent-how-spoken');
  await tap('consent-agree');
  fireEvent.change(await screen.findByTestId('photo-file'), { target: { files: [new File(['x'], 'p.jpg')] } });
  await screen.findByRole('img', { name: 'Ảnh minh chứng 1' });
  await tapNamed('Bỏ ảnh 1');
  await waitFor(() => expect(screen.queryByTestId('photo')).toBeNull());
});
