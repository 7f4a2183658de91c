// The English words of everything that alumni see beside the questions: pages, buttons, errors, mail that the program
// writes to them. For somebody of nineteen on a phone, reading age about 11 (look.md, section 6). A new sentence is added
// here under a key of its own and in words.ar.ts; templates say it by `say('key', { … })`.
import { privacyEn } from './privacy.en.js';
import type { Text } from './text.js';

/** By key; `{name}` is filled in, and a text with plural forms is chosen by `count`. */
export const wordsEn = {
  ...privacyEn,

  'page.skip': 'Skip to the question',
  'page.skip-main': 'Skip to the main part',
  'page.back': 'Back',
  'page.sent-for': 'Sent for {trust}.',
  'page.onward-for': 'Onward for {trust}.',
  'page.privacy': 'What we keep, and your rights',
  'page.error': 'Error:',
  'page.put-right': 'There is something to put right',
  'page.languages': 'Other languages',

  'landing.title': 'How are things going?',
  'landing.heading': 'How are things going since you left school?',
  'landing.who': '{trust} asks its former students, so that it can help those who come after you.',
  'landing.minute': 'It takes a minute or two. You can stop and come back.',
  'landing.skip': 'You can skip anything you do not want to answer.',
  'landing.seen': 'Only the few people at the trust who work on this see your answers.',
  'landing.start': 'This is me – start',
  'landing.not-you': 'Not you?',
  'landing.not-you-hint': 'Tell us, and we stop writing. You do not have to say more.',
  'landing.not-me': 'This is not me',
  'landing.cannot-answer': 'They cannot answer',
  'landing.has-died': 'They have died',

  'landing.ways': 'Easy read, or somebody helps you',
  'ways.easy': 'Show me the easy-read version',
  'ways.easy-hint': 'Shorter sentences and bigger letters. The questions are the same.',
  'ways.helped': 'Somebody is helping me to answer',
  'ways.helped-hint': 'The answers are still yours. We only note that you had help.',
  'ways.title': 'Other ways to answer',
  'ways.language': 'Language',
  'ways.save': 'Save and go on',
  'ways.no-longer': 'If you take a tick out, it no longer holds.',
  'ways.call': 'Would you rather talk?',
  'ways.call-hint': 'We can ring you, ask the questions and write down what you say.',
  'ways.call-button': 'Please ring me',
  'ways.call-asked': 'We have noted that',
  'ways.call-then':
    'If we have a number of your own, somebody from our team rings you within a few days. If we have none, answer our email and tell us your number.',
  'ways.go-on': 'Go on with the questions',

  'tell.title': 'Please check once more',
  'tell.not-me': 'Was this sent to the wrong person?',
  'tell.not-me-then':
    'We will not write to this address again. To protect them, we cannot tell you who it was meant for.',
  'tell.not-me-yes': 'Yes, this is not me',
  'tell.cannot-answer': 'Is the person not able to answer?',
  'tell.cannot-answer-then': 'We will stop writing to them. You do not have to tell us why.',
  'tell.cannot-answer-yes': 'Yes, please stop writing',
  'tell.has-died': 'We are very sorry',
  'tell.has-died-then':
    'If the person this was sent to has died, tell us here. We will stop all our messages at once. You do not have to explain or send anything.',
  'tell.has-died-yes': 'Yes, they have died',
  'tell.no': 'No, go back',
  'told.title': 'Thank you for telling us',
  'told.has-died':
    'We are sorry for your loss. No more messages will come from us. One that is already on its way may still arrive; please forgive us if it does.',
  'told.stopped': 'We have stopped our messages. One that is already on its way may still arrive.',
  'told.close': 'You can close this page now.',

  'closed.title': 'This link has closed',
  'closed.heading': 'This link has closed or was never valid',
  'closed.ask': 'Ask for a new one and we will email it to the address we have for you.',
  'closed.button': 'Ask for a new link',
  'fresh.title': 'We have noted that',
  'fresh.heading': 'Please look in your email',
  'fresh.on-its-way':
    'If these questions are still open, a new link is on its way to the address we have for you. It can take a few minutes. Look in your junk mail too.',
  'fresh.nothing': 'If nothing comes, these questions have closed. You do not have to do anything.',
  'away.title': 'Please open your link again',
  'away.closed': 'These questions have closed',
  'away.closed-then':
    'Thank you for coming back. Answers can no longer be added or changed here. To change something, answer the email we sent you; a person reads it.',
  'away.again': 'Please open the link in our email again',
  'away.again-then':
    'This page was open for a long time, or in another browser. Everything you pressed Continue on is saved, and the link brings you back to it.',

  'question.left': { one: 'Last question', other: 'About {count} questions left' },
  'question.continue': 'Continue',
  'question.skip': 'Skip this question',
  'question.stop': 'Stop here and come back later',
  'question.why': 'Why we ask, and what happens with it',
  'question.back-to-answers': 'Back to your answers',
  'month.month': 'Month',
  'month.choose': 'Choose',
  'month.year': 'Year',
  'month.about': 'I am not quite sure: about then',
  'answer.skipped': 'Skipped',
  'answer.about': 'About {month}',
  'help.not-read': 'This is not read straight away; in danger call 999.',
  'help.talk': 'If things are hard and you want to talk to someone now, day or night, it is free:',
  'help.samaritans': 'Samaritans, call {number}',
  'help.shout': 'Text SHOUT to {number}',
  'help.childline': 'Under 19: Childline, call {number}',

  'check.title': 'Check your answers',
  'check.sent-title': 'Your answers',
  'check.sent': 'You sent these on {sent}. You can change them until {closes}.',
  'check.changed': 'You have changed something since you sent your answers.',
  'check.changed-then': 'Send them again so that the change counts.',
  'check.hidden': {
    one: 'One earlier answer is kept from another device or another day. We do not show it here, in case somebody else is looking.',
    other:
      '{Count} earlier answers are kept from another device or another day. We do not show them here, in case somebody else is looking.',
  },
  'check.unlock': 'See or change earlier answers',
  'check.change': 'Change',
  'check.change-what': '“{what}”',
  'check.send': 'Send my answers',
  'check.send-changed': 'Send my changed answers',
  'check.go-on': 'Go on with the questions',

  'code.title': 'See or change earlier answers',
  'code.why':
    'Some answers were given on another device or another day. To make sure that it is you, we send a code of six numbers to the email address we have for you.',
  'code.sent': 'If we have an address of your own, a code is on its way. It works for ten minutes, on this page only.',
  'code.label': 'Code',
  'code.hint': 'Six numbers, from the email',
  'code.send': 'Email me a code',
  'code.send-new': 'Send a new code',
  'code.without': 'Go on without them',
  'code.wrong': 'That code did not fit, or it is too old. Check the six numbers, or ask for a new code.',

  'later.title': 'Everything is saved',
  'later.come-back': 'Use the link in our email whenever you like. You go on where you stopped.',
  'later.shared': 'If others use this device too, close your answers here.',
  'later.close': 'Close my answers on this device',
  'later.go-on': 'Go on now',
  'later.closed': 'Closed on this device',
  'later.closed-then':
    'Your answers are kept, and nobody can see them here any more. Use the link in our email to come back.',

  'thanks.title': 'Thank you',
  'thanks.safe':
    'Your answers are safe with us. Today they bring your record up to date. Counted together with others, and never with your name, they show your school what its leavers run into, and that is what it talks about when it decides what to change.',
  'thanks.still': 'What you can still do',
  'thanks.look': 'Look at or change your answers',
  'thanks.until': 'until {closes}',
  'thanks.email': 'Change your email address',
  'thanks.stay': 'Change whether we may write again',
  'thanks.stop': 'How to stop',
  'thanks.stop-how':
    'Answer any of our emails with the word stop, or use the link at the end of it. We stop the same day and never ask why.',
  'thanks.shared': 'On a shared computer? Close your answers here',

  'stop.title': 'Stop our messages',
  'stop.which': 'Which messages shall we stop?',
  'stop.nothing-yet': 'Nothing changes before you press the button.',
  'stop.all': 'All messages that ask how things are going',
  'stop.all-hint': 'We will not write to you about it again.',
  'stop.wave': 'Only the ones about this set of questions',
  'stop.year': 'Write to me once a year at most',
  'stop.year-hint': 'No more reminders now, and one set of questions a year from then on.',
  'stop.button': 'Send my choice',
  'stop.kept':
    'What you have told us so far stays with us. The link at the foot of this page says how to have it removed.',
  'stop.choose': 'Choose which messages to stop',
  'stopped.title': 'We have stopped',
  'stopped.all':
    'We will not ask you how things are going again. A message that left before you pressed the button may still arrive.',
  'stopped.year':
    'From now on we write to you once a year at most, and not again about this set of questions. A message that left before you pressed the button may still arrive.',
  'stopped.wave':
    'We will not write about this set of questions again. A message that left before you pressed the button may still arrive.',
  'stopped.thanks':
    'Thank you for telling us. If you change your mind, answer any message of ours; a person reads the replies.',
  'unknown.title': 'This link does not work',
  'unknown.again': 'It may have been cut short on its way here. Open it again from the message itself.',
  'unknown.stop':
    'Or answer any message of ours with the word “stop”. A person reads the replies, and we stop the same day.',

  'error.not-found': 'There is nothing at this address',
  'error.not-found-then':
    'Check the address, or go back and follow the link again. It may also be something that is not yours to see.',
  'error.not-allowed': 'Your role does not include this',
  'error.not-allowed-then': 'Ask an administrator of your trust if you think that it should.',
  'error.changed': 'Somebody else changed this meanwhile',
  'error.changed-then':
    'Nothing of yours was saved over it. Go back, reload the page to see how it stands now, and decide again.',
  'error.old-form': 'This form was open for too long',
  'error.old-form-then': 'Nothing was changed. Go back, reload the page and send the form again.',
  'error.other-site': 'This did not come from one of our pages',
  'error.other-site-then': 'Nothing was changed. Open the page here and send the form from it.',
  'error.unreadable': 'We could not read what was sent',
  'error.unreadable-then': 'Nothing was changed. Go back, reload the page and try again.',
  'error.too-large': 'That was too large',
  'error.too-large-then': 'Nothing was changed. Send less at once.',
  'error.ours': 'Something went wrong here',
  'error.ours-then': 'It was not your doing, and we have a note of it. Try again in a few minutes.',
  'error.reference': 'If it happens again, tell us this number:',

  'mail.hello': 'Hello {name},',
  'mail.hello-nobody': 'Hello,',
  'mail.stop': 'To stop our messages, answer this mail with the word stop. A person reads the replies.',
  'mail.wrong': 'Something wrong? Answer this mail. A person reads the replies.',
  'mail.open-link': 'Or open this link:',
  'mail.code-subject': 'Your code to see your earlier answers',
  'mail.code-asked':
    'Somebody, we think you, asked to see the answers you gave us earlier. Type this code on the page that asks for it:',
  'mail.minutes': { one: '{count} minute', other: '{count} minutes' },
  'mail.code-works': 'It works for {time}.',
  'mail.code-not-you': 'If that was not you, there is nothing to do. Without the code nobody sees your answers.',
  'mail.link-subject': 'The new link you asked for',
  'mail.link-here':
    'Here is the new link you asked for. Anything you have already told us is kept, and the rest takes about a minute.',
  'mail.link-button': 'Go to the questions',
  'mail.link-works':
    'The link is yours alone and works until {closes}. If you did not ask for it, there is nothing to do.',
  'mail.reply-subject': 'Your message to us',
  'mail.reply-thanks': 'Thank you for your message.',
} as const satisfies Readonly<Record<string, Text>>;

/** The name of a text. */
export type WordKey = keyof typeof wordsEn;
