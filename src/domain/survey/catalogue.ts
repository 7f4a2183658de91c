// Which questionnaires are published, and how do they read?
// Published versions never change; the fingerprint of data and texts is recorded here and a guard test computes it again
// (architecture, section 7). A wave names one version; answers are read by that version for ever.
import type { Questionnaire } from './definition.js';
import { alsoUntilThen, textsFor } from './questionnaires/bank.en.js';
import {
  arrivalCheckV1,
  situationCheckV1,
  startCheckV1,
  sustainedCheckV1,
  yearlyCheckV1,
} from './questionnaires/checks-v1.js';
import { arrivalCheckV2, sustainedCheckV2, yearlyCheckV2 } from './questionnaires/checks-v2.js';
import { arrivalCheckV3, situationCheckV3, sustainedCheckV3, yearlyCheckV3 } from './questionnaires/checks-v3.js';
import {
  startCheckV3,
  arrivalCheckV4,
  sustainedCheckV4,
  yearlyCheckV4,
  situationCheckV4,
  fiveYearsOnV4,
  tenYearsOnV4,
  contactUpdateV3,
  leavingFormV3,
} from './questionnaires/checks-v4.js';
import { contactUpdateV2 } from './questionnaires/contact-update-v2.js';
import { destinationCheckV1 } from './questionnaires/destination-check-v1.js';
import { destinationCheckV1En } from './questionnaires/destination-check-v1.en.js';
import { situationCheckV2, startCheckV2 } from './questionnaires/leavers-v2.js';
import { contactUpdateV1, fiveYearsOnV1, tenYearsOnV1 } from './questionnaires/later-v1.js';
import { fiveYearsOnV2, tenYearsOnV2 } from './questionnaires/later-v2.js';
import { fiveYearsOnV3, tenYearsOnV3 } from './questionnaires/later-v3.js';
import { leavingFormV1 } from './questionnaires/leaving-form-v1.js';
import { leavingFormV2 } from './questionnaires/leaving-form-v2.js';
import { leavingFormV1En, leavingFormV2En, leavingFormV3En } from './questionnaires/leaving-form.en.js';
import { returningEn } from './questionnaires/returning.en.js';
import type { QuestionnaireTexts } from './texts.js';

/** A questionnaire with its texts, as it was published. */
export interface PublishedQuestionnaire {
  readonly questionnaire: Questionnaire;
  /** Its name as staff see it when they plan a wave. */
  readonly title: string;
  readonly texts: { readonly en: QuestionnaireTexts };
  /** Asked at school and not by a wave. */
  readonly atSchool?: true;
  /** SHA-256, hexadecimal, of the JSON of questionnaire and texts. */
  readonly fingerprint: string;
}

/** In September some have begun and others are about to. */
const atStart = {
  ...destinationCheckV1En.questions['situation'],
  heading: 'What are you doing now, or about to start?',
  short: 'What you do or are about to start',
};
const madeFromBank = (
  questionnaire: Questionnaire,
  title: string,
  fingerprint: string,
  own: Parameters<typeof textsFor>[1] = {},
): PublishedQuestionnaire => ({ questionnaire, title, texts: { en: textsFor(questionnaire.pages, own) }, fingerprint });

