/** Settings of the endpoint's process, from the environment. */
import { z } from 'zod';

/** Folder of the demo where none is named. */
const DEMO_FOLDER = './demo-data';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Folder of the embedded database and of kept assets; it is made on demand. */
  DATA_DIR: z.string().default(''),
  /** A URL `postgres://…`; where it is empty, the embedded database is used. */
  DATABASE_URL: z.string().default(''),
  /** Folder of the demo, which never shares one with real data. */
  DEMO_DIR: z.string().default(''),
  /** The address under which phones reach the endpoint, for links: `https://khuyenhoc.example.vn`. */
  PUBLIC_URL: z
    .string()
    .default('')
    .refine((text) => text === '' || isOrigin(text), {
      message: 'give http:// or https:// and a name, without a path',
    }),
  /** Addresses and networks of the proxies before the endpoint, separated by commas: `127.0.0.1, 10.0.0.0/8`. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    ),
});

/** The settings of a process, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Null where only a PostgreSQL is named. */
  readonly dataDir: string | null;
  readonly databaseUrl: string | undefined;
  /** Without a slash at its end; null where the environment names none. */
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
}

/** The app lives at the root of its address: below a path its worker and its links would not be found. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && `${url.pathname}${url.search}${url.hash}` === '/';
}

/** A setting that is missing or cannot be read; its message is a sentence for the operator. */
export class SettingsError extends Error {}

/**
 * @param demo whether the demo is to be shown: it has a store of its own, whatever the environment names for real data
 * @throws {SettingsError}
 */
export function readSettings(environment: NodeJS.ProcessEnv, { demo = false } = {}): Settings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new SettingsError(`settings: ${names.join('; ')}`);
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, DEMO_DIR, PUBLIC_URL, TRUSTED_PROXIES } = parsed.data;
  if (!demo && DATA_DIR === '' && DATABASE_URL === '') {
    throw new SettingsError(
      'Say where the data is: set DATA_DIR to a folder, or DATABASE_URL to a PostgreSQL. (`npm start` shows the demo.)',
    );
  }
  return {
    port: PORT,
    host: HOST,
    dataDir: demo ? DEMO_DIR || DEMO_FOLDER : DATA_DIR || null,
    databaseUrl: demo || DATABASE_URL === '' ? undefined : DATABASE_URL,
    publicUrl: PUBLIC_URL === '' ? null : new URL(PUBLIC_URL).origin,
    trustedProxies: TRUSTED_PROXIES,
  };
}
