/** A certificate authority of its own, as a commune's office has one for the name of its PC; made by OpenSSL in a folder. */
import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM texts of a server. */
export interface ServerIdentity {
  readonly key: string;
  /** The server's certificate, followed by the authority's. */
  readonly cert: string;
}

export interface Authority {
  /** Base64 of the SHA-256 of its public key, by which Chromium is told to trust it. */
  readonly spkiHash: string;
  /** @param hosts names of the server */
  issue(hosts: readonly string[]): ServerIdentity;
}

/** @param folder where its keys lie @throws Error where no `openssl` is installed */
export function createAuthority(folder: string): Authority {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ca = ['-subj', '/CN=Xã thử', '-days', '30', '-keyout', file('ca.key'), '-out', file('ca.pem')];
  openssl('req', '-x509', '-utf8', ...newKey, ...ca, '-addext', 'basicConstraints=critical,CA:TRUE');
  const publicKey = createPublicKey(readFileSync(file('ca.pem'))).export({ type: 'spki', format: 'der' });
  return {
    spkiHash: createHash('sha256').update(publicKey).digest('base64'),
    issue(hosts) {
      const names = hosts.map((host) => `DNS:${host}`).join(',');
      writeFileSync(file('names.txt'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
      openssl('req', ...newKey, '-subj', `/CN=${hosts[0]}`, '-keyout', file('server.key'), '-out', file('server.csr'));
      const signedBy = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
      const made = [
        '-in',
        file('server.csr'),
        '-out',
        file('server.pem'),
        '-days',
        '30',
        '-extfile',
        file('names.txt'),
      ];
      openssl('x509', '-req', ...signedBy, ...made);
      return {
        key: readFileSync(file('server.key'), 'utf8'),
        cert: readFileSync(file('server.pem'), 'utf8') + readFileSync(file('ca.pem'), 'utf8'),
      };
    },
  };
}
