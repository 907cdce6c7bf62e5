/** Asks the endpoint whether somebody of the commune has the number that is typed; without a network nothing is known. */
import { useEffect, useState } from 'react';
import { type IdentityLookupResponse, identityLookupResponse } from '../../../protocol/index.ts';
import { createAsk } from '../../ask-endpoint.ts';
import { useSession } from '../../services.ts';
import { useOnline } from '../../use-online.ts';

const DELAY_MS = 300;

export interface IdentityLookup extends IdentityLookupResponse {
  readonly cccd: string;
}

/** @param cccd as typed, without blanks; nothing is asked before it has twelve digits */
export function useIdentityLookup(scope: string, cccd: string): IdentityLookup | null {
  const { token } = useSession();
  const online = useOnline();
  const [found, setFound] = useState<IdentityLookup | null>(null);
  const asks = online && /^\d{12}$/.test(cccd);
  useEffect(() => {
    if (!asks) return;
    let alive = true;
    const ask = async () => {
      const body = JSON.stringify({ scope, cccd });
      const answer = await createAsk(token).json('/v1/identity/lookup', identityLookupResponse, {
        method: 'POST',
        body,
      });
      if (alive && answer.kind === 'ok') setFound({ cccd, ...answer.value });
    };
    const timer = setTimeout(() => void ask(), DELAY_MS);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [token, scope, cccd, asks]);
  return found?.cccd === cccd ? found : null;
}
