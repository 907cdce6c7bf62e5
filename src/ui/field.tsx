/** Form fields: a label, an input, the error beside it, a hint. Inputs take the field's ids by context. */
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from 'react';
import styles from './field.module.css';
import { AlertIcon } from './icons.ts';
import { join } from './join.ts';

interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}
const FieldContext = createContext<FieldIds | null>(null);

export interface FieldProps {
  readonly label: ReactNode;
  /** A sentence; empty or undefined when the value is fine. */
  readonly error?: string | undefined;
  /** A doubt that forbids nothing. */
  readonly warning?: string | undefined;
  readonly hint?: ReactNode;
  /** Words after the label, e.g. "không bắt buộc". */
  readonly optional?: string;
  /** One input: TextInput, TextArea or Select. */
  readonly children: ReactNode;
}

/** One labelled input. */
export function Field({ label, error, warning, hint, optional, children }: FieldProps) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, warning && `${id}-warning`, error && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional !== undefined && <span className={styles.optional}> ({optional})</span>}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      <FieldContext value={{ id, describedBy: described || undefined, invalid: Boolean(error) }}>
        {children}
      </FieldContext>
      {warning && (
        <p id={`${id}-warning`} className={styles.warning}>
          <AlertIcon aria-hidden />
          <span>{warning}</span>
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <AlertIcon aria-hidden />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

function useFieldProps() {
  const field = useContext(FieldContext);
  return field === null
    ? {}
    : { id: field.id, 'aria-describedby': field.describedBy, 'aria-invalid': field.invalid || undefined };
}

/** A line of text. `ref` and the rest go to the `<input>`, so react-hook-form's `register` can be spread. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input type="text" autoComplete="off" {...useFieldProps()} {...rest} className={join(styles.input, className)} />
  );
}

/** Several lines of text. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} {...useFieldProps()} {...rest} className={join(styles.input, className)} />;
}

/** The system's own choice list. Children are `<option>`s. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...useFieldProps()} {...rest} className={join(styles.input, styles.select, className)} />;
}

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
  /** The second line. */
  readonly detail?: ReactNode;
  /** Points or an icon at the end. */
  readonly end?: ReactNode;
}
export interface ChoiceGroupProps<V extends string> {
  readonly legend: ReactNode;
  /** Whether the legend is for screen readers only. */
  readonly legendHidden?: boolean;
  readonly choices: readonly Choice<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
  /** Whether the choices stand side by side where there is room, and else one below the other. */
  readonly inline?: boolean;
  readonly disabled?: boolean;
  readonly 'data-testid'?: string;
}

/** Radio buttons as big buttons: native radios underneath, so arrows and screen readers work. */
export function ChoiceGroup<V extends string>(props: ChoiceGroupProps<V>) {
  const id = useId();
  const described =
    [props.hint !== undefined && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset
      className={styles.field}
      aria-describedby={described}
      disabled={props.disabled}
      data-testid={props['data-testid']}
    >
      <legend className={props.legendHidden ? styles.hiddenLegend : join(styles.label, styles.legend)}>
        {props.legend}
      </legend>
      {props.hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {props.hint}
        </p>
      )}
      <div className={join(styles.choices, props.inline && styles.inline)}>
        {props.choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input
              type="radio"
              className={styles.radio}
              name={id}
              value={choice.value}
              checked={props.value === choice.value}
              onChange={() => props.onChange(choice.value)}
            />
            <span className={styles.dot} aria-hidden />
            <span className={styles.choiceText}>
              <span className={styles.choiceLabel}>{choice.label}</span>
              {choice.detail !== undefined && <span className={styles.choiceDetail}>{choice.detail}</span>}
            </span>
            {choice.end !== undefined && <span className={styles.choiceEnd}>{choice.end}</span>}
          </label>
        ))}
      </div>
      {props.error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <AlertIcon aria-hidden />
          <span>{props.error}</span>
        </p>
      )}
    </fieldset>
  );
}
