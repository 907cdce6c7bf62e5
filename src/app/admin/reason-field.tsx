/** The field for the reason of something that others will ask about. */
import { ACCOUNT_LIMITS } from '../../protocol/index.ts';
import { Field, TextInput } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { adminMessages } from './messages.ts';

/** @returns whether a reason has too few letters to say anything */
export const isShortReason = (reason: string): boolean => reason.trim().length < ACCOUNT_LIMITS.reasonLettersMin;

export interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  /** Whether somebody tried to go on: only then is a short reason told as a fault. */
  readonly tried: boolean;
  readonly lettersMax?: number;
  readonly 'data-testid': string;
}

export function ReasonField({ value, onChange, tried, lettersMax, 'data-testid': testId }: ReasonFieldProps) {
  const t = useMessages(adminMessages);
  return (
    <Field label={t('admin.reason')} error={tried && isShortReason(value) ? t('admin.reason.short') : undefined}>
      <TextInput
        value={value}
        maxLength={lettersMax ?? ACCOUNT_LIMITS.reasonLettersMax}
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid={testId}
      />
    </Field>
  );
}
