/** Settings of the endpoint's process, from the environment. */
import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** The folder of the embedded database and of kept assets is made on demand. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** A URL `postgres://…`; where it is empty, the embedded database is used. */
  DATABASE_URL: z.string().default(''),
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
  /** `0` starts with an empty database instead of the demo commune. */
  DEMO: z.enum(['0', '1']).default('1'),
});

/** The settings of a process, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly demo: boolean;
  readonly trustedProxies: readonly string[];
}

/** @throws Error naming the setting that can't be read */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`settings: ${names.join('; ')}`);
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, DEMO, TRUSTED_PROXIES } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL === '' ? undefined : DATABASE_URL,
    demo: DEMO === '1',
    trustedProxies: TRUSTED_PROXIES,
  };
}
