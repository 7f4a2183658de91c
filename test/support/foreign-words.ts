// What a page in Arabic says in English all the same.

/** What a page says that is not in its language: Latin words outside names, numbers to dial and addresses. */
export const foreignWords = (html: string): readonly string[] =>
  (/<body[\s\S]*<\/body>/.exec(html)?.[0] ?? '')
    .replace(/<bdi>[\s\S]*?<\/bdi>|\u2068[^\u2069]*\u2069|<a [^>]*lang="en"[^>]*>[^<]*<\/a>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/Samaritans|Childline|SHOUT|Onward|\bstop\b|apprenticeship|clearing|LS2|UCAS|ICO|name@example\.org/g, '')
    .match(/[A-Za-z]{2,}/g) ?? [];
