/** Where somebody has a role: in the commune, in all of its province, or everywhere. */
import type { Grant, Role } from '../../../programme/index.ts';
import { Field, Select } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { ChosenCommune } from '../section-page.tsx';
import { accountMessages } from './messages.ts';

const PLACES = ['commune', 'province', 'instance'] as const;
export type GrantPlace = Grant['on'];

/** @returns the role given at the place, as seen from the commune */
export function grantAt(place: GrantPlace, role: Role, { scope, province }: ChosenCommune): Grant {
  if (place === 'commune') return { role, on: 'commune', scope };
  return place === 'province' ? { role, on: 'province', province } : { role, on: 'instance' };
}

/** @returns whether a grant is one of the place, as seen from the commune */
export function isGrantAt(grant: Grant, place: GrantPlace, { scope, province }: ChosenCommune): boolean {
  if (grant.on !== place) return false;
  if (grant.on === 'commune') return grant.scope === scope;
  return grant.on === 'province' ? grant.province === province : true;
}

export interface GrantPlaceFieldProps {
  readonly place: GrantPlace;
  readonly province: string;
  readonly onPlace: (place: GrantPlace) => void;
}

/** Stands only before those who may give roles beyond a commune. */
export function GrantPlaceField({ place, province, onPlace }: GrantPlaceFieldProps) {
  const t = useMessages(accountMessages);
  return (
    <Field label={t('accounts.place')}>
      <Select value={place} onChange={(event) => onPlace(event.target.value as GrantPlace)} data-testid="account-place">
        {PLACES.map((each) => (
          <option key={each} value={each}>
            {t(`accounts.place.${each}`, { province })}
          </option>
        ))}
      </Select>
    </Field>
  );
}
