// The layers of docs in README.md ("The map"), as rules. test/guards/layers.test.ts plants one violation of each.
const technology = ['store', 'mail', 'texts', 'files', 'reference', 'security'];
const domainOrder = ['statistics', 'calendar', 'alumni', 'survey', 'waves', 'destinations', 'official', 'insight'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dumping-ground',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(utils|helpers|common|shared|misc)(/|[.])', pathNot: 'node_modules' },
    },
    { name: 'domain-is-pure', severity: 'error', from: { path: '^src/domain/' }, to: { pathNot: '^src/domain/' } },
    ...domainOrder.map((folder, place) => ({
      name: `domain-${folder}-looks-left`,
      severity: 'error',
      from: { path: `^src/domain/${folder}/` },
      to: { path: `^src/domain/(${domainOrder.slice(place + 1).join('|') || 'nothing-to-the-right'})/` },
    })),
    ...technology.map((folder) => ({
      name: `${folder}-stands-alone`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^(src|jobs)/', pathNot: `^src/(domain|${folder})/` },
    })),
    {
      name: 'application-uses-front-doors',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: `^src/(${technology.join('|')})/`, pathNot: '/index[.]ts$' },
    },
    {
      name: 'application-knows-no-way-in',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: '^(src/(web|main|embedded)|jobs)/|node_modules/(express|mongoose|mongodb|nodemailer|agenda)/' },
    },
    {
      name: 'ways-in-use-application',
      severity: 'error',
      from: { path: '^(src/web|jobs)/' },
      to: { path: `^src/(${technology.join('|')}|main|embedded)/` },
    },
    { name: 'jobs-and-web-apart', severity: 'error', from: { path: '^jobs/' }, to: { path: '^src/web/' } },
    { name: 'web-and-jobs-apart', severity: 'error', from: { path: '^src/web/' }, to: { path: '^jobs/' } },
    {
      name: 'embedded-knows-nothing-of-onward',
      severity: 'error',
      from: { path: '^src/embedded/' },
      to: { path: '^(src|jobs)/', pathNot: '^src/embedded/' },
    },
    {
      name: 'embedded-technology',
      severity: 'error',
      from: { path: '^src/embedded/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(lmdb|mingo|bson)/' },
    },
    {
      name: 'only-main-knows-embedded',
      severity: 'error',
      from: { pathNot: '^(src/(main|embedded)|test)/' },
      to: { path: '^src/embedded/' },
    },
    { name: 'nobody-imports-main', severity: 'error', from: { pathNot: '^(src/main|test)/' }, to: { path: '^src/main/' } },
    {
      name: 'mongoose-only-in-store',
      severity: 'error',
      from: { pathNot: '^(src/store|src/main|test)/' },
      to: { path: 'node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'nodemailer-only-in-mail',
      severity: 'error',
      from: { pathNot: '^(src/mail|test)/' },
      to: { path: 'node_modules/(nodemailer|smtp-server|mailparser)/' },
    },
    {
      name: 'express-only-in-web',
      severity: 'error',
      from: { pathNot: '^(src/web|src/main|test)/' },
      to: { path: 'node_modules/(express|express-session|helmet|csrf-sync)/' },
    },
    {
      name: 'agenda-only-in-runner',
      severity: 'error',
      from: { pathNot: '^(jobs/runner[.]ts|test/)' },
      to: { path: 'node_modules/(agenda|@agendajs)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true, // type-only imports count
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