/** All published versions. */
export const publishedQuestionnaires: readonly PublishedQuestionnaire[] = [
  {
    questionnaire: destinationCheckV1,
    title: 'Destination check',
    texts: { en: destinationCheckV1En },
    fingerprint: '4ec7f00cf7cff084b87e9501af6803fc1566aa78a7528a29e91543771963d65e',
  },
  madeFromBank(startCheckV1, 'Start check', '93159ffbfda431589ab6faf35c0861bf268a4617231f2036c038389f3807b43d', {
    situation: atStart,
  }),
  madeFromBank(arrivalCheckV1, 'Arrival check', 'bfe12687f4b10db4100cb786c24d568e7b9fc44d91fd4181deedbb9b630e9ad1'),
  madeFromBank(situationCheckV1, 'Year 11 check', 'e9456aae41409315daeb1c5f1b1de0d5c4dd8c7426eea7769a8f8c5eacc73896'),
  madeFromBank(
    sustainedCheckV1,
    'Sustained check, October to March',
    '583f6eb3f766dc867d9471653293c5992485eb01849505afe9b893a4dabb205e',
  ),
  madeFromBank(yearlyCheckV1, 'Yearly check', 'c1212450177bc2c2a08f2b0a9ef852bd9c04e23182c047e1a73e2cf5d19673cb'),
  madeFromBank(fiveYearsOnV1, 'Five years on', '65cc664358734c7bbc4131067e9a158316118663e53404421ac17245a46d8782'),
  madeFromBank(tenYearsOnV1, 'Ten years on', 'af8809e8aa51f45c89ee6fcece12261a6c01ea3fafe60676cf93153694e1bf1b'),
  madeFromBank(
    arrivalCheckV2,
    'Arrival check',
    '36192ae443df951e608e9f8bc601330ae99155d156ede2a765b3311add70865a',
    returningEn,
  ),
  madeFromBank(
    sustainedCheckV2,
    'Sustained check, October to March',
    '582db35662afb1022adcd6ccd21760d67a66fc4f6b20c576b0dbef87495bb254',
    returningEn,
  ),
  madeFromBank(
    yearlyCheckV2,
    'Yearly check',
    'f94e778ff7516185ecafce1ced1e49e653986739bf98602250a0f55d999d86da',
    returningEn,
  ),
  madeFromBank(contactUpdateV1, 'Contact update', 'b9771c081bc014ce0d7b64d4f34e93e8c630f50e76f63328ec3414975e0a885f'),
  madeFromBank(startCheckV2, 'Start check', 'fbee0ec4613950dcef80ce700c9976801f6eeb35821f1daf2497c0aa182795ef', {
    situation: atStart,
  }),
  madeFromBank(situationCheckV2, 'Year 11 check', '82c52c67fe5e281868b0b82b95cbf6ef4cd7d253e935b99eacde00f5e0375032'),
  madeFromBank(fiveYearsOnV2, 'Five years on', '9f92eddeaa428e47b978e3535f6ba972b53f268ca53cddb3292297051fcd7a7a'),
  madeFromBank(tenYearsOnV2, 'Ten years on', 'd3d20eb02e88258b4e34de2a9dc30e9532dae9142fbeacf3aaff27b106d2030a'),
  madeFromBank(
    arrivalCheckV3,
    'Arrival check',
    '4d49c1f1e5a57a49323937eec990f5cce0ab6abf0aac9026982fa7248e17e047',
    returningEn,
  ),
  madeFromBank(
    sustainedCheckV3,
    'Sustained check, October to March',
    'fcce35a8f671af0b76b2b6f242fafe36e16ca1a45c54b04775135658695eaaf7',
    returningEn,
  ),
  madeFromBank(
    yearlyCheckV3,
    'Yearly check',
    '80cbbcfb7f5c093f1ec84d29e9065e28dbcd605d4abda92ea46a2b28b289910c',
    returningEn,
  ),
  madeFromBank(
    situationCheckV3,
    'Year 11 check',
    'd6c62a7fd6d6ff9dff12eff822a26dfcf9c7aa7f49bfc43a416b94185d5f65f2',
    returningEn,
  ),
  madeFromBank(
    fiveYearsOnV3,
    'Five years on',
    '62e3dc88af1c55f9079a9150f34a75c6a3b41f2597defc41c70b8276c73e0c46',
    returningEn,
  ),
  madeFromBank(
    tenYearsOnV3,
    'Ten years on',
    '570d4c54665f353c722be338323e8a93132dda1efa89c01b5f8f7cff7e75ac6c',
    returningEn,
  ),
  madeFromBank(
    contactUpdateV2,
    'Contact update',
    '9b5c1b243afc34ff4eb2034f312c721cd1e1a08ecbddc21e573e5fc3d05363cb',
    returningEn,
  ),
  {
    questionnaire: leavingFormV1,
    title: 'Leaving form',
    texts: { en: leavingFormV1En },
    atSchool: true,
    fingerprint: '5d8631498c0aea6b264887bc083856b6b235059e4c483de4d26f5e26adbb2de9',
  },
  {
    questionnaire: leavingFormV2,
    title: 'Leaving form',
    texts: { en: leavingFormV2En },
    atSchool: true,
    fingerprint: '71b3b2f64adb77ec6a3bd1df377f86c186c526f7aded563fe02988faa8c5d731',
  },
  madeFromBank(startCheckV3, 'Start check', '8333be63d905d92f5a3e0a483ef2480ea1968e9a9095269d6532254f71c0e686', {
    ...returningEn,
    situation: atStart,
  }),
  madeFromBank(
    arrivalCheckV4,
    'Arrival check',
    '2d96ce650b95458a4c10a1d929c72f7a52cbed43257b01ca620204cc86a5b1f8',
    returningEn,
  ),
  madeFromBank(
    sustainedCheckV4,
    'Sustained check, October to March',
    '0da7a405a9c68a8cac818e53f321542874af9c51392fba633b1dc7acb24bf500',
    {
      ...returningEn,
      also: alsoUntilThen,
    },
  ),
  madeFromBank(
    yearlyCheckV4,
    'Yearly check',
    '47dfd00047fad1698e0e6b7f3031a4f417b4774e002eba5bb4bf4aeed9eacd4f',
    returningEn,
  ),
  madeFromBank(
    situationCheckV4,
    'Year 11 check',
    'da311b6a959ca0fa3d2a208b22f180c7bee5557eb34578f39bd647760ccb4502',
    returningEn,
  ),
  madeFromBank(
    fiveYearsOnV4,
    'Five years on',
    '4e674ec5b65b0015cc3393a22cb233e60f85fc27557a9875bf95959bb85de6b9',
    returningEn,
  ),
  madeFromBank(
    tenYearsOnV4,
    'Ten years on',
    '3203343a8d217a81022658a548088da8b8c3713dd293ac0d59bf952c1f519f00',
    returningEn,
  ),
  madeFromBank(
    contactUpdateV3,
    'Contact update',
    '5900ac59c3bb8ade5c035c993162c978351dcc76bcfafe6e7a0d81756bfaf57e',
    returningEn,
  ),
  {
    questionnaire: leavingFormV3,
    title: 'Leaving form',
    texts: { en: leavingFormV3En },
    atSchool: true,
    fingerprint: '52199adf6b981c6a6493d214cbf9a8a0fcab21220bceb662fd60103c1a6dc641',
  },
];

/** Those that a wave can ask. */
export const waveQuestionnaires = publishedQuestionnaires.filter(({ atSchool }) => atSchool !== true);

/** The newest version of that name, or null when there is none. */
export const newestQuestionnaire = (name: string): PublishedQuestionnaire | null =>
  publishedQuestionnaires
    .filter(({ questionnaire }) => questionnaire.name === name)
    .reduce<PublishedQuestionnaire | null>(
      (newest, each) => (each.questionnaire.version > (newest?.questionnaire.version ?? 0) ? each : newest),
      null,
    );

/** The published version, or null when there is none by that name and number. */
export const findQuestionnaire = (ref: {
  readonly name: string;
  readonly version: number;
}): PublishedQuestionnaire | null =>
  publishedQuestionnaires.find(
    ({ questionnaire }) => questionnaire.name === ref.name && questionnaire.version === ref.version,
  ) ?? null;
