/** Whom to ask in one's communes, each with a number that is called by a tap. */
import { use } from 'react';
import { SessionContext } from '../services.ts';

export function useContacts() {
  const communes = use(SessionContext)?.communes ?? [];
  return communes.flatMap(({ contacts = [] }) => contacts);
}

export function Contacts() {
  return useContacts().map(({ name, phone }, place) => (
    <span key={`${name} ${phone}`}>
      {place > 0 && '; '}
      {name} <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
    </span>
  ));
}
