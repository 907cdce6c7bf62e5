/** A refused member in words: which one, what it is now, why it was refused. Labels are those of the forms. */
import type { FaultyMember, MemberPath } from '../../../protocol/index.ts';
import type { MessageKey, useMessages } from '../../messages/index.ts';

type Say = ReturnType<typeof useMessages>;

const LABELS: Readonly<Record<string, MessageKey>> = {
  scope: 'desk.member.scope',
  deviceTime: 'desk.member.deviceTime',
  criteriaSet: 'desk.member.criteriaSet',
  clientResult: 'visit.form.score',
  points: 'desk.member.points',
  level: 'desk.member.level',
  hamlet: 'householdForm.hamlet',
  number: 'householdForm.number',
  address: 'householdForm.address',
  name: 'person.name',
  birthDate: 'person.birth',
  birthYear: 'person.birth',
  sex: 'person.sex',
  cccd: 'person.cccd',
  relation: 'person.relation',
  group: 'person.group',
  occupation: 'person.occupation',
  unit: 'person.unit',
};

export function labelOf(path: MemberPath, t: Say): string {
  const last = String(path.at(-1));
  const key = LABELS[last];
  const words = key === undefined ? last : t(key);
  return path[1] === 'answers' ? t('desk.member.answer', { id: String(path[2]), words }) : words;
}

/** As it is written in the record; a text without its quotes. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** For reading: of a score its points, of a criteria set its name. */
export function shownOf(value: unknown): string {
  const { total, max, id, version } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (total !== undefined && max !== undefined) return `${total}/${max}`;
  if (id !== undefined && version !== undefined) return `${id} ${version}`;
  return textOf(value) || '∅';
}

export function whyOf({ why, min, max }: FaultyMember, say: (key: string) => string): string {
  const bounds = [min !== undefined && `≥ ${min}`, max !== undefined && `≤ ${max}`].filter(Boolean).join(', ');
  const known = say(`desk.why.${why}`);
  return [known.startsWith('desk.why.') ? say('desk.why.form') : known, bounds].filter(Boolean).join(' ');
}
