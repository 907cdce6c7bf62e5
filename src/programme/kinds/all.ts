/** Every kind of record, by the name under which a revision names it. */
import { campaign } from './campaign.ts';
import { citizen } from './citizen.ts';
import { consent } from './consent.ts';
import { evaluation } from './evaluation.ts';
import { hamlet } from './hamlet.ts';
import { household } from './household.ts';
import { identity } from './identity.ts';
import { publication } from './publication.ts';
import { review } from './review.ts';
import { visit } from './visit.ts';

export const DEFINITIONS = {
  household,
  citizen,
  identity,
  evaluation,
  visit,
  consent,
  review,
  // A kind whose name has a hyphen is written with it: 'reading-corner': readingCorner.
  publication,
  campaign,
  hamlet,
} as const;
