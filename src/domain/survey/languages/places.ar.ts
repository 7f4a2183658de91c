// The questions about where somebody is, in Arabic. No speaker has confirmed them.
import type { QuestionId } from '../definition.js';
import type { QuestionTexts } from '../texts.js';
import type { AnswerProblem } from '../typed.js';

const course = { heading: 'ماذا تدرس؟', short: 'التخصص' } as const;

/** Their words. */
export const placesAr: Readonly<Record<QuestionId, QuestionTexts>> = {
  'months-there': {
    heading: {
      by: 'situation',
      when: {
        university: 'متى بدأت في الجامعة، وهل ما زلت هناك؟',
        college: 'متى بدأت في الكلية أو المدرسة الثانوية، وهل ما زلت هناك؟',
        apprenticeship: 'متى بدأت تدريبك المهني، وهل ما زلت فيه؟',
        work: 'متى بدأت هذا العمل، وهل ما زلت فيه؟',
        training: 'متى بدأت تدريبك، وهل ما زلت فيه؟',
        caring: 'منذ متى تقوم بالرعاية؟',
        looking: 'منذ متى تبحث؟',
        'gap-year': 'متى بدأت سنة الراحة؟',
      },
      otherwise: 'منذ متى تفعل هذا؟',
    },
    hint: 'يكفي أفضل تقدير لديك. يوم النتائج في أغسطس. تبدأ معظم الدراسات في سبتمبر.',
    short: 'من وإلى',
    problems: { 'month-ahead': 'أدخل بداية ليست في المستقبل. إن لم تبدأ بعد فارجع وغيّر إجابتك الأولى.' },
    doubts: {
      'ends-before-start': 'النهاية قبل البداية. هل أحد الشهرين خطأ؟',
      'long-before-leaving': 'هذا قبل تركك المدرسة بزمن طويل. هل السنة صحيحة؟',
    },
  },
  'how-ended': {
    heading: 'كيف انتهى ذلك؟',
    short: 'كيف انتهى',
    choices: { finished: 'أنهيته', 'left-early': 'تركته قبل نهايته' },
  },
  'study-place': {
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
      otherwise: 'اكتب الاسم كما تقوله. يكفي أيضا اسم المدينة.',
    },
    short: 'أين',
    doubts: {
      'other-kind': 'اخترت أولا مكانا من نوع آخر. إن كان هذا صحيحا فتابع. وإلا فغيّره هنا، أو ارجع إلى إجابتك الأولى.',
    },
  },
  'study-subject': { ...course, hint: 'اسم دراستك أو مادتها الرئيسية، مثلا «Physics».' },
  'college-course': { ...course, hint: 'اسم تخصصك أو موادك.' },
  'works-for': {
    heading: { by: 'situation', when: { apprenticeship: 'من هو صاحب عملك؟' }, otherwise: 'لدى من تعمل؟' },
    hint: 'اسم الشركة أو المنظمة. إن كنت تعمل لحسابك فاكتب «لحسابي».',
    short: 'صاحب العمل',
  },
  'works-as': { heading: 'ما هو عملك؟', hint: 'مثلا «بائع» أو «فني مختبر».', short: 'العمل' },
};

/** What to do about the problems that only these questions have. */
export const placeProblemsAr: Readonly<Partial<Record<AnswerProblem, string>>> = {
  'until-missing': 'أدخل متى انتهى، أو ضع علامة على «ما زال مستمرا»',
  'until-incomplete': 'أدخل الشهر والسنة معا للنهاية، مثلا مارس 2026',
  'until-impossible': 'أدخل شهرا وسنة من أربعة أرقام للنهاية، مثلا مارس 2026',
  'until-ahead': 'أدخل نهاية ليست في المستقبل. إن كان مستمرا فضع علامة على «ما زال مستمرا».',
  'until-and-going-on': 'ضع علامة على «ما زال مستمرا» أو أدخل متى انتهى، لا كليهما',
  'which-one': 'اختر ما تقصده',
};
