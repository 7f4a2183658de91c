// The front door of src/store: everything that Onward keeps, by collection.
import type { Connection, mongo } from 'mongoose';
import { interventionsStore, onePagesStore, provisionChangesStore } from './actions-taken.js';
import { alumniStore } from './alumni.js';
import { apiKeysStore } from './api-keys.js';
import { auditEventsStore } from './audit-events.js';
import { barrierSignsStore, barriersStore } from './barriers.js';
import { callsStore } from './calls.js';
import { breakersStore } from './breakers.js';
import { contactSlotsStore } from './contact-slots.js';
import { destinationRecordsStore } from './destination-records.js';
import { droppedFilesStore } from './dropped-files.js';
import { duplicatesStore } from './duplicates.js';
import { erasingStore } from './erasing.js';
import { followingStore } from './following.js';
import { guessSheetsStore } from './guess-sheets.js';
import { handOversStore } from './hand-overs.js';
import { helpRequestsStore } from './help-requests.js';
import { inboundMailStore } from './inbound-mail.js';
import { importsStore } from './imports.js';
import { invitationsStore } from './invitations.js';
import { lanesStore } from './lanes.js';
import { keptReportsStore } from './kept-reports.js';
import { languageConfirmationsStore } from './language-confirmations.js';
import { leavingAnswersStore } from './leaving-answers.js';
import { leavingFormsStore } from './leaving-forms.js';
import { lettersStore } from './letters.js';
import { mergedPeopleStore } from './merged-people.js';
import { messagesStore } from './messages.js';
import { moduleSwitchesStore } from './module-switches.js';
import { officialFiguresStore } from './official-figures.js';
import { officialImportsStore } from './official-imports.js';
import { outboxStore } from './outbox.js';
import { ownHeadingsStore } from './own-headings.js';
import { ownRulesStore } from './own-rules.js';
import { outcomesStore } from './outcomes.js';
import { partnerPacksStore } from './partner-packs.js';
import { providerDeliveriesStore } from './provider-deliveries.js';
import { parentMessagesStore } from './parent-messages.js';
import { plansStore } from './plans.js';
import { programmesStore } from './programmes.js';
import { qualitySetsStore } from './quality-sets.js';
import { refusedAddressesStore } from './refused-addresses.js';
import { repliesStore } from './replies.js';
import { responsesStore } from './responses.js';
import { safetyFlagsStore } from './safety-flags.js';
import { savedExportsStore } from './saved-exports.js';
import { rollupsStore } from './rollups.js';
import { schoolsStore } from './schools.js';
import { sendingGuardStore } from './sending-guard.js';
import { settingsStore } from './settings.js';
import { staffStore } from './staff.js';
import { suppressionsStore } from './suppressions.js';
import { surveyAccessStore } from './survey-access.js';
import { tellingsStore } from './tellings.js';
import { wavesStore } from './waves.js';
import { wrongTriesStore } from './wrong-tries.js';

export type { CallFollowUp } from './call-schema.js';
export { connect, databaseTime } from './connection.js';
export { signsId, type CountedSigns } from './barriers.js';
export type { Advance } from './invitations.js';
export type { AddressSlots } from './contact-slots.js';
export type { StoredMail } from './inbound-mail.js';
export type { RelayState } from './breakers.js';
export type { Duplicate } from './duplicates.js';
export type { EndedByMerge, MergedPerson } from './merged-people.js';
export type { Lane, LaneReturn } from './lanes.js';
export type { LeavingAnswers } from './leaving-answers.js';
export type { ListedMessage } from './message-schema.js';
export type { QueuedMessage } from './messages.js';
export type { LeasedMessage } from './outbox.js';
export type { HeldExport } from './saved-exports.js';
export type { WaitingMachine } from './sending-guard.js';
export type { Settlement } from './settlement.js';
export type { PublishedOwnRule, Recount } from './own-rules.js';
export type { StoredFigure } from './official-figures.js';
export type { ListedParentMessage } from './parent-messages.js';
export type { PeopleFilter } from './alumni.js';
export type { ImportedRow, KnownPeople } from './alumni-rows.js';
export type { Position, SealedDetail } from './destination-record-schema.js';
export type { SealedTelling } from './tellings.js';
export type { ResponseFollowUp, StoredResponse, Submission } from './responses.js';
export type { StoredSuppression } from './suppressions.js';
export type { StaffCredentials } from './staff.js';

