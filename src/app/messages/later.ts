/** The catalogues that the first screen does not need: loaded beside the first screen that does. */
import { deskMessages } from '../desk/messages.ts';
import { importMessages } from '../import/messages.ts';
import { personMessages } from '../person/messages.ts';
import { rescueMessages } from '../rescue/messages.ts';
import { sessionMessages } from '../session/messages.ts';
import { syncMessages } from '../sync/messages.ts';
import { laterTodayMessages } from '../today/later-messages.ts';
import { readyMessages } from '../today/ready/messages.ts';
import { visitMessages } from '../visit/messages.ts';
import { addMessages } from './index.ts';

addMessages(
  personMessages,
  visitMessages,
  syncMessages,
  importMessages,
  deskMessages,
  rescueMessages,
  sessionMessages,
  readyMessages,
  laterTodayMessages,
);
