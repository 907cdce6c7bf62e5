/** The catalogues that the first screen does not need: loaded beside the first screen that does. */

import { importMessages } from '../admin/roster-import/messages.ts';
import { deskMessages } from '../desk/messages.ts';
import { visitMessages } from '../phone/evaluate/messages.ts';
import { personMessages } from '../phone/people/messages.ts';
import { rescueMessages } from '../phone/rescue/messages.ts';
import { syncMessages } from '../phone/sync/messages.ts';
import { laterTodayMessages } from '../phone/today/later-messages.ts';
import { readyMessages } from '../phone/today/ready/messages.ts';
import { sessionMessages } from '../session/messages.ts';
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
