// Words that the sample is made of. Schools, family names and employers are invented and say so or cannot be mistaken;
// universities and courses are real kinds of places, with nobody real at them.
import type { School } from '../../domain/alumni/alumnus.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { localDate } from '../../domain/calendar/local-date.js';

const school = (id: string, name: string, number: number, joined: string): School => ({
  id: id as SchoolId,
  name: `${name} (invented)`,
  urn: String(999_000 + number),
  laestab: `999/${4000 + number}`,
  joinedTrustOn: localDate(joined),
  outcode: 'BD5',
});

/** The last one joined lately: its earlier leavers were never told of Onward (Y21). */
export const sampleSchools = [
  school('northgate', 'Northgate Academy', 1, '2014-09-01'),
  { ...school('riverside', 'Riverside Academy', 2, '2016-01-01'), specialMeasuresOn: localDate('2013-11-12') },
  school('southfield', 'Southfield Sixth Form', 3, '2018-09-01'),
  school('eastmoor', 'Eastmoor Academy', 4, '2025-01-01'),
] as const;

/** Leavers of each school in one summer, in the order of the schools. */
export const leaversEachYear = [72, 57, 47, 40] as const;

// prettier-ignore
export const givenNames = [
  'Aaliyah', 'Adam', 'Aisha', 'Alex', 'Amara', 'Amelia', 'Anika', 'Avery', 'Ben', 'Bilal', 'Callum', 'Chidi', 'Chloe',
  'Dami', 'Daniel', 'Ella', 'Ewan', 'Farah', 'Freya', 'Grace', 'Hamza', 'Hannah', 'Imran', 'Isla', 'Jamal', 'Jasmine',
  'Kai', 'Kofi', 'Layla', 'Leo', 'Lucia', 'Maya', 'Mei', 'Mohammed', 'Nadia', 'Noah', 'Olu', 'Oscar', 'Priya', 'Rhys',
  'Rosa', 'Ruby', 'Sana', 'Seren', 'Tariq', 'Theo', 'Tomasz', 'Yusuf', 'Zara', 'Zoë',
] as const;

// prettier-ignore
const beginnings = [
  'Ambler', 'Bracken', 'Copper', 'Dapple', 'Elder', 'Fennel', 'Gravel', 'Harrow', 'Inkle', 'Juniper', 'Kestrel',
  'Lantern', 'Marrow', 'Nettle', 'Otter', 'Pebble', 'Quill', 'Russet', 'Saffron', 'Thistle', 'Umber', 'Velvet', 'Willow',
] as const;
const endings = [
  'bank',
  'by',
  'combe',
  'feather',
  'gate',
  'holt',
  'mere',
  'stone',
  'thwaite',
  'wick',
  'wright',
] as const;

/** Names like Quillfeather: two words that no family is called by. */
export const familyNames = beginnings.flatMap((first) => endings.map((last) => `${first}${last}`)) as [
  string,
  ...string[],
];

// prettier-ignore
export const universities = [
  'University of Leeds', 'The University of Manchester', 'University of Birmingham', 'Aston University',
  'Nottingham Trent University', 'The University of Sheffield', 'Sheffield Hallam University', 'University of Liverpool',
  'Newcastle University', 'University of York', 'Kingston University', 'University of Lincoln', 'Coventry University',
  'University of Bristol', 'Leeds Beckett University', 'University of Leicester', 'Durham University',
  'Imperial College London', 'University of Bradford', 'De Montfort University',
] as const;

// prettier-ignore
export const degrees = [
  'Accounting and Finance', 'Architecture', 'Biomedical Science', 'Business Management', 'Chemistry',
  'Civil Engineering', 'Computer Science', 'Criminology', 'Economics', 'English Literature', 'Geography', 'Graphic Design',
  'History', 'Law', 'Mathematics', 'Mechanical Engineering', 'Medicine', 'Nursing', 'Pharmacy', 'Physics', 'Politics',
  'Psychology', 'Sociology', 'Sport Science',
] as const;

export const colleges = [
  'Millrace College (invented)',
  'Fernhill College (invented)',
  'Harbour College (invented)',
] as const;
export const collegeCourses = [
  'Access to HE Diploma',
  'Art Foundation',
  'Level 3 Engineering',
  'T Level in Health',
] as const;

// prettier-ignore
export const employers = [
  'Larkhill Joinery (invented)', 'Bluebrick Build (invented)', 'Copperline Rail (invented)', 'Dovetail Care (invented)',
  'Fairmile Foods (invented)', 'Greywater Bank (invented)', 'Highbeck Motors (invented)', 'Lowmoor Retail (invented)',
] as const;

// prettier-ignore
export const apprenticeships = [
  'Digital and technology degree apprenticeship', 'Electrician, level 3', 'Accounts assistant, level 2',
  'Early years educator, level 3', 'Civil engineering technician, level 3',
] as const;
