/** A faulty member in words: which one, what it is now, what is wrong with it. Labels are those of the forms. */
import type { FaultyMember, MemberPath } from '../../../protocol/index.ts';
import type { MessageKey, Translate } from '../../../ui/use-messages.ts';
import { evaluateMessages } from '../../phone/evaluate/messages.ts';
import { peopleMessages } from '../../phone/people/messages.ts';
import { recordMessages } from './messages.ts';

/** The catalogues that name the members of a record: those of the forms in which they are typed come last. */
export const memberMessages = [recordMessages, peopleMessages, evaluateMessages] as const;
type MemberKey = MessageKey<(typeof memberMessages)[number]>;

const LABELS: Readonly<Record<string, MemberKey>> = {
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

export function labelOf(path: MemberPath, t: Translate<MemberKey>): string {
  const last = String(path.at(-1));
  const key = LABELS[last];
  const words = key === undefined ? last : t(key);
  return path[1] === 'answers' ? t('desk.member.answer', { id: String(path[2]), words }) : words;
}

/** @returns a value as the record writes it; a text without its quotes */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** @returns a value for reading: of a score its points, of a criteria set its name */
export function shownOf(value: unknown): string {
  const { total, max, id, version } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (total !== undefined && max !== undefined) return `${total}/${max}`;
  if (id !== undefined && version !== undefined) return `${id} ${version}`;
  return textOf(value) || '∅';
}

export function whyOf({ why, min, max }: FaultyMember, sentence: Translate<string>): string {
  const bounds = [min !== undefined && `≥ ${min}`, max !== undefined && `≤ ${max}`].filter(Boolean).join(', ');
  const known = sentence(`desk.why.${why}`);
  return [known.startsWith('desk.why.') ? sentence('desk.why.form') : known, bounds].filter(Boolean).join(' ');
}
