import { EventOutcome } from '#views/event-outcome.ts'
import type { Terminal } from './context.ts'

const PATIENCE_MS = 4_000
const PAUSE_MS = 60
/** What is sent at once is sent by now. */
const SETTLE_MS = 400

/** Asks the host what became of an event; undefined where it does not say: another host, or one that waits for its workflows. */
export async function outcomeOf(endpoint: string, messageId: string): Promise<EventOutcome | undefined> {
  const patient = AbortSignal.timeout(PATIENCE_MS)
  let handledAt: number | undefined
  for (;;) {
    const outcome = await ask(`${endpoint}/log.json?message=${encodeURIComponent(messageId)}`)
    if (outcome === undefined || patient.aborted) return outcome
    if (outcome.handled) handledAt ??= performance.now()
    const settled = handledAt !== undefined && performance.now() - handledAt > SETTLE_MS
    if (settled || outcome.lines.some(({ kind }) => kind === 'message' || kind === 'waits')) return outcome
    await new Promise((done) => setTimeout(done, PAUSE_MS))
  }
}

async function ask(url: string): Promise<EventOutcome | undefined> {
  const answer = await fetch(url).catch(() => undefined)
  // The event is handed over; that nobody says more about it is no failure.
  const body: unknown = answer?.ok === true ? await answer.json().catch(() => undefined) : undefined
  return EventOutcome.safeParse(body).data
}

/** The outcome for people: what was not understood, what was decided, what is waited for and how to see it now. */
export function showOutcome({ colors }: Terminal, { handled, lines }: EventOutcome): string {
  const told = lines.flatMap(({ kind, mark, text, details, move, letter }) => [
    ...(kind === 'accepted' ? [] : [`  ${mark} ${text}`]),
    ...details.map((detail) => (kind === 'accepted' ? `  ${colors.yellow(detail)}` : `      ${colors.dim(detail)}`)),
    ...(move === undefined ? [] : [`      ${colors.dim(`to see it now, move the clock: ${move}`)}`]),
    ...(letter === undefined ? [] : [`      ${colors.dim(`read it: ${letter}`)}`]),
  ])
  if (told.length > 0) return told.join('\n')
  return handled
    ? `  ${colors.dim('noted; no workflow has to decide anything about it')}`
    : `  ${colors.dim('still waiting its turn')}`
}
