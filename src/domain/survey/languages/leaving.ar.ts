// The questions of the leaving form in Arabic, and how it words those that others ask too. No speaker has confirmed them.
import type { QuestionId } from '../definition.js';
import type { QuestionTexts } from '../texts.js';
import { questionsAr } from './questions.ar.js';

const wherePlanned = {
  by: 'plan',
  when: {
    university: 'أي جامعة؟',
    college: 'أي كلية أو مدرسة ثانوية؟',
    training: 'من يقدم التدريب؟',
  },
  otherwise: 'أين؟',
};

const ratherNot = 'أفضل ألا أقول';

/** The question as the bank has it, with other words around the same choices. */
const asKnown = (id: QuestionId, words: Partial<QuestionTexts>): QuestionTexts => ({
  ...(questionsAr[id] ?? { heading: '', short: '' }),
  ...words,
});

/** By id, with all codes. */
export const leavingAr: Readonly<Record<QuestionId, QuestionTexts>> = {
  plan: {
    heading: 'ماذا تنوي أن تفعل بعد ترك المدرسة؟',
    hint: 'إن كنت لا تزال تختار فاذكر الأرجح اليوم. قد تتغير الخطط.',
    short: 'خطتك',
    choices: {
      university: 'الدراسة في الجامعة',
      college: 'الدراسة في كلية أو مدرسة ثانوية أخرى',
      apprenticeship: 'تدريب مهني مع عمل (apprenticeship)',
      work: 'العمل',
      training: 'دورة تدريب أو تأهيل',
      'gap-year': 'سنة راحة',
      other: 'شيء آخر',
      'no-plan-yet': 'ليست لدي خطة بعد',
      'rather-not-say': ratherNot,
    },
    problems: { missing: 'اختر ما تنوي فعله. يمكنك اختيار «ليست لدي خطة بعد».' },
  },
  'plan-firm': {
    heading: 'إلى أين وصلت فيها؟',
    short: 'إلى أين وصلت',
    choices: {
      place: 'لدي مقعد أو عرض عمل',
      applied: 'قدمت طلبا وأنتظر الرد',
      thinking: 'أفكر فيها',
    },
  },
  'plan-provider': {
    heading: wherePlanned,
    hint: 'اختيارك الأول إن كنت لا تزال تنتظر. يمكنك تجاوز هذا.',
    short: 'أين',
  },
  'plan-place': {
    heading: wherePlanned,
    hint: 'اختيارك الأول إن كنت لا تزال تنتظر. اكتب الاسم كما تقوله.',
    short: 'أين',
    doubts: {
      'other-kind': 'اخترت أولا مكانا من نوع آخر. إن كان هذا صحيحا فتابع. وإلا فغيّره هنا، أو ارجع إلى إجابتك الأولى.',
    },
  },
  'plan-subject': {
    heading: 'ماذا ستدرس؟',
    hint: 'اسم الدراسة أو مادتها الرئيسية، مثلا «Physics».',
    short: 'المادة',
  },
  'plan-course': { heading: 'ماذا ستدرس؟', hint: 'اسم الدراسة أو المواد.', short: 'الدراسة' },
  'plan-employer': { heading: 'لدى من ستعمل؟', hint: 'يمكنك تجاوز هذا إن كنت لا تزال تبحث.', short: 'صاحب العمل' },
  'plan-start': {
    heading: 'متى تبدأ؟',
    hint: 'يكفي أفضل تقدير لديك.',
    short: 'البداية',
    problems: { 'month-ahead': 'أدخل شهرا في السنوات الثلاث القادمة' },
  },
  'ruled-out': {
    heading: 'هل فكرت في طريق ثم استبعدته؟',
    hint: 'اختر كل ما ينطبق.',
    short: 'ما استبعدته',
    choices: {
      university: 'الجامعة',
      college: 'كلية أو مدرسة ثانوية أخرى',
      apprenticeship: 'تدريب مهني مع عمل',
      work: 'الخروج إلى العمل',
      training: 'دورة تدريب أو تأهيل',
      none: 'لا، لم أستبعد شيئا',
      'rather-not-say': ratherNot,
    },
    problems: { 'alone-with-others': 'اختر ما استبعدته، أو «لا، لم أستبعد شيئا» أو «أفضل ألا أقول»، لا كليهما' },
  },
  'stay-by': {
    heading: 'كيف لنا أن نصل إليك؟',
    hint: 'اختر كل ما يناسبك. إن تجاوزت هذا استخدمنا البريد الإلكتروني وحده.',
    short: 'كيف نصل إليك',
    choices: { mail: 'بالبريد الإلكتروني', text: 'برسالة نصية', phone: 'بالهاتف' },
  },
  'other-email': {
    heading: 'هل هناك عنوان بريد إلكتروني آخر، إن توقف عنوانك عن العمل؟',
    hint: 'عنوان ثان لك، أو لأحد الوالدين. لا نضع أبدا شيئا عنك في رسالة إلى عنوان شخص آخر.',
    short: 'بريد آخر',
  },
  'other-owner': {
    heading: 'لمن هذا البريد الإلكتروني؟',
    short: 'لمن هو',
    choices: { self: 'لي أيضا', parent: 'لأحد الوالدين أو ولي الأمر', shared: 'مشترك مع شخص آخر' },
  },
};

/** What the leaving form takes from the bank, worded for somebody who has not left yet. */
export const leavingOccasionAr: Readonly<Record<QuestionId, QuestionTexts>> = {
  reasons: asKnown('reasons', { heading: 'ما الذي حال دون ذلك؟', short: 'ما حال دونه' }),
  payment: asKnown('payment', {
    heading: 'كيف ستدفع تكاليف ذلك؟',
    hint: 'اختر ما سيغطي معظمها.',
    short: 'كيف ستدفع',
  }),
  'stay-in-touch': asKnown('stay-in-touch', {
    heading: 'هل لنا أن نسألك كيف تسير أمورك بعد أن تترك المدرسة؟',
    hint: 'بضعة أسئلة، مرتين أو ثلاثا في السنة الأولى ثم مرة في السنة تقريبا. يمكنك التوقف في أي وقت.',
    choices: { yes: 'نعم', no: 'لا، لا تكتبوا إلي من فضلكم' },
  }),
  'stay-until': asKnown('stay-until', { heading: 'حتى متى لنا أن نسأل؟' }),
  email: {
    heading: 'ما عنوان بريدك الإلكتروني أنت؟',
    hint: 'ليس عنوان المدرسة، فهو سيتوقف. في النهاية نرسل إليه رمزا لنتأكد أنه صحيح.',
    short: 'بريدك',
    problems: {
      'school-address': 'هذا عنوان مدرسة، وسيتوقف حين تترك المدرسة. أدخل عنوانا لك، أو اضغط «تجاوز هذا السؤال».',
    },
  },
  mobile: {
    heading: 'ما رقم هاتفك المحمول أنت؟',
    hint: 'يبقى معك حين تنتقل، فيساعدنا على الوصول إليك. يمكنك تجاوز هذا.',
    short: 'هاتفك',
  },
};
