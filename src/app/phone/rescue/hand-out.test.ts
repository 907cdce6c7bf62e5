// @vitest-environment happy-dom
/** Goal: a cancelled dialog makes no file, a refused one does not stop the export. Method: dialogs that end in each way. */
import { afterEach, expect, it, vi } from 'vitest';
import { choosePlace } from './hand-out.ts';

afterEach(() => vi.unstubAllGlobals());

const dialog = (end: () => unknown) => vi.stubGlobal('showSaveFilePicker', async () => end());

it('cancelled: no place', async () => {
  dialog(() => {
    throw new DOMException('cancelled', 'AbortError');
  });
  expect(await choosePlace('x.age', 'x')).toBeNull();
});

it('refused, or no dialog at all: the downloads', async () => {
  dialog(() => {
    throw new DOMException('not allowed', 'SecurityError');
  });
  expect(await choosePlace('x.age', 'x')).toMatchObject({ kind: 'downloads' });
  vi.stubGlobal('showSaveFilePicker', undefined);
  expect(await choosePlace('x.age', 'x')).toMatchObject({ kind: 'downloads' });
});

it('chosen: what is given back is what the file then holds, not what was written', async () => {
  const close = vi.fn();
  const disk = new Uint8Array([1, 2, 3]);
  dialog(() => ({
    createWritable: async () => ({ write: async () => {}, close }),
    getFile: async () => new File([disk], 'x'),
  }));
  const place = await choosePlace('x.age', 'x');
  expect([...((await place?.put(new Uint8Array([9]))) ?? [])]).toEqual([1, 2, 3]);
  expect(close).toHaveBeenCalledTimes(1);
});
