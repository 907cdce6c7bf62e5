/** The commune's list of hamlets beside those that its households name. */

import { useState } from 'react';
import { addHamlet, hamletNamed, hamletsNotListed, isNameOf } from '../../../programme/index.ts';
import { Button, Card, formatDay, Notice, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { type HamletSummary, type StoredHamlet, uuidv7 } from '../../../vault/index.ts';
import { NotSaved, type SaveFailure } from '../../phone/storage/not-kept.tsx';
import { useServices, useVault } from '../../services.ts';
import styles from '../admin.module.css';
import { adminMessages } from '../messages.ts';
import { Table } from '../table.tsx';
import { AddHamletDialog, EndHamletDialog, RenameHamletDialog } from './hamlet-dialogs.tsx';
import { communeMessages } from './messages.ts';

export function HamletsCard({ scope }: { readonly scope: string }) {
  const read = useVault(
    async (vault) => {
      const [listed, named] = await Promise.all([vault.hamletList(scope), vault.hamlets()]);
      return { listed, named: named.filter((each) => each.scope === scope) };
    },
    [scope],
  );
  return read === undefined ? <Skeleton rows={4} /> : <Hamlets scope={scope} {...read} />;
}

interface HamletsProps {
  readonly scope: string;
  readonly listed: readonly StoredHamlet[];
  /** The hamlets that households name, with their figures. */
  readonly named: readonly HamletSummary[];
}

type Acting = { readonly what: 'add' } | { readonly what: 'rename' | 'end'; readonly stored: StoredHamlet };

function Hamlets({ scope, listed, named }: HamletsProps) {
  const t = useMessages(communeMessages, adminMessages);
  const { vault, clock, rng } = useServices();
  const [acting, setActing] = useState<Acting | null>(null);
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  // The spelling that most households have becomes the name.
  const byUse = named.toSorted((a, b) => b.households - a.households);
  const missing = hamletsNotListed(
    listed.map(({ hamlet }) => hamlet),
    byUse.map(({ hamlet }) => hamlet),
  );
  const addMissing = async () => {
    const revisions = missing.flatMap((name) => addHamlet({ scope, id: uuidv7(clock, rng) }, hamletNamed(name)));
    const saved = await vault.commit(revisions);
    setFailure(saved.kind === 'failed' ? saved.reason : null);
  };
  const conflicts = listed.filter(({ conflict }) => conflict).map(({ hamlet }) => hamlet.name);
  const close = () => setActing(null);
  return (
    <Card title={t('hamlets.title')} flush>
      <div className={styles.padded}>
        {missing.length > 0 && (
          <Notice
            tone="info"
            title={t('hamlets.missing', { count: missing.length })}
            action={
              <Button onClick={() => void addMissing()} data-testid="hamlets-add-missing">
                {t('hamlets.missing.add', { count: missing.length })}
              </Button>
            }
          >
            {missing.join(' · ')}
          </Notice>
        )}
        {conflicts.length > 0 && <Notice tone="warn">{t('hamlets.conflict', { names: conflicts.join(', ') })}</Notice>}
        <NotSaved why={failure} />
        {listed.length === 0 && <p>{t('hamlets.none')}</p>}
        <Button kind="primary" onClick={() => setActing({ what: 'add' })} data-testid="hamlet-add">
          {t('hamlets.add')}
        </Button>
      </div>
      {listed.length > 0 && <List {...{ listed, named }} onAct={(what, stored) => setActing({ what, stored })} />}
      {acting?.what === 'add' && <AddHamletDialog scope={scope} listed={listed} onClose={close} />}
      {acting?.what === 'rename' && <RenameHamletDialog stored={acting.stored} listed={listed} onClose={close} />}
      {acting?.what === 'end' && (
        <EndHamletDialog stored={acting.stored} hamletOfEachHousehold={homesOf(named)} onClose={close} />
      )}
    </Card>
  );
}

/** @returns the hamlet of each household */
function homesOf(named: readonly HamletSummary[]): string[] {
  return named.flatMap(({ hamlet, households }) => Array.from({ length: households }, () => hamlet));
}

interface ListProps extends Omit<HamletsProps, 'scope'> {
  readonly onAct: (what: 'rename' | 'end', stored: StoredHamlet) => void;
}

function List({ listed, named, onAct }: ListProps) {
  const t = useMessages(communeMessages, adminMessages);
  const rows = inTree(listed).map((stored) => {
    const { id, hamlet } = stored;
    const { name, from, to, spellings = [], parentId } = hamlet;
    const here = named.filter((each) => isNameOf(hamlet, each.hamlet));
    const households = here.reduce((sum, each) => sum + each.households, 0);
    const people = here.reduce((sum, each) => sum + each.citizens, 0);
    const parent = listed.find((each) => each.id === parentId)?.hamlet.name;
    const days =
      from === undefined && to === undefined ? '' : `${from ? formatDay(from) : ''} – ${to ? formatDay(to) : ''}`;
    return {
      id,
      cells: [
        parent === undefined ? name : t('hamlets.part', { name, parent }),
        days,
        t('hamlets.people.text', { households, people }),
        spellings.join(', '),
      ],
      acts: (
        <>
          <Button onClick={() => onAct('rename', stored)}>{t('hamlets.rename')}</Button>
          {to === undefined && <Button onClick={() => onAct('end', stored)}>{t('hamlets.end')}</Button>}
        </>
      ),
    };
  });
  return (
    <Table
      caption={t('hamlets.title')}
      heads={[t('hamlets.name'), t('hamlets.days'), t('hamlets.people'), t('hamlets.spellings')]}
      actsHead={t('admin.acts')}
      rows={rows}
      data-testid="hamlet"
    />
  );
}

/** @returns each hamlet with its parts after it */
function inTree(listed: readonly StoredHamlet[]): StoredHamlet[] {
  const ids = new Set(listed.map(({ id }) => id));
  const isPart = ({ id, hamlet: { parentId } }: StoredHamlet) =>
    parentId !== undefined && parentId !== id && ids.has(parentId);
  const tops = listed.filter((each) => !isPart(each));
  const inOrder = tops.flatMap((top) => [
    top,
    ...listed.filter((each) => isPart(each) && each.hamlet.parentId === top.id),
  ]);
  return [...inOrder, ...listed.filter((each) => !inOrder.includes(each))];
}