/** All stores over one connection, and `prepare`, which makes collections' indexes once at start. */
export function createStore(connection: Connection) {
  const auditEvents = auditEventsStore(connection);
  return {
    alumni: alumniStore(connection),
    duplicates: duplicatesStore(connection),
    mergedPeople: mergedPeopleStore(connection),
    following: followingStore(connection),
    erasing: erasingStore(connection, auditEvents.moveIntentsOf),
    handOvers: handOversStore(connection),
    schools: schoolsStore(connection),
    apiKeys: apiKeysStore(connection),
    imports: importsStore(connection),
    droppedFiles: droppedFilesStore(connection),
    ownHeadings: ownHeadingsStore(connection),
    officialImports: officialImportsStore(connection),
    officialFigures: officialFiguresStore(connection),
    auditEvents,
    settings: settingsStore(connection),
    ownRules: ownRulesStore(connection),
    staff: staffStore(connection),
    parentMessages: parentMessagesStore(connection),
    plans: plansStore(connection),
    programmes: programmesStore(connection),
    waves: wavesStore(connection),
    invitations: invitationsStore(connection),
    leavingForms: leavingFormsStore(connection),
    leavingAnswers: leavingAnswersStore(connection),
    letters: lettersStore(connection),
    languageConfirmations: languageConfirmationsStore(connection),
    messages: messagesStore(connection),
    moduleSwitches: moduleSwitchesStore(connection),
    outbox: outboxStore(connection),
    calls: callsStore(connection),
    lanes: lanesStore(connection),
    breakers: breakersStore(connection),
    sendingGuard: sendingGuardStore(connection),
    suppressions: suppressionsStore(connection),
    contactSlots: contactSlotsStore(connection),
    inboundMail: inboundMailStore(connection),
    refusedAddresses: refusedAddressesStore(connection),
    replies: repliesStore(connection),
    providerDeliveries: providerDeliveriesStore(connection),
    responses: responsesStore(connection),
    surveyAccess: surveyAccessStore(connection),
    wrongTries: wrongTriesStore(connection),
    safetyFlags: safetyFlagsStore(connection),
    helpRequests: helpRequestsStore(connection),
    destinationRecords: destinationRecordsStore(connection),
    outcomes: outcomesStore(connection),
    savedExports: savedExportsStore(connection),
    rollups: rollupsStore(connection),
    tellings: tellingsStore(connection),
    keptReports: keptReportsStore(connection),
    qualitySets: qualitySetsStore(connection),
    partnerPacks: partnerPacksStore(connection),
    guessSheets: guessSheetsStore(connection),
    barriers: barriersStore(connection),
    barrierSigns: barrierSignsStore(connection),
    interventions: interventionsStore(connection),
    provisionChanges: provisionChangesStore(connection),
    onePages: onePagesStore(connection),

    /** Makes every index; safe to run again and by several processes at once. */
    prepare: async (): Promise<void> => {
      await Promise.all(
        Object.values(connection.models).map(async ({ collection, schema }) => {
          const indexes = schema.indexes().map(([key, options]) => ({ ...options, key }));
          if (indexes.length > 0) await collection.createIndexes(indexes as mongo.IndexDescription[]);
        }),
      );
    },
    /** A write acknowledged on disk within two seconds, or a rejection (requirement F5). */
    ready: async (): Promise<void> => {
      await connection
        .collection<{ _id: string; at: Date }>('settings')
        .updateOne(
          { _id: 'readiness' },
          { $set: { at: new Date() } },
          { upsert: true, writeConcern: { w: 'majority', journal: true }, maxTimeMS: 2_000 },
        );
    },
  };
}

export type Store = ReturnType<typeof createStore>;
