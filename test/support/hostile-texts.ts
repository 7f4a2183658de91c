// Texts that try to be more than text, for names, addresses, subjects and the words of a template: line ends of every kind,
// headers, groups, comments, encoded words, markup, boundaries, SMTP commands, direction marks.

const lineEnds = ['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '%0d%0a', '=0D=0A', '\\r\\n', '\0\r\n'];
const commands = [
  'Bcc: evil@z.test',
  'RCPT TO:<evil@z.test>',
  'Content-Type: text/html\r\n\r\n<script>alert(1)</script>',
  '\r\n<b>raw</b>',
  '.\r\nMAIL FROM:<evil@z.test>',
  'X-Evil: 1',
];
const oneByOne = [
  '"quoted" <evil@z.test>',
  'a, evil@z.test',
  'group: evil@z.test;',
  '(comment) evil@z.test',
  '<evil@z.test>',
  'evil@z.test>',
  'ok@x.test>\r\nRCPT TO:<evil@z.test',
  '=?utf-8?Q?=0D=0ABcc:_evil@z.test?=',
  '=?utf-8?B?DQpCY2M6IGV2aWxAei50ZXN0?=',
  '=?broken',
  '\\"; evil@z.test',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '{{7*7}}<%= 1 %>${1}',
  '\u202Egnp.exe',
  'a\u0000b',
  '\uD800',
  '=_boundary\r\n--',
  '-- \r\n.\r\n',
  'É'.repeat(200),
  '名前'.repeat(60),
  '🎓'.repeat(40),
  '='.repeat(120),
  ' \t ',
  'x'.repeat(2_000),
];

/** More than a hundred of them. */
export const hostileTexts: readonly string[] = [
  ...oneByOne,
  ...lineEnds.flatMap((end) => commands.map((command) => `Avery${end}${command}`)),
  ...lineEnds.map((end) => `${end}${end}Bcc: evil@z.test${end}${end}body`),
];
