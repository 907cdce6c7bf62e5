/** What every test of a screen over the real endpoint begins and ends with. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { vi } from 'vitest';
import { Station } from '../endpoint/station.ts';

/** Opens an endpoint over a real SQLite file, which the screens ask. @param isOnline whether the browser says that there is a network */
export async function openServedStation(isOnline: () => boolean = () => true): Promise<Station> {
  const station = await Station.open('sqlite');
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => station.app.request(path, init));
  vi.spyOn(navigator, 'onLine', 'get').mockImplementation(isOnline);
  return station;
}

/** Takes the screens down before the endpoint that they ask. */
export async function closeServedStation(station: Station): Promise<void> {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await station.dispose();
}

/** Waits for the row of a table that has this text. */
export const rowWith = (testId: string, text: string): Promise<HTMLElement> =>
  waitFor(() => {
    const row = screen.getAllByTestId(testId).find(({ textContent }) => textContent?.includes(text));
    if (row === undefined) throw new Error(`no row with ${text}`);
    return row;
  });

/** Puts a text into a field. */
export function typeInto(testId: string, value: string): void {
  fireEvent.change(screen.getByTestId(testId), { target: { value } });
}
