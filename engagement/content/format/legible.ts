/** Letters that readers of a language can be expected to read, besides Latin ones. */
const SCRIPTS: { readonly [language: string]: RegExp } = {
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  zh: /\p{Script=Han}/gu,
  ko: /[\p{Script=Hangul}\p{Script=Han}]/gu,
  ru: /\p{Script=Cyrillic}/gu,
  el: /\p{Script=Greek}/gu,
}
const LATIN = /[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu
const LETTER = /\p{Letter}/u

/** Whether a reader of the language can read every letter: `ヤマト運輸` tells a reader of English nothing. */
export function isLegible(value: unknown, locale: string): boolean {
  const [language = locale] = locale.split('-')
  const own = SCRIPTS[language]
  // The long vowel's mark is shared by the two kana, so it counts as a letter of no script.
  const rest = String(value)
    .replaceAll('ー', language === 'ja' ? '' : 'ー')
    .replace(LATIN, '')
  return !LETTER.test(own === undefined ? rest : rest.replace(own, ''))
}
