/** Fonts that are there: Japanese first where the mail is Japanese, so that no Chinese glyphs stand in. */
const FONTS: { readonly [language: string]: string } = {
  ja: "'Hiragino Sans','Hiragino Kaku Gothic ProN','Noto Sans JP','Yu Gothic',Meiryo,sans-serif",
}
const LATIN = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

/** The font stack of a locale, for a `style` attribute in double quotes. */
export const fontsFor = (locale: string): string => FONTS[locale.split('-')[0] ?? ''] ?? LATIN
