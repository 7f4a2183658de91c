// What the newest versions ask anew, in Arabic: jobs, what else somebody does, and what got in the way of a route that was
// never taken. No speaker has confirmed them.
import type { QuestionId } from '../definition.js';
import type { QuestionTexts } from '../texts.js';
import { agreed, allThatFit, bestGuess, commonApart, finer } from './questions.ar.js';

const alsoSince = (heading: string, short: string): QuestionTexts => ({ heading, hint: bestGuess, short });

const against = (
  heading: string,
  short: string,
  choices: Readonly<Record<string, string>>,
  about?: string,
): QuestionTexts => ({
  heading,
  hint: allThatFit,
  short,
  why: [finer, ...(about === undefined ? [] : [agreed(about)])],
  choices: { ...choices, ...commonApart },
});

/** By id, with all codes. */
export const renewingAr: Readonly<Record<QuestionId, QuestionTexts>> = {
  'still-in-job': {
    heading: 'هل ما زلت في هذا العمل؟',
    short: 'ما زلت في العمل',
    choices: { yes: 'نعم', 'came-to-end': 'لا، انتهى العمل', 'left-it': 'لا، تركته' },
  },
  'job-ended': {
    heading: 'كيف انتهى ذلك؟',
    short: 'كيف انتهى',
    choices: { 'came-to-end': 'انتهى العمل', 'left-it': 'تركته' },
  },
  'also-since-university': alsoSince('متى بدأت في الجامعة؟', 'في الجامعة منذ'),
  'also-since-college': alsoSince('متى بدأت في الكلية أو المدرسة الثانوية؟', 'في الكلية منذ'),
  'also-since-apprenticeship': alsoSince('متى بدأت تدريبك المهني؟', 'في التدريب المهني منذ'),
  'also-since-work': alsoSince('متى بدأت هذا العمل؟', 'أعمل منذ'),
  'also-since-training': alsoSince('متى بدأت تدريبك؟', 'في التدريب منذ'),
  'against-place': against('ماذا في المكان؟', 'عن المكان', {
    'GEO/G1': 'هو بعيد جدا، أو الوصول إليه صعب',
    'GEO/G2': 'لم أرد العيش بعيدا عن البيت',
    'GEO/G3': 'السكن هناك غال جدا أو سيئ جدا',
    'GEO/G4': 'لن أشعر بالأمان هناك، أو لا تناسبني المنطقة',
    'GEO/G5': 'أردت أن أكون قريبا من أسرتي',
  }),
  'against-teaching': against('ماذا في التدريس أو الدراسة؟', 'عن التدريس', {
    'TEA/T1': 'لن تناسبني طريقة التدريس',
    'TEA/T3': 'ساعات كثيرة جدا، أو جدول لن يناسبني',
    'TEA/T4': 'الكثير جدا منها عبر الإنترنت، أو القليل جدا',
    'ACA/A2': 'سيكون عبء العمل كبيرا جدا',
  }),
  'against-choice': against('ما الذي لم يكن مناسبا، أو ما الذي ظهر؟', 'عن الاختيار', {
    'FIT/F1': 'لم أجد المادة المناسبة لي',
    'FIT/F2': 'لم أجد جامعة أو كلية أو جهة عمل مناسبة لي',
    'FIT/F3': 'ليس نوع المسار المناسب لي',
    'FIT/F5': 'لم أشعر بأنني مستعد لمستوى العمل',
    'FIT/F6': 'كانت النصيحة التي تلقيتها خاطئة',
    'POS/P3': 'حصلت على عرض أفضل',
    'POS/P4': 'أردت استراحة أولا وربما أفعل ذلك لاحقا',
  }),
  'against-belonging': against(
    'ماذا في الانسجام أو الثقافة؟',
    'عن الانسجام',
    {
      'BEL/B1': 'لم أظن أنني سأنتمي إلى هناك أو أجد أصدقاء',
      'BEL/B2': 'ثقافة المكان',
      'BEL/B4': 'ما كانت أسرتي أو مجتمعي يتوقعه',
      'BEL/B5': 'سيكون من الصعب الحفاظ على ديني هناك (الطعام أو الصلاة أو الكحول)',
    },
    'أصلك أو معتقدك',
  ),
  'against-caring': against(
    'من ترعى، أو لماذا تكون الحاجة إليك؟',
    'عن الرعاية',
    {
      'CAR/C1': 'أرعى شخصا بالغا أو أخا أو أختا',
      'CAR/C2': 'لدي طفل، أو أنتظر طفلا',
      'CAR/C3': 'الحاجة إلي في البيت أو في عمل الأسرة',
    },
    'الصحة أو الأسرة',
  ),
  'against-money': against(
    'ماذا في المال؟',
    'عن المال',
    {
      'FIN/M1': 'ستكون تكلفة العيش هناك عالية جدا',
      'FIN/M2': 'علي أن أعمل، وستتعارض الساعات',
      'FIN/M3': 'الرسوم أو الديون',
      'FIN/M4': 'لم أرد قرضا بفائدة، بسبب ديني أو معتقدي',
      'FIN/M5': 'لم أستطع الحصول على قرض أو منحة، أو ليس في الوقت المناسب',
      'FIN/M6': 'علي أن أكسب لأسرتي',
      'FIN/M7': 'وجدت عملا بأجر أفضل',
    },
    'دينك أو معتقدك',
  ),
  'against-health': against(
    'هل تخبرنا بالمزيد عن صحتك؟',
    'عن الصحة',
    {
      'HEA/H1': 'صحتي النفسية',
      'HEA/H2': 'صحتي الجسدية',
      'HEA/H3': 'لن أحصل على الدعم الذي أحتاجه لإعاقة',
      'HEA/H4': 'توفي شخص ما، أو حدث شيء صعب جدا',
    },
    'صحتك',
  ),
  'against-work': against('ماذا في العمل أو صاحب العمل؟', 'عن العمل', {
    'EMP/E2': 'الأجر',
    'EMP/E6': 'الاختبار النهائي، أو جزء الرياضيات واللغة الإنجليزية',
    'EMP/E7': 'أردت نوعا آخر من العمل',
    'FIN/M7': 'وجدت عملا بأجر أفضل',
    'POS/P3': 'حصلت على عرض أفضل',
  }),
  'against-something-else': {
    ...against('هل هو أحد هذه؟', 'شيء آخر', {
      'EXT/X1': 'تأشيرتي أو إقامتي',
      'EXT/X2': 'أُغلقت الدراسة أو الكلية أو الجامعة',
      'EXT/X3': 'أزمة في السكن أو مع القانون أو في أسرتي',
    }),
    hint: `${allThatFit} يمكنك أن تكتب بكلماتك لاحقا.`,
  },
};
