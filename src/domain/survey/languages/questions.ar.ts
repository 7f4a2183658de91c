// The questions in Arabic, by id, with all codes that any version of a questionnaire offers. No speaker has confirmed them.
import type { QuestionId } from '../definition.js';
import type { QuestionTexts } from '../texts.js';
import type { AnswerProblem } from '../typed.js';

const whoSees =
  'تُحفظ إجابتك مقفلة. لا يفتحها إلا القليل ممن يعملون على ذلك في المؤسسة، ولا يراها أحد خارجها مقرونة باسمك.';
const maySkip = 'يمكنك تجاوز هذا. لا يُستخدم ضدك شيء مما تقوله هنا.';
export const finer = 'هذا يساعدنا على تغيير الشيء الصحيح. يُحفظ مقفلا، ويمكنك تجاوزه.';
export const agreed = (what: string): string =>
  `بعض هذه الإجابات تقول شيئا عن ${what}. اختيارها يعني موافقتك على أن نحفظها مقفلة. يمكنك سحب ذلك إلى أن تُغلق هذه الأسئلة.`;
export const allThatFit = 'اختر كل ما ينطبق.';
export const bestGuess = 'يكفي أفضل تقدير لديك.';
const ratherNot = 'أفضل ألا أقول';
const unknown = 'لا أعرف';
const apart = { 'dont-know': unknown, 'rather-not-say': ratherNot } as const;
export const commonApart = { 'UNK/U3': 'شيء آخر', 'UNK/U1': ratherNot } as const;
const owners = {
  self: 'لي، ولا يقرؤه غيري',
  parent: 'لأحد الوالدين أو ولي الأمر',
  shared: 'مشترك مع شخص آخر',
} as const;
const takeBack = 'يمكنك أن ترفض، ويمكنك سحب الموافقة في أي وقت بالرابط في أي من رسائلنا.';
const yesNo = { yes: 'نعم', no: 'لا' } as const;
const months = {
  m10: 'أكتوبر',
  m11: 'نوفمبر',
  m12: 'ديسمبر',
  m01: 'يناير',
  m02: 'فبراير',
  m03: 'مارس',
  none: 'ولا في أي منها',
} as const;
const activities = {
  university: 'أدرس في الجامعة',
  college: 'أدرس في كلية أو مدرسة ثانوية',
  apprenticeship: 'في تدريب مهني مع عمل (apprenticeship)',
  work: 'أعمل',
  training: 'في دورة تدريب أو تأهيل',
} as const;
const situations = {
  ...activities,
  caring: 'أرعى أسرتي أو طفلا',
  looking: 'أبحث عن عمل أو دراسة',
  'gap-year': 'في سنة راحة بين المدرسة وما بعدها',
  deferred: 'أنتظر بدء مقعد أجلته',
  other: 'شيء آخر',
  'rather-not-say': ratherNot,
} as const;
const plainReasons = {
  place: 'المكان: البعد أو المواصلات أو السكن أو الابتعاد عن البيت',
  teaching: 'التدريس أو الجدول أو الواجبات',
  choice: 'لم يكن مناسبا لي، أو ظهر شيء أفضل',
  belonging: 'الانسجام أو الناس أو الثقافة',
  caring: 'رعاية شخص ما، أو الحاجة إلي في البيت',
  money: 'المال أو الرسوم أو القروض',
  health: 'صحتي أو حالتي النفسية',
  work: 'العمل أو صاحب العمل',
  'something-else': 'شيء آخر',
} as const;

/** A scale of five, with words at both ends. */
const scale = (heading: string, short: string, low: string, high: string): QuestionTexts => ({
  heading,
  hint: `1 تعني «${low}»، و5 تعني «${high}».`,
  short,
  choices: { 1: `1 – ${low}`, 2: '2', 3: '3', 4: '4', 5: `5 – ${high}`, ...apart },
});
const works = (heading: string, short: string): QuestionTexts => scale(heading, short, 'إطلاقا', 'جيد جدا');

const situation: QuestionTexts = {
  heading: 'ماذا تفعل الآن؟',
  hint: 'إن كنت تفعل أكثر من شيء فاختر ما يأخذ معظم وقتك.',
  short: 'ما تفعله الآن',
  choices: situations,
  problems: { missing: 'اختر ما تفعله الآن. يمكنك اختيار «أفضل ألا أقول».' },
};

