/** The set that somebody looks at: from a file, or one that the endpoint has. It stays until another one is chosen. */
import { useState } from 'react';
import type { CriteriaRow } from '../../../protocol/index.ts';
import type { Refusal } from '../use-answer.ts';
import type { ChosenSet, CriteriaApi } from './criteria-api.ts';
import { readSetFile } from './set-file.ts';

type Choice =
  | { readonly kind: 'none' }
  | { readonly kind: 'chosen'; readonly set: ChosenSet }
  /** The file is not even a set by its form. */
  | { readonly kind: 'not-json'; readonly name: string; readonly line: number | null }
  | { readonly kind: 'no-object' | 'unreadable'; readonly name: string }
  | { readonly kind: 'no-base'; readonly name: string; readonly base: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface ChoosingSet {
  readonly choice: Choice;
  chooseFile(file: File): Promise<void>;
  chooseHeld(sha256: string): Promise<void>;
}

/** @param sets that the endpoint has */
export function useChosenSet(api: CriteriaApi, sets: readonly CriteriaRow[]): ChoosingSet {
  const [choice, setChoice] = useState<Choice>({ kind: 'none' });
  return {
    choice,
    async chooseFile(file) {
      // The text is kept, because a browser does not read a file again that was changed since it was chosen.
      const text = await file.text().catch(() => null);
      setChoice(text === null ? { kind: 'unreadable', name: file.name } : choiceOf(file.name, text, sets));
    },
    async chooseHeld(sha256) {
      const answer = await api.set(sha256);
      if (answer.kind !== 'ok') return setChoice({ kind: 'refused', refusal: answer });
      const row = sets.find((each) => each.sha256 === sha256);
      const name = row === undefined ? sha256 : `${row.id} ${row.version}`;
      setChoice({ kind: 'chosen', set: { name, value: answer.value, base: null } });
    },
  };
}

function choiceOf(name: string, text: string, sets: readonly CriteriaRow[]): Choice {
  const read = readSetFile(text);
  if (read.kind === 'not-json') return { kind: 'not-json', name, line: read.line };
  if (read.kind === 'no-object') return { kind: 'no-object', name };
  const { value, changes } = read;
  if (changes === null) return { kind: 'chosen', set: { name, value, base: null } };
  const held = sets.filter(({ id }) => id === changes).toSorted((one, other) => (one.at < other.at ? 1 : -1));
  const base = (held.find(({ version }) => version === value.version) ?? held[0])?.sha256;
  return base === undefined ? { kind: 'no-base', name, base: changes } : { kind: 'chosen', set: { name, value, base } };
}
