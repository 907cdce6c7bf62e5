/** `npm run --silent cli -- <command>`: what integrators and administrators do without a screen. */

import { SettingsError } from '../settings.ts';
import { PurposeError } from '../store-purpose.ts';
import { backupCommand } from './backup.ts';
import { addCommuneCommand, adminLinkCommand } from './commune.ts';
import { scoreCommand, validateCommand } from './criteria.ts';
import { promotedCommand } from './promoted.ts';
import { publishSetCommand } from './publish-set.ts';
import { importRescueCommand, rescueKeyCommand } from './rescue.ts';
import { restoreCommand } from './restore.ts';
import { importRosterCommand } from './roster.ts';
import { verifyEventsCommand } from './verify-events.ts';
import { checkViewsCommand, rebuildViewsCommand } from './views.ts';

/** What a command prints, and the process's exit code: 0 done, 1 something was found, 2 the command cannot run. */
export interface Done {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code: number;
}

const HELP = `Commands:
  score <set-id> <answers.json>                   the result as JSON
  validate <set.json>                             every fault of a criteria set; exit 1 if any
  publish-set <set.json|sha256> --commune <code> --from <day> --by <officer>
                                                  a commune uses the set from that day on; a file is added first
  import-roster <file.xlsx|csv> --commune <code>  preview; with --confirm write it
  add-commune <code> <name> --province <name>     a commune, for scripts
  admin-link                                      a link, taken once within 30 minutes, for the first administrator
  backup <file>                                   a consistent copy of the embedded database, while the endpoint runs
  restore <file>                                  a backup comes back under a new epoch; phones refill what they made
  promoted                                        a promoted or restored PostgreSQL gets a new epoch, to the same end
  import-rescue <file>                            a phone's rescue file, as an ordinary push; exit 1 when no key opens it
  verify-events [scope:n:hash…]                   whether the event log is as it was written; exit 1 with the first broken place
  rebuild-views                                   makes the view tables anew from the revisions, while the endpoint runs
  check-views                                     compares them with rows made from scratch; exit 1 when any differs
  rescue-key <code>                               the public key that the commune's phones encrypt to
`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<Done>>> = {
  score: scoreCommand,
  validate: validateCommand,
  'publish-set': publishSetCommand,
  'import-roster': importRosterCommand,
  'add-commune': addCommuneCommand,
  'admin-link': adminLinkCommand,
  backup: backupCommand,
  restore: restoreCommand,
  promoted: promotedCommand,
  'import-rescue': importRescueCommand,
  'rescue-key': rescueKeyCommand,
  'verify-events': verifyEventsCommand,
  'rebuild-views': rebuildViewsCommand,
  'check-views': checkViewsCommand,
  help: async () => ({ stdout: HELP, code: 0 }),
  '--help': async () => ({ stdout: HELP, code: 0 }),
};

const [name = 'help', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
const done: Done =
  command === undefined
    ? { stderr: `unknown command "${name}"; try: cli -- help`, code: 2 }
    : await command(args).catch((error: unknown): Done => {
        if (error instanceof SettingsError || error instanceof PurposeError) return { stderr: error.message, code: 2 };
        throw error;
      });
if (done.stdout) process.stdout.write(done.stdout.endsWith('\n') ? done.stdout : `${done.stdout}\n`);
if (done.stderr) process.stderr.write(done.stderr.endsWith('\n') ? done.stderr : `${done.stderr}\n`);
process.exitCode = done.code;
