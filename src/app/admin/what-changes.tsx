/** Shows what a form would change, old and new side by side, before it is saved. */
import { Notice } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { adminMessages } from './messages.ts';

/** @param changes the name of what changes, its old and its new value */
export function WhatChanges({ changes }: { readonly changes: readonly (readonly string[])[] }) {
  const t = useMessages(adminMessages);
  if (changes.length === 0) return null;
  return (
    <Notice tone="warn" title={t('admin.changes')}>
      <ul>
        {changes.map(([what = '', before = '', after = '']) => (
          <li key={what}>{t('admin.change', { what, before, after })}</li>
        ))}
      </ul>
    </Notice>
  );
}
