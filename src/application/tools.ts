// What use cases work with. Each one names the few it needs; tests hand in a fixed clock and a local mail sink,
// and always a real database.
import type { KeepingPeriods } from '../domain/alumni/keeping-period.js';
import type { CurrencyPeriods } from '../domain/destinations/currency.js';
import type { TransitionRule } from '../domain/insight/transition.js';
import type { LocalTime } from '../domain/calendar/local-date.js';
import type { SurveyLanguage } from '../domain/survey/languages/languages.js';
import type { CallRules } from '../domain/waves/call-times.js';
import type { BreakerThresholds } from '../domain/waves/breakers.js';
import type { PacingRules } from '../domain/waves/pacing.js';
import type { ContactCaps } from '../domain/waves/contact-cap.js';
import type { Files, SendingMemory, WatchedFolder } from '../files/index.js';
import type { RelayLimits } from '../domain/waves/relay-limits.js';
import type { DomainLookup, Inbox, Mailer } from '../mail/index.js';
import type { FieldVault, Passwords, Signer } from '../security/index.js';
import type { Store } from '../store/index.js';
import type { TextCarrier } from '../texts/index.js';

/** Due moments, windows, caps and expiry go by this clock; leases go by the database's (decision R9). */
export interface Clock {
  readonly now: () => Date;
}

/** Lines for those who run it: a sentence and plain values; never a name, an address, a token or an answer. */
export interface Log {
  readonly info: (message: string, values?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, values?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, values?: Readonly<Record<string, unknown>>) => void;
}

/** The settings that use cases read. */
export interface AppSettings {
  /** Every link begins with it; the Host header is never used (requirement T10). No slash at the end. */
  readonly baseUrl: string;
  readonly trustName: string;
  readonly mailFrom: { readonly name: string; readonly address: string };
  readonly replyTo: string;
  /** Signed return addresses are made at this domain (requirement D3). */
  readonly bounceDomain: string;
  /** A maildir into which mail to the return addresses is delivered; absent where nobody delivers there. */
  readonly bounceMaildir?: string;
  /** Shared with the mail provider that signs what it tells us (requirement W9); absent where none does. */
  /** Shared with the provider of texts; absent where none may tell us anything. */
  readonly textWebhookSecret?: string;
  readonly webhookSecret?: string;
  readonly postalAddress: string;
  readonly privacyNoticeUrl: string;
  /** Whom people ask about their data beside the reply address, for the page of that notice; empty where nobody is named. */
  readonly dataProtectionContact: string;
  /** No survey message leaves outside these hours, Europe/London. */
  readonly contactHours: { readonly from: LocalTime; readonly to: LocalTime };
  /** A plan that is suggested begins today, whatever day it is: for trying Onward out. */
  readonly suggestToday: boolean;
  /** When people are rung, on the clock of where they are, how often at most, and how long in between. */
  readonly calls: CallRules;
  /** Domains of the schools' own mail: such an address stops working when somebody leaves (Y1). */
  readonly schoolMailDomains: readonly string[];
  /** Whom staff tell when what somebody said worries them (Y8); empty where nobody is named. */
  readonly safeguardingContact: string;
  /** Public task covers the first months after leaving; later contact needs consent (reliability, section 9.1). */
  readonly publicTaskMonths: number;
  /** Waves of more people than this are confirmed by two of the staff; 0 asks for no second person. */
  readonly secondPersonAbove: number;
  /** How fast mail goes to each receiving domain (requirement D7); `off` where the mail server sees to it. */
  readonly pacing: PacingRules | 'off';
  /** When sending stops by itself (requirement E11). */
  readonly breakers: BreakerThresholds;
  /** For how long contact data is kept and used (requirement P7, Q14). */
  readonly keeping: KeepingPeriods;
  /** For how long what somebody told us stays current (feature 7). */
  readonly currency: CurrencyPeriods;
  /** What of the transition clock’s definition is not settled (M8). */
  readonly transition: TransitionRule;
  /** Who was written to in this many waves of the last twelve months is left alone. */
  readonly mostWavesAYear: number;
  /** What one address may get, over all people that share it (requirement E12). */
  readonly contactCaps: ContactCaps;
  /** `mailbox`: the address in From, where the relay refuses any other; returned mail then names its message alone (Y22). */
  readonly envelopeSender: 'signed' | 'mailbox';
  /** How much the relay takes a day; the dry run says how many days a wave needs. */
  readonly relayLimits: RelayLimits;
  /** The share of those invited whose answer a wave hopes for, in per cent. */
  readonly responseTarget: number;
}

/** A folder into which schools' systems put files (Y22). */
export interface Watched {
  readonly folder: WatchedFolder;
  /** Whether what was read goes in at once; otherwise it waits for a member of staff. */
  readonly straightIn: boolean;
  /** For so many days what was put aside stays there. */
  readonly keepDays: number;
}

/** What use cases work with; each takes what it names. */
export interface Tools {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly vault: FieldVault;
  readonly signer: Signer;
  readonly passwords: Passwords;
  readonly mailer: Mailer;
  /** The sending domain and how it is looked up (requirement D1); absent where mail does not leave this machine. */
  readonly sendingDomain?: DomainLookup;
  /** Carries texts; absent where no provider is set. */
  readonly texts?: TextCarrier;
  /** The mailbox to which mail comes back; absent where none is set. */
  readonly inbox?: Inbox;
  /** The languages that alumni may read; those that come with the product where absent. */
  readonly languages?: readonly SurveyLanguage[];
  readonly files: Files;
  /** Absent where no folder is watched. */
  readonly watched?: Watched;
  /** What this machine remembers of sending, outside the database (decision R10). */
  readonly memory: SendingMemory;
  /** What this machine is called. */
  readonly machine: string;
  readonly settings: AppSettings;
  readonly log: Log;
}
