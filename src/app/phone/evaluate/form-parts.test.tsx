// @vitest-environment happy-dom
/** Goal: evidence, flags and the signature go into the form as the officer gave them. Method: each part alone over a real vault. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OfficersPhone, officersPhone, tap, type } from '../../../../tests/shared/officers-phone.tsx';
import {
  type Compiled,
  type CompiledIndicator,
  compile,
  loadBuiltIn,
  type Result,
  score,
} from '../../../criteria/index.ts';
import type { EvidenceItem } from '../../../programme/index.ts';
import { SignaturePad } from './consent/signature-pad.tsx';
import { EVIDENCE_COUNT_MAX, type FormState } from './draft-state.ts';
import { Evidence } from './evidence.tsx';
import { FlagsCard } from './flags-card.tsx';
import { PhotoError } from './photo.ts';
import { PhotoView } from './photo-view.tsx';
import { indicatorTitle, levelOf, namedParams } from './set-words.ts';

const encode = vi.hoisted(() => vi.fn(async () => new Uint8Array(300)));
vi.mock('./photo.ts', async (original) => ({
  ...(await original<typeof import('./photo.ts')>()),
  encodePhoto: encode,
}));
// A screen may still read while its phone is put away.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let officer: OfficersPhone;
beforeEach(async () => {
  officer = await officersPhone(74);
});
afterEach(async () => {
  cleanup();
  encode.mockReset().mockImplementation(async () => new Uint8Array(300));
  await officer.vault.close();
});
const words = (text: string) => ({ vi: text, en: text });

describe('evidence', () => {
  function show(items: readonly EvidenceItem[] = []) {
    const [onAdd, onRemove] = [vi.fn(), vi.fn()];
    const indicator = { spec: { evidence: [words('Sổ theo dõi')] } } as unknown as CompiledIndicator;
    const props = { indicator, items, wanted: true, onAdd, onRemove, beforePhoto: async () => undefined };
    officer.show(<Evidence {...props} />);
    return { onAdd, onRemove };
  }
  const takePhoto = async () => {
    const files = [new File([new Uint8Array(9)], 'p.jpg', { type: 'image/jpeg' })];
    fireEvent.change(await screen.findByTestId('photo-file'), { target: { files } });
  };

  it('a note is added without the blanks around it, and the field is empty again', async () => {
    const { onAdd } = show();
    await type('evidence-note', '  Trưởng ấp xác nhận ');
    await tap('add-note');
    expect(onAdd).toHaveBeenCalledWith({ kind: 'note', text: 'Trưởng ấp xác nhận' });
    expect(screen.getByTestId<HTMLTextAreaElement>('evidence-note').value).toBe('');
    cleanup();
    expect(onAdd).toHaveBeenCalledOnce();
  });

  it('a photo is kept on the phone before it is in the form', async () => {
    const { onAdd } = show();
    await takePhoto();
    await waitFor(() => expect(onAdd).toHaveBeenCalled());
    const [[item] = []] = onAdd.mock.calls;
    const { sha256 } = item as { sha256: string };
    expect(await officer.vault.photo(sha256)).toHaveLength(300);
  });

  it.each([
    [new PhotoError('unreadable'), 'Không đọc được ảnh này'],
    [new PhotoError('too-large'), 'Ảnh không thu nhỏ được'],
    [new DOMException('full', 'QuotaExceededError'), 'Phiếu vẫn điền và lưu được'],
    [new Error('the disk failed'), 'Hãy chụp lại.'],
  ])('a photo that is not kept is not in the form: %s', async (error, sentence) => {
    encode.mockRejectedValue(error);
    const { onAdd } = show();
    await takePhoto();
    expect((await screen.findByTestId('photo-problem')).textContent).toContain(sentence);
    expect(onAdd).not.toHaveBeenCalled();
  });

  it('is taken away by its own button', async () => {
    const { onRemove } = show([
      { kind: 'note', text: 'một' },
      { kind: 'note', text: 'hai' },
    ]);
    fireEvent.click(await screen.findByRole('button', { name: 'Bỏ ghi chú «hai»' }));
    expect(onRemove).toHaveBeenCalledWith(1);
  });

  it('takes no more than the endpoint does, and says so', async () => {
    show(Array.from({ length: EVIDENCE_COUNT_MAX }, (_, at) => ({ kind: 'note', text: `${at}` })));
    await screen.findByText(/Đã đủ 20 minh chứng/);
    expect(screen.queryByTestId('add-note')).toBeNull();
  });

  it('a photo whose bytes are not on this phone says so', async () => {
    officer.show(<PhotoView sha256={'0'.repeat(64)} number={1} />);
    await waitFor(() => expect(document.body.textContent).not.toBe(''));
    expect(screen.queryByTestId('photo')).toBeNull();
  });
});

describe('flags and conditions', () => {
  const state = { flags: {}, conditions: ['b'] } as unknown as FormState;
  const compiled = {
    set: {
      flags: [
        { id: 'T4', title: words('Kỹ năng'), overridable: true, when: {} },
        { id: 'T5', title: words('Thiết bị'), overridable: true },
      ],
      conditions: [
        { id: 'a', text: words('vi phạm a') },
        { id: 'b', text: words('vi phạm b') },
      ],
    },
  } as unknown as Compiled;
  function show(more: Partial<FormState> = {}) {
    const dispatch = vi.fn();
    const result = { flags: { T4: true } } as unknown as Result;
    const props = {
      compiled,
      result,
      state: { ...state, ...more },
      dispatch,
      heading: createRef<HTMLHeadingElement>(),
    };
    officer.show(<FlagsCard {...props} />);
    return dispatch;
  }
  const radio = (flag: number, value: string) =>
    screen.getAllByRole<HTMLInputElement>('radio').filter((each) => each.value === value)[flag];

  it('shows what follows from the answers, and nothing seen where nothing does', () => {
    show();
    expect([radio(0, 'yes')?.checked, radio(1, 'no')?.checked]).toEqual([true, true]);
  });

  it('another judgement asks for a reason', async () => {
    const dispatch = show({ flags: { T4: { value: false, reason: '' } } });
    await screen.findByText(/Cần ghi lý do/);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Không có điện thoại' } });
    expect(dispatch).toHaveBeenCalledWith({
      kind: 'flag',
      flag: 'T4',
      override: { value: false, reason: 'Không có điện thoại' },
    });
  });

  it('a touch is noted, with the reason that was there', () => {
    const dispatch = show({ flags: { T5: { value: true, reason: 'đã thấy' } } });
    const no = radio(0, 'no');
    if (no === undefined) throw new Error('no choice');
    fireEvent.click(no);
    expect(dispatch).toHaveBeenCalledWith({ kind: 'flag', flag: 'T4', override: { value: false, reason: '' } });
  });

  it('a condition is ticked and unticked', () => {
    const dispatch = show();
    const [a, b] = screen.getAllByRole<HTMLInputElement>('checkbox');
    expect([a?.checked, b?.checked]).toEqual([false, true]);
    for (const box of [a, b]) if (box !== undefined) fireEvent.click(box);
    expect(dispatch.mock.calls.map(([step]) => step)).toEqual([
      { kind: 'condition', condition: 'a', holds: true },
      { kind: 'condition', condition: 'b', holds: false },
    ]);
  });
});

describe('the signature', () => {
  it('is the strokes of the finger, and can be wiped away', async () => {
    const onSign = vi.fn();
    officer.show(<SignaturePad path="" onSign={onSign} />);
    const pad = screen.getByTestId('signature');
    const captured = new Set<number>();
    Object.assign(pad, {
      setPointerCapture: (id: number) => captured.add(id),
      hasPointerCapture: (id: number) => captured.has(id),
      getBoundingClientRect: () => ({ left: 0, top: 0, width: 600, height: 200 }),
    });
    fireEvent.pointerMove(pad, { pointerId: 1, clientX: 5, clientY: 5 });
    fireEvent.pointerUp(pad);
    expect(onSign).not.toHaveBeenCalled();
    fireEvent.pointerDown(pad, { pointerId: 1, clientX: 10, clientY: 20 });
    fireEvent.pointerMove(pad, { pointerId: 1, clientX: 15, clientY: 18 });
    fireEvent.pointerUp(pad);
    expect(onSign).toHaveBeenLastCalledWith('M10 20l5 -2');
    fireEvent.click(await screen.findByRole('button'));
    expect(onSign).toHaveBeenLastCalledWith('');
  });
});

describe('the words of a set', () => {
  it('take the place of ids in an explanation, where the set has them', async () => {
    const compiled = compile(await loadBuiltIn('cdht-1'));
    const [why] = score(compiled, { indicators: { 1: { level: 'kha' } } }).indicators.map((each) => each.why);
    expect(why).toBeDefined();
    const explanation = { key: 'x', params: { indicator: '1', level: 'kha', competency: 'none', rule: 'none' } };
    const named = namedParams(compiled, explanation as never, 'vi');
    expect(named.indicator).toBe(indicatorTitle(compiled, '1', 'vi'));
    expect(named.level).toBe(levelOf(compiled, '1', 'kha')?.title.vi);
    expect([named.competency, named.rule]).toEqual(['none', 'none']);
    expect(indicatorTitle(compiled, '99', 'vi')).toBe('99');
    expect(levelOf(compiled, '99', 'kha')).toBeUndefined();
  });
});
