// The English words around the questions of the leaving form, and of the mail that confirms an address (Y1); reading age about 11.
import type { Text } from './text.js';

export const leavingPagesEn = {
  'leaving.title': 'Before you leave school',
  'leaving.about':
    'A few questions about your plans, and how we may ask you later how things went. It takes about three minutes.',
  'leaving.tutor-sees':
    'Your tutor sees that you have done it and the plan you name, and nothing else of what you write.',
  'leaving.code': 'Code of your form group',
  'leaving.code-hint': 'Eight letters and numbers, from your tutor’s sheet',
  'leaving.own': 'Start on my own phone',
  'leaving.shared': 'Start on a shared computer',
  'leaving.code-wait': 'Too many codes did not fit. Wait a minute, then try again.',
  'leaving.code-wrong':
    'This code opens nothing today. Check it against the sheet, or ask your tutor to open the form.',
  'leaving.who': 'Who are you?',
  'leaving.group': 'Form group {group}. Whoever has filled in the form is not on the list any more.',
  'leaving.everybody': 'Everybody on the list has filled it in. If that is wrong, ask your tutor.',
  'leaving.name': 'Your name',
  'leaving.born': 'Your date of birth',
  'leaving.born-hint': 'So that nobody fills this in for you, for example 27\u00a03\u00a02009',
  'leaving.born-day': 'Day',
  'leaving.tutors-code': 'Or the code that your tutor gave you',
  'leaving.tutors-code-hint': 'Only if the date does not work',
  'leaving.this-is-me': 'This is me – go on',
  'leaving.stop-here': 'Stop here',
  'leaving.choose-name': 'Choose your name',
  'leaving.wrong':
    'This does not fit what the school has on record. Check your name and your date of birth, or ask your tutor for a code.',
  'leaving.ask-tutor': 'This went wrong too often. Ask your tutor to let you try again.',
  'leaving.confirm': 'Confirm your email address',
  'leaving.is-it-right': 'Your answers are sent. One more thing: is this address right?',
  'leaving.sent-code': 'We sent a code of six numbers to {address}. It works for 30 minutes.',
  'leaving.may-send': 'To see that {address} is right, we can send a code of six numbers to it.',
  'leaving.mail-code-hint': 'Six numbers, from the email. Look among unwanted mail too',
  'leaving.confirm-it': 'Confirm my address',
  'leaving.send-code': 'Send me the code',
  'leaving.address-wrong': 'Is the address wrong?',
  'leaving.right-address': 'The right address',
  'leaving.use-address': 'Use this address',
  'leaving.school-alone':
    'That is a school address, which stops working when you leave, and we have no other of yours. Enter one that is not the school’s, or press “Skip this question”.',
  'leaving.school-address': 'That is a school address, which stops working when you leave. Enter one of your own.',
  'leaving.cannot-open': 'Cannot open your email now?',
  'leaving.fine': 'That is fine. You are done.',
  'leaving.without-code': 'Finish without the code',
  'leaving.stop': 'Stop here?',
  'leaving.stop-then':
    'Nothing is sent before you press “Send my answers”. If you stop now, you begin again the next time, and nobody at this device can see what you entered.',
  'leaving.stop-button': 'Stop and close',
  'leaving.done': 'You are done, and this device is ready for the next person. Good luck with what comes next.',
  'leaving.done-own': 'You are done. Good luck with what comes next.',
  'leaving.done-next':
    'What happens now: your tutor and the few people at the trust who look after this see your plan. If you said that we may, we ask you in the autumn how it turned out.',
  'leaving.done-stop':
    'Changed your mind about being asked? Answer any of our emails with the word stop. We stop the same day and never ask why.',
  'leaving.next-person': 'Next person: enter the code',
  'leaving.was-sent': 'This form was sent',
  'leaving.was-sent-then': 'It is filled in once. If something in it is wrong, ask your tutor to let you answer again.',
  'leaving.again': 'Please start again',
  'leaving.again-then':
    'This page was open for too long, or the form was closed. Nothing that was not sent is kept for others to see.',
  'leaving.enter-code': 'Enter the code of your form group',
  'leaving.kept': 'What you typed is saved',
  'leaving.kept-then': 'This page was open for a long time. Tell us once more who you are, and you go on from here.',
  'leaving.say-who': 'Say who you are',
  'mail.address-subject': 'Your code to confirm this address',
  'mail.address-given':
    'Somebody, we think you, gave us this address on the form for leaving school. Type this code on the page that asks for it:',
  'mail.address-not-you': 'If that was not you, answer this mail with the word stop, and we do not use the address.',
} as const satisfies Readonly<Record<string, Text>>;
