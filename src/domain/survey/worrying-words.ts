// Do somebody's own words sound as if they or somebody else were not safe?
// A list of phrases, nothing cleverer: it misses much and takes some harmless words for worrying. It only decides whether a
// person looks (Y8) and whether help stands on the next page; nothing is ever concluded about anybody from it (requirement P6).
// `life`: somebody may die or be badly hurt soon. `harm`: something that should not go on. It takes a harmless word for worrying
// rather than the other way round: who looks in vain loses a minute. How much it finds of invented sentences is measured
// (test/support/worrying-sentences.ts). Not judged by a specialist: the trust's safeguarding lead should read it, and no speaker
// has confirmed the Arabic part.

/** What the words may be about. */
export type Worry = 'life' | 'harm';

/** One of these words or groups of words, whole; the text is folded as below, without apostrophes. */
const phrases = (list: readonly string[]): RegExp => new RegExp(` (?:${list.join('|')})(?= )`);

const wanting = '(?:want|wants|wanted|wanna|wish|wished|ready|rather|hope|hoped)';
const notWanting = '(?:dont|do not|didnt|did not|cant|cannot|never)';
// "he'll" is `hell` once folded.
const about =
  '(?:will|hell|shell|theyll|would|going to|gonna|wants to|want to|tried to|trying to|threatened to|threatens to|threatening to)';
const myself = '(?:myself|my self|meself)';

const life = phrases([
  'suicid(?:e|al|ally)',
  'kms',
  `(?:kill|killing|killed|hang|hanging|drown|drowning|shoot|shooting) ${myself}`,
  'unaliv(?:e|ed|ing)',
  `(?:cut|cuts|cutting|hurt|hurts|hurting|harm|harming|harmed|burn|burning|starve|starving) ${myself}`,
  '(?:end|ending|ended) (?:it all|my life|my own life)',
  '(?:take|taking) my (?:own )?life',
  `${wanting} (?:to |2 |i was |i were |id been )?(?:die|be dead|dead)`,
  'better off (?:dead|without me)',
  '(?:no|any|not any|see no) (?:reason|point) (?:to live|to go on|in living|in going on|in life|living|being alive|in being alive)',
  '(?:cant|cannot|dont|do not|didnt|never) (?:see|have|find) (?:a|any|the|much) (?:reason|point) (?:to|in) (?:live|go on|living|going on|life)',
  '(?:no|any) point in me',
  '(?:want|wanted|wish) it all to (?:stop|end|be over)',
  'wish i (?:had never|hadnt|was never|wasnt) (?:been )?born',
  `${notWanting} (?:want to|wanna|see why i should) (?:live|be alive|exist|wake up|be here any ?more|go on any ?more)`,
  'self ?harm(?:s|ed|ing)?',
  '(?:cut|cutting|burn|burned|burning|scratch|scratching) my (?:arm|arms|wrist|wrists|leg|legs|thighs|skin)',
  '(?:cant|cannot|not able to) keep myself safe',
  '(?:took|take|taken|taking|swallowed) (?:all|too many|a lot of|loads of) (?:of )?(?:my |the )?(?:tablets|pills|medication|meds|painkillers|paracetamol)',
  '(?:goodbye|farewell) (?:letters?|notes?)',
  'overdos(?:e|ed|ing)',
  'jump(?:ing)? (?:off|from) (?:a|the) (?:bridge|building|roof|cliff|balcony)',
  'nearly jumped',
  'jump(?:ing)? in front of (?:a|the) (?:train|bus|car|lorry)',
  '(?:no one|noone|nobody) (?:would|will|ll) (?:even )?miss me',
  `${about} (?:kill|stab|shoot|strangle) (?:me|us|him|her|them)`,
  '(?:he|she|they|hes|shes|theyve) (?:has |have |had |got |pulled )+a (?:knife|gun|machete)',
  '(?:fear|feared|afraid|scared|frightened) for my life',
  '(?:my|her|his|their) life is in danger',
  '(?:i am|im|we are|she is|he is) in danger',
]);

const kin =
  '(?:dad|father|stepdad|mum|mother|stepmum|parents|brother|uncle|cousin|husband|wife|boyfriend|girlfriend|partner|ex|family)';