const also: QuestionTexts = {
  heading: 'هل تفعل شيئا آخر إلى جانب ذلك؟',
  hint: `عمل إلى جانب دراستك مثلا. ${allThatFit}`,
  short: 'إلى جانب ذلك',
  choices: { ...activities, 'nothing-else': 'لا، لا شيء آخر' },
  problems: { 'alone-with-others': 'اختر ما تفعله إلى جانب ذلك، أو «لا، لا شيء آخر»، لا كليهما' },
};

/** By id. */
export const questionsAr: Readonly<Record<QuestionId, QuestionTexts>> = {
  situation,
  'deferred-until': {
    heading: 'متى تنوي أن تبدأ؟',
    short: 'موعد البدء',
    problems: { 'month-ahead': 'أدخل شهرا خلال السنوات الثلاث القادمة' },
  },
  since: {
    heading: {
      by: 'situation',
      when: {
        university: 'متى بدأت في الجامعة؟',
        college: 'متى بدأت في الكلية أو المدرسة الثانوية؟',
        apprenticeship: 'متى بدأت تدريبك المهني؟',
        work: 'متى بدأت هذا العمل؟',
        training: 'متى بدأت تدريبك؟',
        caring: 'منذ متى تقوم بالرعاية؟',
        looking: 'منذ متى تبحث؟',
        'gap-year': 'متى بدأت سنة الراحة؟',
      },
      otherwise: 'منذ متى تفعل هذا؟',
    },
    hint: `${bestGuess} يوم النتائج في أغسطس. تبدأ معظم الدراسات في سبتمبر.`,
    short: 'منذ',
    problems: { 'month-ahead': 'أدخل شهرا ليس في المستقبل. إن لم تبدأ بعد فارجع وغيّر إجابتك الأولى.' },
  },
  provider: {
    heading: {
      by: 'situation',
      when: {
        university: 'أي جامعة؟',
        college: 'أي كلية أو مدرسة ثانوية؟',
        apprenticeship: 'من يقدم الجزء الدراسي من تدريبك المهني؟',
        training: 'من يقدم تدريبك؟',
      },
      otherwise: 'أين؟',
    },
    hint: {
      by: 'situation',
      when: { apprenticeship: 'كلية مثلا. تجاوز هذا إن لم تكن متأكدا.' },
      otherwise: 'اكتب الاسم كما تقوله.',
    },
    short: 'أين',
  },
  course: { heading: 'ماذا تدرس؟', hint: 'اسم تخصصك أو موادك.', short: 'التخصص' },
  employer: {
    heading: { by: 'situation', when: { apprenticeship: 'من هو صاحب عملك؟' }, otherwise: 'لدى من تعمل؟' },
    hint: 'اسم الشركة أو المنظمة. إن كنت تعمل لحسابك فاكتب «لحسابي».',
    short: 'صاحب العمل',
  },
  job: { heading: 'ما هو عملك؟', hint: 'مثلا «بائع» أو «فني مختبر».', short: 'العمل' },
  'as-planned': {
    heading: 'هل هذا ما خططت له عندما تركت المدرسة؟',
    short: 'ما خططت له',
    choices: { yes: 'نعم', partly: 'جزئيا', no: 'لا', 'had-no-plan': 'لم تكن لدي خطة حينها' },
  },
  'still-there': {
    heading: {
      by: 'situation',
      when: {
        university: 'هل ما زلت في هذه الدراسة؟',
        college: 'هل ما زلت في هذه الدراسة؟',
        apprenticeship: 'هل ما زلت في هذا التدريب المهني؟',
        work: 'هل ما زلت في هذا العمل؟',
        training: 'هل ما زلت في هذا التدريب؟',
      },
      otherwise: 'هل ما زلت هناك؟',
    },
    short: 'ما زلت هناك',
    choices: { yes: 'نعم', finished: 'لا، أنهيته', 'left-early': 'لا، تركته قبل نهايته' },
  },
  'left-in': {
    heading: {
      by: 'still-there',
      when: { finished: 'متى أنهيته؟', 'left-early': 'متى تركته؟' },
      otherwise: 'متى انتهى؟',
    },
    hint: bestGuess,
    short: 'حتى',
  },
  'plan-story': {
    heading: 'الخطط تتغير. أي من هذه أقرب إلى ما حدث؟',
    short: 'ماذا حدث لخطتك',
    choices: {
      'never-applied': 'لم أتقدم قط، أو رفضت العرض',
      'did-not-start': 'كان لدي مقعد أو عمل ولم أبدأ',
      'started-and-left': 'بدأت ثم تركت',
      'none-of-these': 'لا شيء من هذا',
      'rather-not-say': ratherNot,
    },
  },
  'planned-place': {
    heading: 'أين كان ذلك؟',
    hint: 'الجامعة أو الكلية أو صاحب العمل أو جهة التدريب.',
    short: 'أين كان',
  },
  reasons: {
    heading: {
      by: 'plan-story',
      when: {
        'never-applied': 'ما الذي حال دون ذلك، أو جعلك تختار شيئا آخر؟',
        'did-not-start': 'ما الذي جعلك لا تبدأ؟',
        'started-and-left': 'ما الذي جعلك تترك؟',
      },
      otherwise: 'ما هي الأسباب؟',
    },
    hint: allThatFit,
    short: 'الأسباب',
    choices: { ...plainReasons, ...apart },
    why: [
      'الأرقام الرسمية لا تقول أبدا لماذا. إجابتك تساعدنا على دعم الطلاب الذين يأتون بعدك.',
      whoSees,
      agreed('صحتك أو أسرتك أو معتقدك'),
      maySkip,
    ],
    problems: { 'alone-with-others': 'اختر أسبابك، أو «أفضل ألا أقول» أو «لا أعرف»، لا كليهما' },
  },
  'reasons-place': {
    heading: 'ماذا كان في المكان؟',
    hint: allThatFit,
    short: 'عن المكان',
    why: [finer],
    choices: {
      'GEO/G1': 'كان بعيدا جدا، أو كان الوصول إليه صعبا',
      'GEO/G2': 'اشتقت إلى البيت أو لم أرد العيش بعيدا',
      'GEO/G3': 'السكن: غال جدا أو سيئ جدا أو فقدته',
      'GEO/G4': 'لم أشعر بالأمان هناك، أو لم تناسبني المنطقة',
      'GEO/G5': 'أردت أن أكون أقرب إلى أسرتي',
      ...commonApart,
    },
  },
  'reasons-teaching': {
    heading: 'ماذا كان في التدريس أو الدراسة؟',
    hint: allThatFit,
    short: 'عن التدريس',
    why: [finer],
    choices: {
      'TEA/T1': 'لم تناسبني طريقة التدريس',
      'TEA/T2': 'ساعات قليلة جدا مع المدرسين',
      'TEA/T3': 'ساعات كثيرة جدا، أو جدول غير مناسب',
      'TEA/T4': 'الكثير جدا عبر الإنترنت، أو القليل جدا',
      'TEA/T5': 'طريقة تقييم العمل أو الملاحظات عليه',
      'TEA/T6': 'لم تكن الدراسة كما وصفوها',
      'TEA/T7': 'كان التنظيم سيئا',
      'TEA/T8': 'قلة المساعدة من المرشد أو المدرب',
      'ACA/A1': 'لم أنجح، أو لم يُسمح لي بالمتابعة',
      'ACA/A2': 'كان عبء العمل كبيرا جدا',
      'ACA/A3': 'طُلب مني أن أترك بسبب الحضور',
      ...commonApart,
    },
  },
  'reasons-choice': {
    heading: 'ما الذي لم يكن مناسبا، أو ما الذي ظهر؟',
    hint: allThatFit,
    short: 'عن الاختيار',
    why: [finer],
    choices: {
      'FIT/F1': 'لم تكن المادة المناسبة لي',
      'FIT/F2': 'لم تكن الجامعة أو الكلية أو جهة العمل المناسبة',
      'FIT/F3': 'لم يكن نوع المسار المناسب لي',
      'FIT/F4': 'لم يكن خياري الأول، أو جاء من نظام المقاعد الشاغرة (clearing)',
      'FIT/F5': 'لم أكن مستعدا لمستوى العمل',
      'FIT/F6': 'كانت النصيحة التي تلقيتها خاطئة',
      'POS/P1': 'انتقلت إلى جامعة أو كلية أو جهة عمل أخرى',
      'POS/P2': 'غيرت التخصص',
      'POS/P3': 'حصلت على عرض أفضل',
      'POS/P4': 'آخذ استراحة وأنوي العودة',
      ...commonApart,
    },
  },
  'reasons-belonging': {
    heading: 'ماذا كان في الانسجام أو الثقافة؟',
    hint: allThatFit,
    short: 'عن الانسجام',
    why: [finer, agreed('أصلك أو معتقدك')],
    choices: {
      'BEL/B1': 'لم أشعر بالانتماء، أو لم أجد أصدقاء',
      'BEL/B2': 'ثقافة المكان',
      'BEL/B3': 'عوملت بظلم أو تعرضت للمضايقة',
      'BEL/B4': 'ما كانت أسرتي أو مجتمعي يتوقعه',
      'BEL/B5': 'كان من الصعب الحفاظ على ديني هناك (الطعام أو الصلاة أو الكحول)',
      ...commonApart,
    },
  },
  'reasons-caring': {
    heading: 'من كنت ترعى، أو لماذا كانت الحاجة إليك؟',
    hint: allThatFit,
    short: 'عن الرعاية',
    why: [finer, agreed('الصحة أو الأسرة')],
    choices: {
      'CAR/C1': 'أرعى شخصا بالغا أو أخا أو أختا',
      'CAR/C2': 'لدي طفل، أو كنت أنتظر طفلا',
      'CAR/C3': 'كانت الحاجة إلي في البيت أو في عمل الأسرة',
      ...commonApart,
    },
  },
  'reasons-money': {
    heading: 'ماذا كان في المال؟',
    hint: allThatFit,
    short: 'عن المال',
    why: [finer, agreed('دينك أو معتقدك')],
    choices: {
      'FIN/M1': 'كانت تكلفة العيش هناك عالية جدا',
      'FIN/M2': 'كان علي أن أعمل، وتعارضت الساعات',
      'FIN/M3': 'الرسوم أو الديون',
      'FIN/M4': 'لم أرد قرضا بفائدة، بسبب ديني أو معتقدي',
      'FIN/M5': 'تأخر قرضي أو منحتي أو رُفضا',
      'FIN/M6': 'كان علي أن أكسب لأسرتي',
      'FIN/M7': 'وجدت عملا بأجر أفضل',
      ...commonApart,
    },
  },
  'reasons-health': {
    heading: 'هل تخبرنا بالمزيد عن صحتك؟',
    hint: allThatFit,
    short: 'عن الصحة',
    why: [finer, agreed('صحتك')],
    choices: {
      'HEA/H1': 'صحتي النفسية',
      'HEA/H2': 'صحتي الجسدية',
      'HEA/H3': 'لم أحصل على الدعم الذي أحتاجه لإعاقة',
      'HEA/H4': 'توفي شخص ما، أو حدث شيء صعب جدا',
      ...commonApart,
    },
  },
  'reasons-work': {
    heading: 'ماذا كان في العمل أو صاحب العمل؟',
    hint: allThatFit,
    short: 'عن العمل',
    why: [finer],
    choices: {
      'EMP/E1': 'لم أحصل على وقت للجزء التدريبي',
      'EMP/E2': 'الأجر',
      'EMP/E3': 'المدير أو الناس هناك',
      'EMP/E4': 'فقدت العمل، أو أغلقت الشركة',
      'EMP/E5': 'لم يكن العمل كما وصفوه',
      'EMP/E6': 'الاختبار النهائي، أو جزء الرياضيات واللغة الإنجليزية',
      'EMP/E7': 'انتقلت إلى نوع آخر من العمل',
      'FIN/M7': 'وجدت عملا بأجر أفضل',
      'POS/P3': 'حصلت على عرض أفضل',
      ...commonApart,
    },
  },
  'reasons-something-else': {
    heading: 'هل كان أحد هذه؟',
    hint: `${allThatFit} يمكنك أن تكتب بكلماتك لاحقا.`,
    short: 'شيء آخر',
    why: [finer],
    choices: {
      'EXT/X1': 'تأشيرتي أو إقامتي',
      'EXT/X2': 'أُغلقت الدراسة أو الكلية أو الجامعة',
      'EXT/X3': 'أزمة في السكن أو مع القانون أو في أسرتي',
      ...commonApart,
    },
  },
  'main-reason': {
    heading: 'أيها كان الأهم؟',
    short: 'السبب الأهم',
    why: ['هذا يخبرنا بما نغيره أولا. يُحفظ مقفلا، ويمكنك تجاوزه.'],
    choices: plainReasons,
  },
  'reason-words': {
    heading: 'هل هناك ما تود قوله بكلماتك؟',
    hint: 'ما الذي كان سيحدث فرقا؟ يرجى عدم ذكر أسماء أشخاص آخرين.',
    short: 'بكلماتك',
    why: ['كلماتك تبين لنا ما لا تبينه قائمة. لست مضطرا إلى كتابة شيء.', whoSees],
  },
  payment: {
    heading: 'كيف تدفع تكاليف ذلك؟',
    hint: 'اختر ما يغطي معظمها.',
    short: 'كيف تدفع',
    why: ['نسأل كل من يدرس لنعرف أين يقف المال أو القروض عائقا.', whoSees, maySkip],
    choices: {
      'student-loan': 'قرض طلابي',
      'part-loan': 'جزء بقرض وجزء بشيء آخر',
      family: 'أسرتي أو مدخرات',
      work: 'أعمل لأدفع',
      employer: 'يدفع صاحب عملي',
      bursary: 'منحة أو إعانة دراسية',
      other: 'شيء آخر، أو هو مجاني لي',
      'rather-not-say': ratherNot,
    },
  },
  'stay-in-touch': {
    heading: 'هل لنا أن نكتب إليك مرة أخرى لنسأل كيف تسير أمورك؟',
    hint: 'مرة في السنة تقريبا، وبضعة أسئلة فقط. يمكنك التوقف في أي وقت.',
    short: 'البقاء على تواصل',
    choices: { yes: 'نعم', no: 'لا، لا تكتبوا مرة أخرى من فضلكم' },
    problems: { 'choose-or-skip': 'اختر نعم أو لا، أو اضغط «تجاوز هذا السؤال»' },
  },
  'stay-until': {
    heading: 'حتى متى لنا أن نكتب؟',
    hint: 'إن تجاوزت هذا نتوقف بعد سنة واحدة.',
    short: 'حتى متى',
    choices: { 'one-year': 'سنة واحدة', 'three-years': 'ثلاث سنوات', 'ten-years': 'عشر سنوات' },
  },
  email: {
    heading: 'أي عنوان بريد إلكتروني نستخدم؟',
    hint: 'عنوان سيبقى لك بعد بضع سنوات. إن كان العنوان الذي كتبنا إليه صحيحا فتجاوز هذا.',
    short: 'البريد الإلكتروني',
  },
  'email-owner': {
    heading: 'لمن هذا البريد الإلكتروني؟',
    hint: 'لا نضع أبدا شيئا عنك في رسالة إلى عنوان شخص آخر.',
    short: 'لمن البريد',
    choices: owners,
  },
  mobile: {
    heading: 'أي رقم هاتف محمول نستخدم؟',
    hint: 'فقط إن لم يصلك البريد. يمكنك تجاوز هذا.',
    short: 'رقم الهاتف المحمول',
  },
  'mobile-owner': {
    heading: 'لمن هذا الرقم؟',
    hint: 'لا نقول أبدا شيئا عنك لشخص آخر.',
    short: 'لمن الرقم',
    choices: owners,
  },
  begun: { heading: 'هل بدأت بالفعل؟', short: 'بدأت', choices: { yes: 'نعم', 'not-yet': 'ليس بعد' } },
  'starts-in': {
    heading: 'متى تبدأ؟',
    hint: bestGuess,
    short: 'البداية',
    problems: { 'month-ahead': 'أدخل شهرا خلال السنوات الثلاث القادمة' },
  },
  'started-in': { heading: 'منذ متى تفعل هذا؟', hint: bestGuess, short: 'منذ' },
  also,
  'whole-window': {
    heading: 'هل كنت تفعل هذا في كل شهر من أكتوبر إلى مارس؟',
    hint: 'العطلات جزء من ذلك.',
    short: 'أكتوبر إلى مارس',
    choices: { yes: 'نعم، في الستة كلها', 'not-all': 'لا، ليس فيها كلها', 'dont-know': unknown },
  },
  'months-studying': {
    heading: 'في أي من هذه الأشهر كنت تدرس أو تتدرب؟',
    hint: `احسب التدريب المهني أيضا. ${allThatFit}`,
    short: 'أشهر الدراسة',
    choices: months,
    problems: { 'alone-with-others': 'اختر الأشهر، أو «ولا في أي منها»، لا كليهما' },
  },
  'studied-at': {
    heading: 'أي نوع من الدراسة أو التدريب كان ذلك؟',
    hint: 'إن كانا اثنين فاختر ما أخذ معظم الأشهر.',
    short: 'نوع الدراسة',
    choices: {
      university: 'جامعة',
      college: 'كلية أو مدرسة ثانوية',
      apprenticeship: 'تدريب مهني مع عمل',
      training: 'دورة تدريب أو تأهيل',
      'dont-know': unknown,
    },
  },
  'months-working': {
    heading: 'في أي من هذه الأشهر كنت تعمل؟',
    hint: `اترك الأشهر التي لم يكن لك فيها إلا تدريب مهني. ${allThatFit}`,
    short: 'أشهر العمل',
    choices: months,
    problems: { 'alone-with-others': 'اختر الأشهر، أو «ولا في أي منها»، لا كليهما' },
  },
  'right-place': scale('هل هو المكان المناسب لك؟', 'المكان المناسب', 'إطلاقا', 'كثيرا جدا'),
  'three-more': {
    heading: 'هل تجيب عن ثلاثة أسئلة أخرى؟',
    hint: 'هي عن سير الأمور. يحصل كل شخص على ثلاثة أسئلة بالمصادفة، مهما قال.',
    short: 'ثلاثة أخرى',
    choices: { yes: 'نعم', no: 'لا، تابع' },
  },
  'travel-works': works('كم يناسبك الوصول إلى هناك؟', 'الوصول'),
  'home-works': works('كم يناسبك المكان الذي تسكن فيه؟', 'السكن'),
  belong: scale('هل تشعر بأنك تنتمي إلى هناك؟', 'الانتماء', 'إطلاقا', 'كثيرا جدا'),
  'taught-well': works('كم يناسبك ما تتعلمه أو ما يُشرح لك؟', 'التعليم'),
  'hours-work': works('كم تناسبك الساعات والأوقات؟', 'الساعات'),
  'help-there': works('عندما تتعثر، كم تُساعد؟', 'المساعدة هناك'),
  'money-enough': {
    ...works('كم يكفيك مالك؟', 'المال'),
    why: ['نسأل لنعرف أين يقف المال عائقا.', whoSees, 'يمكنك تجاوز هذا.'],
  },
  'paid-work-fits': works('إن كنت تعمل إلى جانب ذلك، كم يتلاءم العمل معه؟', 'العمل إلى جانبه'),
  'know-where-to-ask': works('كم تعرف ممن تطلب المساعدة؟', 'ممن أطلب'),
  earnings: {
    heading: 'كم تكسب تقريبا في السنة قبل الضريبة؟',
    short: 'الدخل',
    why: ['نسأل لنعرف كيف يتقدم الناس عبر السنين. لا نستخدمه إلا مجموعا.', whoSees, 'يمكنك تجاوز هذا.'],
    choices: {
      'under-15': 'أقل من 15,000 جنيه',
      '15-25': 'من 15,000 إلى ما دون 25,000 جنيه',
      '25-35': 'من 25,000 إلى ما دون 35,000 جنيه',
      '35-50': 'من 35,000 إلى ما دون 50,000 جنيه',
      'over-50': '50,000 جنيه أو أكثر',
      ...apart,
    },
  },
  satisfied: scale('كم أنت راض عما تفعله الآن؟', 'الرضا', 'إطلاقا', 'جدا'),
  'school-helped': scale('كم ساعدتك مدرستك على الوصول إلى هنا؟', 'مساعدة المدرسة', 'إطلاقا', 'كثيرا جدا'),
  'who-helped': {
    heading: 'من ساعدك أكثر على إيجاد طريقك؟',
    hint: allThatFit,
    short: 'من ساعد',
    choices: {
      teacher: 'معلم',
      'careers-adviser': 'مرشد مهني',
      family: 'أسرتي',
      friends: 'أصدقاء',
      employer: 'شخص في العمل',
      online: 'شيء وجدته على الإنترنت',
      nobody: 'لا أحد',
      'rather-not-say': ratherNot,
    },
    problems: { 'alone-with-others': 'اختر من ساعد، أو «لا أحد» أو «أفضل ألا أقول»، لا كليهما' },
  },
  'school-should': {
    heading: 'ما الذي ينبغي أن تزيده مدرستك أو تتوقف عنه؟',
    hint: 'يرجى عدم ذكر أسماء أشخاص آخرين.',
    short: 'ما ينبغي للمدرسة',
    why: ['كلماتك تبين لنا ما لا تبينه قائمة. لست مضطرا إلى كتابة شيء.', whoSees],
  },
  'as-told': {
    ...scale('هل هو كما قيل لك؟', 'كما قيل', 'إطلاقا', 'كثيرا جدا'),
    hint: 'فكر في المكان الذي ذهبت إليه بعد المدرسة. 1 تعني «إطلاقا»، و5 تعني «كثيرا جدا».',
  },
  'told-by': {
    heading: 'من قال لك كيف سيكون؟',
    hint: allThatFit,
    short: 'من قال ذلك',
    choices: {
      teacher: 'معلم',
      'careers-adviser': 'مرشد مهني',
      family: 'أسرتي',
      friends: 'أصدقاء',
      'former-students': 'من ترك المدرسة قبلي',
      'place-itself': 'المكان نفسه، في يوم مفتوح أو فيما أرسله',
      online: 'شيء وجدته على الإنترنت',
      nobody: 'لا أحد',
      'rather-not-say': ratherNot,
    },
    problems: { 'alone-with-others': 'اختر من قال لك، أو «لا أحد» أو «أفضل ألا أقول»، لا كليهما' },
  },
  'surprise-words': {
    heading: 'ما الذي فاجأك؟',
    hint: 'مقارنة بما قيل لك. يرجى عدم ذكر أسماء أشخاص آخرين.',
    short: 'ما فاجأك',
    why: ['حينئذ نستطيع أن نقول للطلاب القادمين كيف هو حقا. لست مضطرا إلى كتابة شيء.', whoSees],
  },
  'lives-in': {
    heading: 'أين تسكن الآن؟',
    hint: 'النصف الأول فقط من الرمز البريدي، مثلا LS2. لا نحتفظ بالنصف الثاني.',
    short: 'أين تسكن',
  },
  'lives-with': {
    heading: 'مع من تسكن الآن؟',
    short: 'السكن مع',
    choices: {
      family: 'مع الأسرة التي نشأت فيها',
      students: 'مع طلاب آخرين أو أصدقاء',
      own: 'مع شريك حياة أو أسرة خاصة بي',
      alone: 'وحدي',
      'rather-not-say': ratherNot,
    },
  },
  'looks-after': {
    heading: 'هل ترعى شخصا ما؟',
    hint: 'شخص يحتاج إلى مساعدتك، في البيت أو قريبا منه. الطفل يحسب أيضا.',
    short: 'الرعاية',
    why: ['نسأل لنعرف أين تجعل الرعاية البقاء أصعب.', whoSees, 'يمكنك تجاوز هذا.'],
    choices: {
      no: 'لا',
      'some-hours': 'نعم، حتى 10 ساعات في الأسبوع',
      'many-hours': 'نعم، أكثر من 10 ساعات في الأسبوع',
      'rather-not-say': ratherNot,
    },
  },
  'keep-in-touch': {
    heading: 'هل يجوز لنا أن نكتب إليك مرة أخرى لنسأل كيف تسير أمورك؟',
    hint: 'بضع مرات في السنة على الأكثر. يمكنك التوقف في أي وقت.',
    short: 'الكتابة مرة أخرى',
    choices: {
      'one-year': 'نعم، لسنة واحدة',
      'three-years': 'نعم، لثلاث سنوات',
      'ten-years': 'نعم، لعشر سنوات',
      no: 'لا، توقفوا من فضلكم',
    },
  },
  'how-often': {
    heading: 'كم مرة يجوز لنا أن نكتب إليك؟',
    hint: 'يمكنك تغيير ذلك في أي وقت بالرابط الذي في رسائلنا.',
    short: 'كم مرة',
    choices: { usual: 'بضع مرات في السنة', year: 'مرة في السنة على الأكثر' },
  },
  'may-link': {
    heading: 'هل يجوز لنا أن نبحث عنك في الملفات الرسمية؟',
    hint: 'هي قوائم بمن يدرس أو يعمل وأين، تحتفظ بها الحكومة أو الجامعات.',
    short: 'البحث عني',
    why: ['عندئذ نسألك أقل، ونرى ما صار إليه من لا يجيبون.', takeBack],
    choices: yesNo,
  },
  'may-chat': {
    heading: 'هل يجوز لأحدنا أن يعود إليك لحديث قصير؟',
    hint: 'عما أخبرتنا به، في وقت يناسبك. يمكنك أن ترفض حينها أيضا.',
    short: 'العودة لحديث',
    why: ['دقائق قليلة من الحديث تبين لنا ما لا يبينه نموذج.', takeBack],
    choices: yesNo,
  },
  'may-quote': {
    heading: 'هل يجوز لنا أن ننقل كلامك دون اسمك؟',
    hint: 'نحذف كل ما قد يعرفك به الآخرون.',
    short: 'نقل كلامي',
    why: ['كلامك يقول لمن يأتون بعدك أكثر مما يقوله رقم.', takeBack],
    choices: yesNo,
  },
};

