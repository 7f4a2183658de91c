// Where and how the sink may misbehave, and what each way looks like on the wire.

/** Where it misbehaves. `after-dot`: it has read all and not taken the message. `before-250`: it has taken it. */
export type SinkPhase =
  'connect' | 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'mid-data' | 'after-dot' | 'before-250';

/** How: the first four without a word; then wrong or refusing replies; then right replies in an unusual shape. */
export type SinkFault =
  | 'refuse'
  | 'rst'
  | 'fin'
  | 'silence'
  | '4xx'
  | '5xx'
  | '421'
  | 'garbage'
  | 'endless-line'
  | 'split'
  | 'multiline'
  | 'not-utf8';

/** What it says where it behaves. */
export const goodReply: Readonly<Record<SinkPhase, string>> = {
  connect: '',
  greeting: '220 sink.example ready',
  EHLO: '250 sink.example',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 go ahead',
  'mid-data': '',
  'after-dot': '',
  'before-250': '',
};

/** Faults that are only an unusual shape of the right reply. */
export const stillRight: readonly SinkFault[] = ['split', 'multiline', 'not-utf8'];

/** What is written instead of the good reply, part by part, and what the connection does then. */
interface Performance {
  readonly parts: readonly (string | Buffer)[];
  readonly then: 'goes-on' | 'falls-silent' | 'ends' | 'resets';
}

export function performanceOf(how: SinkFault, good: string, says?: string): Performance {
  const code = good.slice(0, 3);
  switch (how) {
    case 'refuse':
    case 'rst':
      return { parts: [], then: 'resets' };
    case 'fin':
      return { parts: [], then: 'ends' };
    case 'silence':
      return { parts: [], then: 'falls-silent' };
    case '4xx':
      return { parts: [`${says ?? '451 4.3.0 try again later'}\r\n`], then: 'goes-on' };
    case '5xx':
      return { parts: [`${says ?? '550 5.7.1 not here'}\r\n`], then: 'goes-on' };
    case '421':
      return { parts: ['421 4.3.2 closing now\r\n'], then: 'ends' };
    case 'garbage':
      return { parts: ['lorem ipsum\r\n'], then: 'goes-on' };
    case 'endless-line':
      return { parts: ['2'.repeat(10_000_000)], then: 'falls-silent' };
    case 'split':
      return { parts: [good.slice(0, 2), `${good.slice(2)}\r\n`], then: 'goes-on' };
    case 'multiline':
      return { parts: [`${code}-one moment\r\n${code}-nearly there\r\n${good}\r\n`], then: 'goes-on' };
    case 'not-utf8':
      return {
        parts: [Buffer.concat([Buffer.from(`${good} `), Buffer.from([0xff, 0xfe, 0xe9, 0x0d, 0x0a])])],
        then: 'goes-on',
      };
  }
}
