/** Sửa: the faulty members of a record, each with its value and the value it is to have. What is typed stays if it is faulty. */
import { useState } from 'react';
import type { CorrectionResponse, FaultyMember, MemberCorrection } from '../../../protocol/index.ts';
import { Button, Field, Notice, Select, TextInput } from '../../../ui/index.ts';
import { useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import type { EndpointAnswer } from '../../ask-endpoint.ts';
import { useOpenForm } from '../../windows/use-open-form.ts';
import { useCodeWords } from '../code-words.ts';
import styles from '../desk.module.css';
import { FailureNotice } from '../failure-notice.tsx';
import { labelOf, memberMessages, shownOf, textOf, whyOf } from './member-words.ts';

interface CorrectionFormProps {
  readonly refused: readonly FaultyMember[];
  readonly correct: (corrections: readonly MemberCorrection[]) => Promise<EndpointAnswer<CorrectionResponse>>;
  readonly onDone: () => void;
}
const keyOf = ({ path }: FaultyMember) => path.join('.');

export function CorrectionForm({ refused, correct, onDone }: CorrectionFormProps) {
  useOpenForm();
  const t = useMessages(...memberMessages);
  const words = useCodeWords();
  const [members, setMembers] = useState(refused);
  const [open, setOpen] = useState(new Set(refused.map(keyOf)));
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [answer, setAnswer] = useState<EndpointAnswer<CorrectionResponse> | null>(null);
  const [busy, setBusy] = useState(false);
  const corrections = members.flatMap((member) => correctionOf(member, typed[keyOf(member)]));

  const send = async () => {
    setBusy(true);
    const next = await correct(corrections);
    setBusy(false);
    if (next.kind === 'ok' && next.value.outcome === 'accepted') return onDone();
    setAnswer(next);
    if (next.kind !== 'ok') return;
    const again = new Map(next.value.faulty.map((member) => [keyOf(member), member]));
    setOpen(new Set(again.keys()));
    // A member's reason may be another now, but the value that came with the record stays.
    const before = members.map((member) => ({ ...(again.get(keyOf(member)) ?? member), value: member.value }));
    const known = new Set(members.map(keyOf));
    setMembers([...before, ...next.value.faulty.filter((member) => !known.has(keyOf(member)))]);
  };
  return (
    <>
      <p className={styles.soft}>{t('desk.correct.text')}</p>
      {members.map((member) => {
        const key = keyOf(member);
        return (
          <MemberField
            key={key}
            member={member}
            text={typed[key]}
            faulty={open.has(key)}
            onType={(next) => setTyped({ ...typed, [key]: next })}
          />
        );
      })}
      {answer?.kind === 'ok' && (
        <Notice tone="warn" live="alert" title={t('desk.correct.kept')} data-testid="desk-kept">
          {words(answer.value.code ?? '')}
        </Notice>
      )}
      {answer !== null && answer.kind !== 'ok' && <FailureNotice failure={answer} />}
      <Button
        kind="primary"
        busy={busy}
        disabled={corrections.length === 0}
        onClick={() => void send()}
        data-testid="desk-correct"
      >
        {t('desk.correct')}
      </Button>
    </>
  );
}

/** @returns nothing for a member that was not touched; a text that was emptied takes the member away */
function correctionOf({ path, value, takes, choices }: FaultyMember, text: string | undefined): MemberCorrection[] {
  if (text === undefined || (choices === undefined ? text === textOf(value) : text === '')) return [];
  if (choices !== undefined) return [{ path, to: choices[Number(text)]?.value }];
  return [text === '' ? { path } : { path, to: takes === 'json' ? jsonOf(text) : text }];
}

/** @returns the parsed text; the text itself where it is no JSON, because the endpoint decides what it is to be */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface MemberFieldProps {
  readonly member: FaultyMember;
  /** What was typed; undefined while nothing was. */
  readonly text: string | undefined;
  /** Whether the value as it came, or as it was corrected last, will not do. */
  readonly faulty: boolean;
  readonly onType: (next: string) => void;
}

function MemberField({ member, text, faulty, onType }: MemberFieldProps) {
  const t = useMessages(...memberMessages);
  const sentence = useRuntimeMessages(...memberMessages);
  const key = keyOf(member);
  const { value, choices } = member;
  return (
    <Field
      label={labelOf(member.path, t)}
      hint={value === undefined ? key : t('desk.correct.now', { path: key, value: shownOf(value) })}
      error={faulty ? whyOf(member, sentence) : undefined}
    >
      {choices === undefined ? (
        <TextInput value={text ?? textOf(value)} onChange={(event) => onType(event.target.value)} data-testid={key} />
      ) : (
        <Select value={text ?? ''} onChange={(event) => onType(event.target.value)} data-testid={key}>
          <option value="">{t('person.choose')}</option>
          {choices.map((choice, at) => (
            <option key={choice.label} value={at}>
              {choice.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
