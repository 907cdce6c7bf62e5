/** What the administration asks of the endpoint about accounts, codes and devices. */
import { useMemo } from 'react';
import { z } from 'zod';
import {
  type AccountRow,
  accountList,
  type accountRequest,
  accountResponse,
  type addCommuneRequest,
  type CodeResponse,
  type CommuneRow,
  type changeCommuneRequest,
  type closeAccountRequest,
  codeResponse,
  communeList,
  communeResponse,
  type LostPhone,
  lostPhone,
  type mergeCommunesRequest,
  type OpenWork,
  openWork,
  type ProposalRow,
  proposalResponse,
} from '../../protocol/index.ts';
import { createAsk, type EndpointAnswer } from '../ask-endpoint.ts';
import { useSession } from '../services.ts';

type Answered<T> = Promise<EndpointAnswer<T>>;
type Person = { readonly account: AccountRow };

export interface AdminApi {
  accounts(scope: string): Answered<{ readonly accounts: AccountRow[] }>;
  /** @param id null: a new person */
  saveAccount(id: string | null, account: z.input<typeof accountRequest>): Answered<Person>;
  closeAccount(id: string, closing: z.input<typeof closeAccountRequest>): Answered<Person>;
  /** What a successor would go on with in the commune. */
  openWork(id: string, scope: string): Answered<OpenWork>;
  reopenAccount(id: string, scope: string): Answered<Person>;
  makeCode(scope: string, officerId: string): Answered<CodeResponse>;
  voidCode(scope: string, id: string): Answered<unknown>;
  /** @param reportedAt ISO instant at which its loss was reported; absent where it is not lost */
  revokeDevice(scope: string, device: string, reason: string, reportedAt?: string): Answered<unknown>;
  lostPhone(scope: string, device: string): Answered<LostPhone>;
  communes(): Answered<{ readonly communes: CommuneRow[] }>;
  addCommune(commune: z.input<typeof addCommuneRequest>): Answered<{ readonly commune: CommuneRow }>;
  changeCommune(
    scope: string,
    commune: z.input<typeof changeCommuneRequest>,
  ): Answered<{ readonly commune: CommuneRow }>;
  /** Proposes a merger, which another person has to confirm. */
  mergeCommunes(merger: z.input<typeof mergeCommunesRequest>): Answered<{ readonly proposal: ProposalRow }>;
}

function createAdminApi(token: string): AdminApi {
  const ask = createAsk(token);
  const send = (body: object, method = 'POST') => ({ method, body: JSON.stringify(body) });
  return {
    accounts: (scope) => ask.json(`/v1/accounts?${new URLSearchParams({ scope })}`, accountList),
    saveAccount: (id, account) =>
      id === null
        ? ask.json('/v1/accounts', accountResponse, send(account))
        : ask.json(`/v1/accounts/${id}`, accountResponse, send(account, 'PUT')),
    closeAccount: (id, closing) => ask.json(`/v1/accounts/${id}/close`, accountResponse, send(closing)),
    openWork: (id, scope) => ask.json(`/v1/accounts/${id}/open-work?${new URLSearchParams({ scope })}`, openWork),
    reopenAccount: (id, scope) => ask.json(`/v1/accounts/${id}/reopen`, accountResponse, send({ scope })),
    makeCode: (scope, officerId) => ask.json('/v1/enrolment-codes', codeResponse, send({ scope, officerId })),
    voidCode: (scope, id) => ask.json(`/v1/enrolment-codes/${id}/void`, z.unknown(), send({ scope })),
    revokeDevice: (scope, device, reason, reportedAt) =>
      ask.json(`/v1/phones/${device}/revoke`, z.unknown(), send({ scope, reason, reportedAt })),
    lostPhone: (scope, device) =>
      ask.json(`/v1/phones/${encodeURIComponent(device)}/lost?${new URLSearchParams({ scope })}`, lostPhone),
    communes: () => ask.json('/v1/communes', communeList),
    addCommune: (commune) => ask.json('/v1/communes', communeResponse, send(commune)),
    changeCommune: (scope, commune) => ask.json(`/v1/communes/${scope}`, communeResponse, send(commune, 'PUT')),
    mergeCommunes: (merger) => ask.json('/v1/communes/merge', proposalResponse, send(merger)),
  };
}

/** @returns the administration's questions with the token of the session */
export function useAdminApi(): AdminApi {
  const { token } = useSession();
  return useMemo(() => createAdminApi(token), [token]);
}