/** In September some have begun and others are about to; in April some still wait for a place that was put off. */
export const occasionsAr: Readonly<Record<string, Readonly<Record<QuestionId, QuestionTexts>>>> = {
  'start-check': {
    situation: { ...situation, heading: 'ماذا تفعل الآن، أو ماذا توشك أن تبدأ؟', short: 'ما تفعله أو توشك أن تبدأه' },
  },
  'sustained-check': {
    also: {
      ...also,
      heading: {
        by: 'situation',
        when: { deferred: 'ماذا تفعل إلى أن تبدأ؟' },
        otherwise: 'هل تفعل شيئا آخر إلى جانب ذلك؟',
      },
    },
  },
};

/** What to do about each problem, where a question says nothing of its own. */
export const problemsAr: Readonly<Partial<Record<AnswerProblem, string>>> = {
  missing: 'اختر إحدى الإجابات',
  'choose-or-skip': 'اختر إحدى الإجابات، أو اضغط «تجاوز هذا السؤال»',
  'unknown-choice': 'اختر من الإجابات التي في هذه الصفحة',
  'alone-with-others': 'اختر «أفضل ألا أقول» أو الإجابات التي تنطبق، لا كليهما',
  'month-incomplete': 'أدخل الشهر والسنة معا، مثلا أكتوبر 2025',
  'month-impossible': 'أدخل شهرا وسنة من أربعة أرقام، مثلا أكتوبر 2025',
  'month-ahead': 'أدخل شهرا ليس في المستقبل',
  'month-past': 'أدخل شهرا لم يأت بعد',
  'month-too-early': 'راجع السنة: هذا الشهر قبل تركك المدرسة بزمن طويل',
  'month-before-start': 'أدخل شهرا ليس قبل الشهر الذي بدأت فيه',
  'too-long': 'هذا طويل جدا. يرجى اختصاره.',
  'not-an-email': 'أدخل عنوان بريد إلكتروني بالشكل المعتاد، مثلا name@example.org',
  'not-a-telephone': 'أدخل رقم هاتف محمول، مثلا 07700 900123',
  'not-an-outcode': 'أدخل النصف الأول من رمز بريدي، مثلا LS2',
};
