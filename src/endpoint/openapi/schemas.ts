/** The named schemas of the description, printed from the zod schemas that phone and endpoint themselves parse with. */
import { z } from 'zod';
import { definitionOf, KINDS } from '../../programme/index.ts';
import {
  accountList,
  accountRequest,
  accountResponse,
  accountRow,
  addCommuneRequest,
  changeCommuneRequest,
  closeAccountRequest,
  closeRequest,
  closeResponse,
  codeRequest,
  codeResponse,
  communeList,
  communeResponse,
  communeRow,
  corrected,
  correctionRequest,
  correctionResponse,
  criteriaList,
  criteriaRow,
  decideProposalRequest,
  draftsKept,
  draftsTakenRequest,
  draftsTakenResponse,
  enrolRequest,
  enrolResponse,
  eventCheck,
  eventList,
  eventRow,
  faultyMember,
  grant,
  handedDrafts,
  identityLookupRequest,
  identityLookupResponse,
  jobResponse,
  lostPhone,
  memberCorrection,
  memberPath,
  mergeCommunesRequest,
  onCommuneRequest,
  openWork,
  phoneList,
  phoneRow,
  photoStatus,
  previewResponse,
  problem,
  proposalList,
  proposalResponse,
  proposalRow,
  publishRequest,
  pullPage,
  pullRow,
  pushRequest,
  pushResponse,
  quarantineList,
  quarantineRecord,
  quarantineRow,
  receipt,
  reconcileRequest,
  reconcileResponse,
  recordList,
  recordRow,
  rescueResponse,
  retryRequest,
  retryResponse,
  revisionSchema,
  revokeRequest,
  rosterCounts,
  rosterFault,
  sentDraft,
  session,
  setPreviewResponse,
  signOutResponse,
} from '../../protocol/index.ts';

/** A schema as OpenAPI 3.1 has it (JSON Schema 2020-12). */
export type JsonSchema = { [key: string]: unknown };

/** The answer of `/health`, which no phone reads. */
const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  store: z.enum(['sqlite', 'postgres']),
  epoch: z.string(),
});
const NAMED = {
  AccountList: accountList,
  AccountRow: accountRow,
  AccountRequest: accountRequest,
  AccountResponse: accountResponse,
  CloseAccountRequest: closeAccountRequest,
  OnCommune: onCommuneRequest,
  OpenWork: openWork,
  Grant: grant,
  CodeRequest: codeRequest,
  CodeResponse: codeResponse,
  RevokeRequest: revokeRequest,
  CommuneList: communeList,
  CommuneRow: communeRow,
  CommuneResponse: communeResponse,
  AddCommune: addCommuneRequest,
  ChangeCommune: changeCommuneRequest,
  MergeCommunes: mergeCommunesRequest,
  ProposalList: proposalList,
  ProposalRow: proposalRow,
  ProposalResponse: proposalResponse,
  DecideProposal: decideProposalRequest,
  EventCheck: eventCheck,
  EventList: eventList,
  EventRow: eventRow,
  EnrolRequest: enrolRequest,
  EnrolResponse: enrolResponse,
  Session: session,
  PushRequest: pushRequest,
  PushResponse: pushResponse,
  Receipt: receipt,
  PullPage: pullPage,
  PullRow: pullRow,
  RescueResponse: rescueResponse,
  DraftsKept: draftsKept,
  HandedDrafts: handedDrafts,
  SentDraft: sentDraft,
  DraftsTakenRequest: draftsTakenRequest,
  DraftsTakenResponse: draftsTakenResponse,
  SignOutResponse: signOutResponse,
  ReconcileRequest: reconcileRequest,
  ReconcileResponse: reconcileResponse,
  Revision: revisionSchema,
  RosterPreview: previewResponse,
  RosterFault: rosterFault,
  RosterCounts: rosterCounts,
  RosterJob: jobResponse,
  IdentityLookup: identityLookupRequest,
  IdentityFound: identityLookupResponse,
  QuarantineList: quarantineList,
  QuarantineRow: quarantineRow,
  QuarantineRecord: quarantineRecord,
  RetryRequest: retryRequest,
  RetryResponse: retryResponse,
  CorrectionRequest: correctionRequest,
  CorrectionResponse: correctionResponse,
  FaultyMember: faultyMember,
  MemberCorrection: memberCorrection,
  CorrectedMember: corrected,
  MemberPath: memberPath,
  CloseRequest: closeRequest,
  CloseResponse: closeResponse,
  RecordList: recordList,
  RecordRow: recordRow,
  PhoneList: phoneList,
  PhoneRow: phoneRow,
  LostPhone: lostPhone,
  CriteriaSets: criteriaList,
  CriteriaSetAdded: criteriaRow.omit({ at: true }),
  SetPreview: setPreviewResponse,
  PublishRequest: publishRequest,
  PhotoStatus: photoStatus,
  Health: health,
  Problem: problem,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** @returns the schema's name of a kind: `Evaluation` for `evaluation` */
const schemaOf = (kind: string): string => `${kind[0]?.toUpperCase()}${kind.slice(1)}`;

/** The schemas that operations name. */
export type SchemaName = keyof typeof NAMED | 'CriteriaSet';

/** @returns a reference to a named schema */
export const refTo = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });

/** @returns `components.schemas` of the description */
export function namedSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  for (const kind of KINDS) {
    const definition = definitionOf(kind);
    if (definition !== null) registry.add(definition.payload, { id: schemaOf(kind) });
  }
  // Schemas are printed as those of inputs, because a reader must let members pass that it does not know yet.
  const printed = z.toJSONSchema(registry, { uri: (id) => refTo(id as SchemaName).$ref, io: 'input', override: trim });
  const schemas: Record<string, JsonSchema> = {};
  for (const [name, { $id: _, $schema: __, ...schema }] of Object.entries(printed.schemas)) schemas[name] = schema;

  // These members are parsed loosely, so that one unreadable record never keeps a batch out; revisions and payloads are
  // meant.
  member(schemas.PushRequest, 'revisions').items = refTo('Revision');
  for (const kind of KINDS) Object.assign(schemas[schemaOf(kind)] ?? {}, { example: definitionOf(kind)?.example });
  const kinds = KINDS.map((kind) => ({ $ref: `#/components/schemas/${schemaOf(kind)}` }));
  Object.assign(member(schemas.Revision, 'payload'), { anyOf: kinds, description: 'Of the kind that `kind` names.' });
  return {
    ...schemas,
    CriteriaSet: {
      type: 'object',
      description: 'A criteria set in the format of src/criteria; `cli -- validate <set.json>` prints its faults.',
      required: ['id', 'version'],
      properties: { id: { type: 'string' }, version: { type: 'string' } },
      additionalProperties: true,
    },
  };
}

function member(schema: JsonSchema | undefined, name: string): JsonSchema {
  const properties = schema?.properties as Record<string, JsonSchema> | undefined;
  const found = properties?.[name];
  if (found === undefined) throw new Error(`no member ${name}: the protocol's schema has changed`);
  return found;
}

/** Removes what zod prints beside `format` and `integer`, which already mean it. */
function trim({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
