/** What an officer touches on the way through a visit. */
import { screen } from '@testing-library/react';
import { tap } from '../../../../tests/shared/officers-phone.tsx';

/** The citizen's consent, after which the form begins. */
export async function agree(): Promise<void> {
  await tap('consent-by-self');
  await tap('consent-how-spoken');
  await tap('consent-agree');
  await screen.findByTestId('indicator');
}

/** All ten with `khá`, which is a pass. */
export async function answerAll(level = 'level-kha'): Promise<void> {
  for (let indicator = 1; indicator <= 10; indicator += 1) {
    await tap(level);
    if (indicator < 10) await tap('next');
  }
}
