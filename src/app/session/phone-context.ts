/** The phone that a window shows, for screens that are about more than one person. */
import { createContext, useContext } from 'react';
import type { PhoneServices } from './gate.ts';

export const PhoneContext = createContext<PhoneServices | null>(null);

export function usePhone(): PhoneServices {
  const phone = useContext(PhoneContext);
  if (phone === null) throw new Error('usePhone outside of PhoneContext');
  return phone;
}
