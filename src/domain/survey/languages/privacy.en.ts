// The English words of the page that says what we keep and what people can ask for (requirement P3); reading age about 11.
import type { Text } from './text.js';

export const privacyEn = {
  'privacy.title': 'What we keep, and your rights',
  'privacy.intro':
    '{trust} asks the people who left its schools how things are going. This page says what we do with what we know about you.',
  'privacy.short-form': 'This is the short form. The trust has a longer one too:',
  'privacy.full': 'a full privacy notice',
  'privacy.to-under-18': 'If you are under 18, read this short part first',
  'privacy.who': 'Who we are',
  'privacy.who-runs': '{trust} runs the schools and looks after your details. You can reach us in these ways.',
  'privacy.email': 'Email:',
  'privacy.post': 'Post: {address}',
  'privacy.data': 'For questions about your data: {contact}',
  'privacy.what': 'What we keep',
  'privacy.what-school': 'From your school: your name, your date of birth, your school and the year you left.',
  'privacy.what-plan': 'What you planned to do, and where you went, as your school knew it.',
  'privacy.what-reach': 'Your email address and phone number, and whose they are.',
  'privacy.what-told': 'What you tell us: what you do now, where, and why if things changed.',
  'privacy.what-when': 'When we wrote to you or rang you, and if you said stop.',
  'privacy.locked':
    'Some answers can be about your health, your faith, your money or your family. You never have to give them. We keep them locked. Only a few people can open them, and we note each time they do.',
  'privacy.safe':
    'If what you write sounds as if a life is at risk, we tell somebody who can help. For anything else we ask you first if you are 18 or over.',
  'privacy.why': 'Why we keep it',
  'privacy.why-stay':
    'We want to know if people stay on in the place they went to. If they leave, we want to know why. Then we can help the students who come next. We count answers together. No figure we share has your name on it.',
  'privacy.why-never':
    'We do not sell anything, ask for money or send adverts. We do not pass your details on to firms that do. No computer makes a choice about you.',
  'privacy.basis': 'What lets us write to you',
  'privacy.basis-task': {
    one: 'In the first month after you leave: it is part of our job as a school trust. The law calls this a public task. You can say no to it.',
    other:
      'In the first {count} months after you leave: it is part of our job as a school trust. The law calls this a public task. You can say no to it.',
  },
  'privacy.basis-after':
    'After that: only if you said yes. We note what you said yes to, when, and until when. You can take it back at any time.',
  'privacy.basis-any':
    'At any time: only if you said yes. We note what you said yes to, when, and until when. You can take it back at any time.',
  'privacy.basis-none': 'If there is no reason like this on your record, we do not write to you.',
  'privacy.long': 'How long we use it',
  'privacy.long-yes':
    'If you said yes: we may write to you for as long as we ask people how they are. That is ten years and one term after you left. We check with you once a year.',
  'privacy.long-no':
    'If you did not: for three years and one term after you left at most. Then we write to you no more.',
  'privacy.long-delete': 'You can ask us to delete it sooner. See below.',
  'privacy.rights': 'What you can ask us to do',
  'privacy.stop': 'Stop.',
  'privacy.stop-how':
    'Say no to our messages, or to our use of your details. Use the link at the end of any email, or write “stop” back. We stop the same day. You do not have to say why.',
  'privacy.show': 'Show me.',
  'privacy.show-how': 'Ask for a copy of all that we keep about you. It is free.',
  'privacy.right': 'Put it right.',
  'privacy.right-how': 'Tell us what is wrong and we change it.',
  'privacy.delete': 'Delete it.',
  'privacy.delete-how': 'Ask us to delete it. If we have to keep a part, we tell you which and why.',
  'privacy.to-ask': 'To ask, write to this address:',
  'privacy.complain': 'If you are not happy with us',
  'privacy.complain-us':
    'Write to us and say what went wrong. Within 30 days we tell you that we have it. Then we look into it and tell you what we found.',
  'privacy.complain-ico':
    'You can also go to the Information Commissioner’s Office (ICO). It makes sure that people’s details are kept safe. Its page for this:',
  'privacy.under-18': 'If you are under 18',
  'privacy.young-knows': 'Your old school wants to know how you are doing. That helps it to help others.',
  'privacy.young-choose': 'You choose. You can skip any question, and you can stop at any time.',
  'privacy.young-cross': 'Nobody is cross if you do not answer. It does not change how you are treated.',
  'privacy.young-few': 'Only a few people in our team can see what you say. We do not put it online.',
  'privacy.young-safe': 'If you tell us that you are not safe, we may have to tell someone who can help.',
  'privacy.young-ask':
    'You can ask to see what we keep, to change it or to delete it. You can do this by yourself, or ask a grown-up you trust.',
  'privacy.young-write': 'Write to us at this address:',

  'home.title': 'Keeping in touch after school',
  'home.who':
    '{trust} asks its former students how things are going, and uses the answers to help those who come after.',
  'home.wrote': 'If we wrote to you',
  'home.wrote-link': 'Use the link in the email. It is yours alone, so there is nothing to sign in to here.',
  'home.work': 'If you work for the trust',
  'home.staff': 'Go to the staff pages',
  'test.title': 'This was a test',
  'test.opened':
    'You opened a link in a test mail. In the real mail it opens the questions for the person whom the mail was sent to, or stops our messages to them.',
  'test.nothing': 'Nothing was recorded, and nobody’s answers can be seen from here.',
} as const satisfies Readonly<Record<string, Text>>;
