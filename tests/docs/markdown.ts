export interface Heading {
  readonly level: number
  readonly text: string
}

/** Headings in order, those within fences left out. */
export function headingsOf(markdown: string): readonly Heading[] {
  return withoutFences(markdown)
    .split('\n')
    .flatMap((line) => {
      const [, marks, text] = /^(#{1,6}) (.+)$/.exec(line) ?? []
      return marks === undefined || text === undefined ? [] : [{ level: marks.length, text }]
    })
}

/** As GitHub makes them: small letters, words by hyphens. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s+/g, '-')

/** Targets of links and images. */
export const linksOf = (markdown: string): readonly string[] =>
  [...withoutFences(markdown).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? [])

/** Fenced blocks in one language, in order. */
export const blocksOf = (markdown: string, language: string): readonly string[] =>
  [...markdown.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, tongue, code]) =>
    tongue === language ? [code ?? ''] : [],
  )

/** Lines of shell that somebody is told to type. */
export const shellOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, code]) => (code ?? '').split('\n'))

const withoutFences = (markdown: string): string => markdown.replaceAll(/```[\s\S]*?```/g, '')
