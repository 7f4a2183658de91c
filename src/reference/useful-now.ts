// What "Useful now" begins with (Y13): entries for England, none of which anybody at the trust has looked at, so none is shown
// until somebody has. Addresses as known in November 2026, unverified: who checks an entry follows its link.
import type { UsefulEntry } from '../domain/survey/useful-now.js';

export const startingUseful: readonly UsefulEntry[] = [
  {
    id: 'student-finance',
    section: 'money',
    title: 'Student finance',
    text: 'Loans and grants for a course, how to apply, and what can be had on top.',
    link: 'https://www.gov.uk/student-finance',
    source: 'GOV.UK',
  },
  {
    id: 'suspend-or-leave',
    section: 'money',
    title: 'If you take a break from a course or leave it',
    text: 'What happens with your student finance, and whom to tell, so that you do not owe more than you must.',
    link: 'https://www.gov.uk/student-finance-if-you-suspend-or-leave',
    source: 'GOV.UK',
  },
  {
    id: 'carers-allowance',
    section: 'caring',
    title: 'Carer’s Allowance',
    text: 'Money for somebody who cares for another person for many hours a week, and who can get it.',
    link: 'https://www.gov.uk/carers-allowance',
    source: 'GOV.UK',
  },
  {
    id: 'carers-trust',
    section: 'caring',
    title: 'Help near you if you look after somebody',
    text: 'Local services for young people who care for a relative or a friend.',
    link: 'https://carers.org',
    source: 'Carers Trust',
  },
  {
    id: 'changing-course',
    section: 'changing',
    title: 'Changing or leaving your course',
    text: 'What to think about first, whom to talk to, and how a change to another course or place works.',
    link: 'https://www.ucas.com/changing-or-leaving-your-course',
    source: 'UCAS',
  },
  {
    id: 'careers-service',
    section: 'changing',
    title: 'Talk it through with a careers adviser',
    text: 'Free advice about courses, jobs and training for everybody from 13 years on.',
    link: 'https://nationalcareers.service.gov.uk',
    source: 'National Careers Service',
  },
  {
    id: 'find-apprenticeship',
    section: 'apprenticeships',
    title: 'Find an apprenticeship',
    text: 'Search for places and apply for them, at any time of the year.',
    link: 'https://www.gov.uk/apply-apprenticeship',
    source: 'GOV.UK',
  },
  {
    id: 'student-minds',
    section: 'health',
    title: 'Feeling low or worried as a student',
    text: 'How to look after yourself, how to help a friend, and where to find support.',
    link: 'https://www.studentminds.org.uk',
    source: 'Student Minds',
  },
  {
    id: 'samaritans',
    section: 'health',
    title: 'Somebody who listens, day and night',
    text: 'By telephone, by email or in person, about anything, for free.',
    link: 'https://www.samaritans.org/how-we-can-help/contact-samaritan/',
    source: 'Samaritans',
  },
];
