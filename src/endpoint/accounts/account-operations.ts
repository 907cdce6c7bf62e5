/** Accounts, codes and devices, described for the API's readers. */
import { LIMITS } from '../../protocol/index.ts';
import { BAD, json, NOT_SUPERVISOR, type Operation, ofPath, SCOPE, TAGS } from '../openapi/operation.ts';
import type { SchemaName } from '../openapi/schemas.ts';

const ACCOUNT = ofPath('id', 'Id of the account.', { type: 'string' });
const bodyOf = (schema: SchemaName) => ({ ...json(schema), bytesMax: LIMITS.pushBodyBytesMax });
const UNKNOWN = 'No such account in this commune (`unknown-account`).';
const RULES =
  'A rule stands against it: `not-allowed` (a grant that you may not give or take), `not-yourself`, `last-administrator`, `no-grant`, `unknown-successor`.';

export const ADMIN_OPERATIONS: readonly Operation[] = [
  {
    id: 'accounts',
    method: 'get',
    path: '/v1/accounts',
    action: 'enrol-devices',
    tag: TAGS.admin,
    summary: 'Tài khoản của xã',
    description: 'The people with a role that reaches this commune, with their devices and codes.',
    parameters: [SCOPE],
    answer: { status: 200, description: 'By name.', content: json('AccountList') },
    problems: { 403: NOT_SUPERVISOR },
  },
  {
    id: 'addAccount',
    method: 'post',
    path: '/v1/accounts',
    action: 'manage-accounts',
    tag: TAGS.admin,
    summary: 'Thêm người',
    description: 'A new person with grants. They sign in with a code that is made for them.',
    body: bodyOf('AccountRequest'),
    answer: { status: 200, description: 'The account.', content: json('AccountResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 409: RULES },
  },
  {
    id: 'changeAccount',
    method: 'put',
    path: '/v1/accounts/{id}',
    action: 'manage-accounts',
    tag: TAGS.admin,
    summary: 'Đổi tên, số điện thoại, vai trò',
    description: 'The whole account as it is to be. Grants elsewhere that you may not give must stay as they are.',
    parameters: [ACCOUNT],
    body: bodyOf('AccountRequest'),
    answer: { status: 200, description: 'The account.', content: json('AccountResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 404: UNKNOWN, 409: RULES },
  },
  {
    id: 'closeAccount',
    method: 'post',
    path: '/v1/accounts/{id}/close',
    action: 'manage-accounts',
    tag: TAGS.admin,
    summary: 'Cho nghỉ',
    description:
      'The person’s devices may hand in what they have and read nothing. History keeps the name. `successor` goes on with returned evaluations and with drafts, in every commune in which both write records.',
    parameters: [ACCOUNT],
    body: bodyOf('CloseAccountRequest'),
    answer: { status: 200, description: 'The account.', content: json('AccountResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 404: UNKNOWN, 409: RULES },
  },
  {
    id: 'openWork',
    method: 'get',
    path: '/v1/accounts/{id}/open-work',
    action: 'manage-accounts',
    tag: TAGS.admin,
    summary: 'Việc còn dở của một người',
    description:
      'What a successor would go on with in this commune: evaluations returned to the person and not corrected, and how many drafts came in from their phones. The drafts themselves are encrypted, and nobody sees them here.',
    parameters: [ACCOUNT, SCOPE],
    answer: { status: 200, description: 'What is open.', content: json('OpenWork') },
    problems: { 403: NOT_SUPERVISOR, 404: UNKNOWN },
  },
  {
    id: 'reopenAccount',
    method: 'post',
    path: '/v1/accounts/{id}/reopen',
    action: 'manage-accounts',
    tag: TAGS.admin,
    summary: 'Mở lại tài khoản',
    description: 'Takes a closing back.',
    parameters: [ACCOUNT],
    body: bodyOf('OnCommune'),
    answer: { status: 200, description: 'The account.', content: json('AccountResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 404: UNKNOWN, 409: RULES },
  },
  {
    id: 'makeCode',
    method: 'post',
    path: '/v1/enrolment-codes',
    action: 'enrol-devices',
    tag: TAGS.admin,
    summary: 'Tạo mã cấp máy',
    description:
      'A code for one person and one device, valid for 24 hours. It is in this answer and nowhere else: only hashes are kept.',
    body: bodyOf('CodeRequest'),
    answer: { status: 200, description: 'The code, to be shown once.', content: json('CodeResponse') },
    problems: {
      400: BAD,
      403: NOT_SUPERVISOR,
      404: UNKNOWN,
      409: 'You may make no code for this person (`not-for-this-person`), or the account is closed (`account-closed`).',
    },
  },
  {
    id: 'voidCode',
    method: 'post',
    path: '/v1/enrolment-codes/{id}/void',
    action: 'enrol-devices',
    tag: TAGS.admin,
    summary: 'Hủy mã',
    description: 'A code that nobody has used yet is taken no more.',
    parameters: [ofPath('id', 'Id of the code.', { type: 'string' })],
    body: bodyOf('OnCommune'),
    answer: { status: 200, description: '`voided`: whether it was still unused.' },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 404: 'No such code in this commune (`unknown-code`).' },
  },
  {
    id: 'revokeDevice',
    method: 'post',
    path: '/v1/phones/{device}/revoke',
    action: 'enrol-devices',
    tag: TAGS.admin,
    summary: 'Thu hồi máy',
    description:
      'The device may hand in what it has, which is kept for a supervisor, and reads nothing more, until its person enrols it again.',
    parameters: [ofPath('device', 'Id of the device.', { type: 'string' })],
    body: bodyOf('RevokeRequest'),
    answer: { status: 200, description: '`revoked`: whether it was in use.' },
    problems: {
      400: BAD,
      403: NOT_SUPERVISOR,
      404: 'No such device in this commune (`unknown-device`).',
      409: 'You may not revoke the devices of this person (`not-for-this-person`).',
    },
  },
  {
    id: 'lostPhone',
    method: 'get',
    path: '/v1/phones/{device}/lost',
    action: 'enrol-devices',
    tag: TAGS.admin,
    summary: 'Máy bị mất: những gì máy chủ biết',
    description:
      'What had arrived from the phone in this commune, when it was last heard from, and whose lists may be on it. What was made on it afterwards nobody knows.',
    parameters: [ofPath('device', 'Id of the device.', { type: 'string' }), SCOPE],
    answer: { status: 200, description: 'What is known.', content: json('LostPhone') },
    problems: {
      403: NOT_SUPERVISOR,
      404: 'No such device in this commune (`unknown-device`).',
      409: 'You may not revoke the devices of this person (`not-for-this-person`).',
    },
  },
];
