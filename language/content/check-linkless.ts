import { classFacts } from '#engagement/model/message-class.ts'
import type { Place, Problem } from '../form/problem.ts'
import type { MessageSource } from './compiled-message.ts'
import type { MessageFile } from './front-matter.ts'
import { type LiquidSource, liquidSources } from './liquid-sources.ts'

/** What a reader could follow: a written address, a Markdown link, or a fact that holds one. */
const FOLLOWED =
  /https?:\/\/|mailto:|tel:|\bwww\.|\]\(|[\w.+-]+@[\w-]+\.\w|\blinks\.(?:unsubscribe|preferences)\b|\bbrand\.support_email\b|\b[\w.]*(?:_url|\.url|\.email)\b/i

/** In a message with `links: none` a button or anything else that can be followed is an error. */
export function checkLinkless(file: MessageFile, source: MessageSource): readonly Problem[] {
  if (file.front.links === undefined) return []
  const buttons = (['button', 'second_button'] as const).filter((name) => file.front[name] !== undefined)
  const marketing = classFacts(source.class).needsConsent ? [problem(file.yaml.keyAt(['links']), UNSUBSCRIBE)] : []
  return [
    ...marketing,
    ...buttons.map((name) =>
      problem(file.yaml.keyAt([name]), 'A button is a link, and this message has `links: none`'),
    ),
    ...liquidSources(file, source.text).flatMap(followedIn),
  ]
}

const UNSUBSCRIBE = 'A marketing message needs its unsubscribe link'

function followedIn({ text, place }: LiquidSource): readonly Problem[] {
  return text.split('\n').flatMap((line, index) => {
    const found = FOLLOWED.exec(line)
    if (found === null) return []
    return [
      problem(
        place(index + 1, found.index + 1),
        `\`${found[0]}\` can be followed, and this message has \`links: none\``,
      ),
    ]
  })
}

const problem = (place: Place, message: string): Problem => ({
  severity: 'error',
  code: 'link-in-linkless',
  ...place,
  message,
  hint: 'Leave it out, or leave out `links: none`.',
})
