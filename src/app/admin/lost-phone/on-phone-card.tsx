/** What may be on the phone, and that whoever opens it can read that. */

import type { LostPhone } from '../../../protocol/index.ts';
import { Card, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import styles from './lost-phone.module.css';
import { lostMessages } from './messages.ts';

export function OnPhoneCard({ phone: { communes, readsIdentity, arrived } }: { readonly phone: LostPhone }) {
  const t = useMessages(lostMessages);
  const count = arrived.find(({ kind }) => kind === 'identity')?.count ?? 0;
  return (
    <Card title={t('lost.on')}>
      <Notice tone="bad">{t('lost.on.open')}</Notice>
      {communes.length === 0 && <p>{t('lost.on.none')}</p>}
      <ul className={styles.list} data-testid="lost-on">
        {communes.map(({ scope, name, households, people }) => (
          <li key={scope}>
            {households === null || people === null
              ? t('lost.on.commune.hidden', { name })
              : t('lost.on.commune', { name, households, people })}
          </li>
        ))}
        <li>{readsIdentity ? t('lost.on.identity.all') : t('lost.on.identity.own', { count })}</li>
        <li>{t('lost.on.photos')}</li>
      </ul>
      <p className={styles.soft}>{t('lost.on.what')}</p>
    </Card>
  );
}
