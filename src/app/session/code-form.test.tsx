// @vitest-environment happy-dom
/** Goal: a code gets in however it comes, and each reason against it has a sentence. Method: the form, with the endpoint's answers. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LanguageContext } from '../../ui/use-messages.ts';
import * as pictures from '../qr-picture.ts';
import { CodeForm, type CodeOutcome } from './code-form.tsx';

const SECRET = 'AbC-_123456789012345XY';

describe('the code form', () => {
  let tried: string[];
  beforeEach(() => {
    tried = [];
    history.replaceState(null, '', '/');
  });
  afterEach(cleanup);

  const show = (outcome: CodeOutcome) =>
    render(
      <LanguageContext value="vi">
        <CodeForm
          label="Mã"
          enrol={async (code) => {
            tried.push(code);
            return outcome;
          }}
        />
      </LanguageContext>,
    );

  it('takes the code of the link that opened the app, by one tap, and leaves none in the address', async () => {
    history.replaceState(null, '', `/#enrol=${SECRET}`);
    show({ kind: 'done' });
    fireEvent.click(screen.getByTestId('sign-in'));
    await expect.poll(() => location.hash).toBe('');
    expect(tried).toEqual([SECRET]);
  });

  it('keeps the code of the link while there is no network', async () => {
    history.replaceState(null, '', `/#enrol=${SECRET}`);
    show({ kind: 'offline' });
    fireEvent.click(screen.getByTestId('sign-in'));
    expect((await screen.findByRole('alert')).textContent).toContain('Chưa có mạng');
    expect(location.hash).toBe(`#enrol=${SECRET}`);
    expect((screen.getByTestId('code') as HTMLInputElement).value).toBe(SECRET);
  });

  it('reads the code of a picture, and says what to do where there is none', async () => {
    const read = vi
      .spyOn(pictures, 'textInPicture')
      .mockResolvedValueOnce('https://shop.example/')
      .mockResolvedValue(`https://khuyenhoc.example.vn/#enrol=${SECRET}`);
    show({ kind: 'done' });
    const take = () =>
      fireEvent.change(screen.getByTestId('code-picture'), { target: { files: [new File([], 'a.png')] } });
    take();
    expect(await screen.findByText(/Không thấy mã đăng nhập/)).toBeTruthy();
    take();
    await expect.poll(() => (screen.getByTestId('code') as HTMLInputElement).value).toBe(SECRET);
    expect(screen.queryByText(/Không thấy mã đăng nhập/)).toBeNull();
    expect(read).toHaveBeenCalledTimes(2);
    read.mockRestore();
  });

  it.each([
    ['code-used', 'đã dùng rồi'],
    ['code-expired', 'quá 24 giờ'],
    ['code-voided', 'đã được hủy'],
    ['too-many-tries', 'quá nhiều lần'],
    ['account-closed', 'đã nghỉ'],
  ])('says why a code is not taken: %s', async (code, sentence) => {
    show({ kind: 'error', code });
    fireEvent.change(screen.getByTestId('code'), { target: { value: 'K7M2-9QGH-4T8B' } });
    fireEvent.click(screen.getByTestId('sign-in'));
    expect((await screen.findByRole('alert')).textContent).toContain(sentence);
    expect((screen.getByTestId('code') as HTMLInputElement).value).toBe('K7M2-9QGH-4T8B');
  });
});
