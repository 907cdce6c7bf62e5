/** An event of the log as one plain sentence. */
import { EVENT_KINDS, type EventKind, type EventRow } from '../../../protocol/index.ts';
import { formatDay, formatInstant } from '../../../ui/index.ts';
import type { MessageKey, Params } from '../../../ui/use-messages.ts';
import type { adminMessages } from '../messages.ts';
import type { eventKindMessages } from './kind-messages.ts';
import type { logMessages } from './messages.ts';

/** The keys that are known where this is written; others are made of what an event says. */
type Key = MessageKey<typeof logMessages | typeof eventKindMessages | typeof adminMessages>;

/** The texts and names out of which a sentence about an event is made. */
export interface SentenceWords {
  /** @returns the sentence of a key; the key itself where no catalogue has it */
  readonly t: (key: Key | (string & Record<never, never>), params?: Params) => string;
  /** @returns the name of an officer; undefined where it is not known */
  readonly personName: (id: string) => string | undefined;
  /** @returns what its person calls a device; undefined where they said nothing */
  readonly deviceName: (device: string) => string | undefined;
  /** @returns the name of a commune; undefined where it is not known */
  readonly communeName: (scope: string) => string | undefined;
  /** @returns what a record of a kind is called */
  readonly kindLabel: (kind: string) => string;
}

const known: ReadonlySet<string> = new Set(EVENT_KINDS);
const isKnownEvent = (kind: string): kind is EventKind => known.has(kind);

/** @param scope the commune whose log it is: roles there are named without the commune */
export function eventSentence(event: EventRow, scope: string, words: SentenceWords): string {
  const { t } = words;
  const params = paramsOf(event, scope, words);
  if (!isKnownEvent(event.kind)) return capitalized(t('log.event.other', { ...params, code: event.kind }));
  const sentence = capitalized(t(keyOf(event.kind, event.detail), params));
  const { reason = '' } = event.detail;
  return reason === '' ? sentence : `${sentence} ${t('log.reason', { reason })}`;
}

/** The name of an unknown account begins with a small letter. */
const capitalized = (sentence: string): string => sentence.slice(0, 1).toUpperCase() + sentence.slice(1);

function keyOf(kind: EventKind, detail: EventRow['detail']): Key {
  switch (kind) {
    case 'device-revoked':
      return detail.reportedAt === undefined ? 'log.event.device-revoked' : 'log.event.device-revoked.lost';
    case 'account-changed':
      return detail.before === detail.grants ? 'log.event.account-changed.same' : 'log.event.account-changed';
    case 'identity-viewed':
      return detail.quarantined === undefined ? 'log.event.identity-viewed' : 'log.event.identity-viewed.waiting';
    case 'proposal-made':
      return detail.set === undefined ? 'log.event.proposal-made' : 'log.event.proposal-made.set';
    default:
      return `log.event.${kind}`;
  }
}

function paramsOf({ kind, actor, actorName, detail }: EventRow, scope: string, words: SentenceWords): Params {
  const { t, personName, deviceName, kindLabel } = words;
  const text = (member: string) => String(detail[member] ?? '');
  const tailOf = (id: string) => id.slice(-4);
  const person = (id: string) => personName(id) ?? t('log.person.unnamed', { tail: tailOf(id) });
  const device = deviceName(text('device'));
  const about = ['evaluation', 'quarantined', 'proposal', 'id'].map(text).find((id) => id !== '') ?? '';
  return {
    ...detail,
    actor: actorName ?? (actor === '' ? t('log.server') : person(actor)),
    account: person(text('account')),
    successor: text('successor') === '' ? t('log.nobody') : person(text('successor')),
    device:
      device === undefined
        ? t('admin.device.unnamed', { tail: tailOf(text('device')) })
        : t('log.device', { name: device }),
    grants: rolesOf(text('grants'), scope, words),
    ...(kind === 'account-changed' && { before: rolesOf(text('before'), scope, words) }),
    ...(kind === 'records-exported' && { kind: kindLabel(text('kind')) }),
    why: worded(t, 'log.why', text('why')),
    decision: worded(t, 'log.decision', text('decision')),
    state: worded(t, 'log.state', text('state')),
    outcome: worded(t, 'log.outcome', text('outcome')),
    from: formatDay(text('from')),
    reportedAt: formatInstant(text('reportedAt')),
    tail: tailOf(about),
  };
}

/** @returns the words of a code; the code itself where it is of a newer endpoint */
function worded(t: SentenceWords['t'], family: string, code: string): string {
  const key = `${family}.${code}`;
  const words = t(key);
  return words === key ? code : words;
}

/** @param grants as the endpoint writes them: `officer@scope viewer@Province administrator@instance` (a province may have spaces) */
function rolesOf(grants: string, scope: string, { t, communeName }: SentenceWords): string {
  if (grants === '') return t('admin.none');
  const each = grants.split(/ (?=(?:officer|supervisor|viewer|administrator)@)/);
  return each
    .map((grant) => {
      const at = grant.indexOf('@');
      const [role, place] = [t(`admin.role.${grant.slice(0, at)}`), grant.slice(at + 1)];
      if (place === scope) return role;
      return `${role} (${place === 'instance' ? t('log.onInstance') : (communeName(place) ?? place)})`;
    })
    .join(', ');
}
