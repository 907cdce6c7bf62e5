/** Every route of the endpoint, as data: what it is for, what it takes, what it answers. Each feature describes its own. */
import { ADMIN_OPERATIONS } from '../accounts/account-operations.ts';
import { ACCOUNT_OPERATIONS } from '../accounts/operations.ts';
import { COMMUNE_OPERATIONS } from '../communes/operations.ts';
import { CRITERIA_OPERATIONS } from '../criteria/operations.ts';
import { EVENT_OPERATIONS } from '../events/operations.ts';
import { DRAFT_OPERATIONS } from '../hand-over/operations.ts';
import { INGEST_OPERATIONS } from '../ingest/operations.ts';
import { PHOTO_OPERATIONS } from '../photos/operations.ts';
import { PROPOSAL_OPERATIONS } from '../proposals/operations.ts';
import { QUARANTINE_OPERATIONS } from '../quarantine/operations.ts';
import { RECORD_OPERATIONS } from '../records/operations.ts';
import { RESCUE_OPERATIONS } from '../rescue/operations.ts';
import { ROSTER_OPERATIONS } from '../roster/operations.ts';
import { JSON_TYPE, json, type Operation, TAGS } from './operation.ts';

const ENDPOINT_OPERATIONS: readonly Operation[] = [
  {
    id: 'health',
    method: 'get',
    path: '/health',
    action: null,
    tag: TAGS.endpoint,
    summary: 'Máy chủ có chạy không',
    description: 'For monitors. No personal data.',
    open: true,
    answer: { status: 200, description: 'It runs and its database answers.', content: json('Health') },
  },
  {
    id: 'openApi',
    method: 'get',
    path: '/api/openapi.json',
    action: null,
    tag: TAGS.endpoint,
    summary: 'Bản mô tả này, cho máy đọc',
    description: 'OpenAPI 3.1, printed from the schemas that phone and endpoint parse with.',
    open: true,
    answer: { status: 200, description: 'The description.', content: { type: JSON_TYPE } },
  },
];

/** Every operation, in the order in which the page shows it under its tag. */
export const OPERATIONS: readonly Operation[] = [
  ...ACCOUNT_OPERATIONS,
  ...INGEST_OPERATIONS,
  ...PHOTO_OPERATIONS,
  ...RESCUE_OPERATIONS,
  ...DRAFT_OPERATIONS,
  ...CRITERIA_OPERATIONS,
  ...ROSTER_OPERATIONS,
  ...QUARANTINE_OPERATIONS,
  ...RECORD_OPERATIONS,
  ...ADMIN_OPERATIONS,
  ...COMMUNE_OPERATIONS,
  ...PROPOSAL_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...ENDPOINT_OPERATIONS,
];