const harm = phrases([
  '(?:hit|hits|hitting|beat|beats|beating|punched|punches|kicks|kicked|slaps|slapped|strangled|choked|burned|attacked) me',
  '(?:hurts|hurting|abuses|abusing|abused|controls|stalks|stalking|stalked|threatens|threatened|threatening) me',
  'stalker|blackmail(?:s|ed|ing)?',
  `${about} (?:hurt|harm|hit|beat|attack) (?:me|us)`,
  '(?:threaten|threatens|threatened|threatening) to (?:hurt|harm|hit|take|share|send)',
  '(?:was|been|got) (?:attacked|beaten up|stabbed|mugged|assaulted|followed home)',
  '(?:pushed|threw|shoved|dragged) me (?:down|against|over|across)',
  '(?:lock|locks|locked|locking) me (?:in|up|inside)',
  '(?:controls|controlling) (?:who|what|where|how) i',
  '(?:wont|doesnt|does not|will not|dont|do not|never) lets? me (?:see my|talk to|speak to|meet|go out)',
  `(?:scared|afraid|frightened|terrified) of my ${kin}`,
  'abus(?:e|ed|ive|er)',
  'rap(?:e|ed|ist)',
  'sexual(?:ly)? (?:assault|assaulted|abuse|abused|harassment|harassed)',
  'molested|groomed|grooming',
  'touch(?:ed|es|ing) me',
  '(?:forced|forcing|force|make|makes|made|making) me (?:to )?(?:marry|have sex|sell|carry drugs|work for nothing)',
  '(?:take|taking|send|sending|sent|took) me (?:abroad|away|back) to (?:get married|be married|marry)',
  'sex (?:instead of|for|in return for|in exchange for) (?:rent|money|food|a room)',
  'forced (?:marriage|to marry|to have sex|to sell|to work)',
  'honou?r (?:based )?(?:violence|abuse|killing)',
  'fgm|trafficked|trafficking|county lines|modern slavery',
  '(?:not|dont feel|do not feel|never feel|never felt|didnt feel) safe(?: at| in| with)? (?:home|house|my|here|him|her|them)',
  'unsafe at home',
  '(?:scared|afraid) (?:to go|of going|to be) (?:home|at home)',
  'nowhere (?:to live|to sleep|to stay|to go|safe)',
  'homeless|sleeping rough|sofa surfing',
  '(?:sleep|sleeping|slept) (?:in|on) (?:my|a|the) (?:car|van|tent|street|streets|park|bus|buses|station)',
  '(?:kicked|thrown) (?:me )?out (?:of (?:the |my |our )?(?:house|home|flat)|by my)',
  '(?:nothing|no money|no food) (?:to eat|for food)',
  '(?:cant|cannot) afford (?:food|to eat)',
  '(?:not|havent|hardly|barely) eaten (?:for|since|anything|today|all day)',
  '(?:wont let|not allowed|doesnt let|dont let) (?:me )?(?:to )?leave the house',
  '(?:took|takes|keeps|has) my passport',
  'voices (?:tell|telling) me',
  '(?:cant|cannot) (?:go on|carry on|take it|cope) any ?more',
]);

/** Folded as below; parts of words, since Arabic writes "and", "to" and "my" onto them. */
const lifeInArabic = [
  ...[
    'انتحار',
    'انتحر',
    'اقتل نفسي',
    'قتل نفسي',
    'اريد ان اموت',
    'اتمني الموت',
    'انهي حياتي',
    'انهاء حياتي',
    'اوذي نفسي',
  ],
  ...['ايذاء نفسي', 'ايذاء النفس', 'سيقتلني', 'سيقتلونني', 'حياتي في خطر'],
];
const harmInArabic = [
  ...[
    'يضربني',
    'تضربني',
    'يضربونني',
    'يعتدي علي',
    'اعتدي علي',
    'اغتصاب',
    'اغتصب',
    'تحرش',
    'زواج قسري',
    'اجبروني علي الزواج',
  ],
  ...['يهددني', 'يهددونني', 'بلا ماوي', 'ليس لي مكان', 'لا اشعر بالامان'],
];

/** Lower case, one kind of letter for those that are written in several ways, words with single spaces around. */
function folded(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘ʼ'`´]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ؤ/g, 'و');
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

/** What the words may be about, the graver of two; null for nothing of the list. */
export function worryIn(text: string): Worry | null {
  const words = folded(text);
  if (life.test(words) || lifeInArabic.some((phrase) => words.includes(phrase))) return 'life';
  return harm.test(words) || harmInArabic.some((phrase) => words.includes(phrase)) ? 'harm' : null;
}

/** The graver of what several texts may be about. */
export function worryAmong(texts: readonly string[]): Worry | null {
  const found = texts.map(worryIn);
  return found.includes('life') ? 'life' : found.includes('harm') ? 'harm' : null;
}
