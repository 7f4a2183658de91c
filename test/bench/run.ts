// `npm run bench -- embedded --documents 1000000`: runs one measurement by name.
const [, , name = 'embedded'] = process.argv;
if (!/^[a-z-]+$/.test(name)) throw new Error('Name a measurement, such as "embedded".');
await import(`./${name}.js`);
