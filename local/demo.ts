import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { END, MOMENTS, NOT_SENT, PEOPLE, SENT, START } from './demo/story.ts'
import {
  bad,
  type Entry,
  good,
  heading,
  type Letter,
  Letters,
  Timeline,
  tell,
  tellLetter,
  when,
} from './demo/storyteller.ts'
import { startHost } from './host.ts'

/**
 * `npm run demo`: a day of three customers' lives on a throw-away host. Ends with exit code 0 where the story came out as
 * told. Everything goes the way of strangers: the real EventBridge client, the host's own pages.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'beforehand-demo-'))
const host = await startHost(
  {
    port: 0,
    dataDir,
    workflowsDir: join(import.meta.dirname, '..', 'workflows'),
    clockStart: Date.parse(START),
    watch: false,
  },
  { say: (line) => console.error(line), log: () => {} },
)
const client = new EventBridgeClient({
  endpoint: host.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
})
const told = new Set<string>()

async function put(name: string, detail: object): Promise<void> {
  const answer = await client.send(
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: name, Detail: JSON.stringify(detail) }] }),
  )
  if (answer.FailedEntryCount !== 0) throw new Error(`${name} was not accepted: ${JSON.stringify(answer.Entries)}`)
}

async function moveTo(at: string): Promise<void> {
  const answer = await fetch(`${host.url}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: at }),
  })
  if (!answer.ok) throw new Error(`the clock: ${await answer.text()}`)
}

const lettersNow = async (): Promise<readonly Letter[]> =>
  Letters.parse(await (await fetch(`${host.url}/mailbox/messages`)).json())
const timelineOf = async (who: string): Promise<readonly Entry[]> =>
  Timeline.parse(await (await fetch(`${host.url}/customers/${who}/timeline`)).json())

/** Prints what is new since the last time, in order of time. */
async function tellNews(): Promise<void> {
  const news: { at: string; rank: number; lines: readonly string[] }[] = []
  for (const { id } of PEOPLE) {
    for (const [place, entry] of (await timelineOf(id)).entries()) {
      const key = `${id} ${JSON.stringify(entry)}`
      if (told.has(key)) continue
      told.add(key)
      news.push({ at: entry.at, rank: place, lines: tell(id, entry) })
    }
  }
  for (const letter of await lettersNow()) {
    if (told.has(letter.id)) continue
    told.add(letter.id)
    news.push({ at: letter.sentAt, rank: Number.MAX_SAFE_INTEGER, lines: tellLetter(letter) })
  }
  for (const { lines } of news.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.rank - b.rank))
    for (const line of lines) console.log(line)
}

/** Compares what happened with what the story says; prints each point. True where all came out. */
async function judge(): Promise<boolean> {
  const letters = await lettersNow()
  const minute = (at: string): number => Math.floor(Date.parse(at) / 60_000)
  const points: { ok: boolean; text: string }[] = SENT.map((sent) => ({
    ok: letters.some(
      (letter) =>
        letter.customerId === sent.who &&
        letter.workflow === sent.workflow &&
        letter.step === sent.message &&
        minute(letter.sentAt) === minute(sent.at),
    ),
    text: `sent      ${when(sent.at)}  ${sent.workflow} / ${sent.message} to ${sent.who}`,
  }))
  points.push({
    ok: letters.length === SENT.length,
    text: `sent      nothing else (${letters.length} messages in all)`,
  })
  for (const silence of NOT_SENT) {
    const found = (await timelineOf(silence.who)).some(
      (entry) =>
        entry.kind === 'decision' &&
        entry.workflow === silence.workflow &&
        entry.verdict === silence.verdict &&
        entry.reason === silence.reason,
    )
    points.push({
      ok: found,
      text: `not sent  ${silence.because} (${silence.workflow}: ${silence.verdict}, ${silence.reason})`,
    })
  }
  console.log(heading('Did it come out as told?'))
  for (const { ok, text } of points) console.log(ok ? good(text) : bad(text))
  return points.every((point) => point.ok)
}

async function play(): Promise<boolean> {
  console.log(heading('A day in a tea shop. Three customers, one of them reads Japanese:'))
  for (const person of PEOPLE) console.log(`  ${person.name}: ${person.about}`)
  console.log('\n  > what happened   ! what the engine noticed   * decided   x not sent, and why   ✉ what arrived\n')
  for (const person of PEOPLE)
    await put('identify', {
      messageId: `who-${person.id}`,
      userId: person.id,
      timestamp: new Date(START).toISOString(),
      traits: person.traits,
    })
  for (const [place, moment] of MOMENTS.entries()) {
    await moveTo(moment.at)
    await tellNews()
    await put(moment.event, {
      messageId: `demo-${place}`,
      userId: moment.who,
      timestamp: new Date(moment.at).toISOString(),
      properties: moment.with,
    })
  }
  await moveTo(END)
  await tellNews()
  return judge()
}

try {
  const started = performance.now()
  const well = await play()
  console.log(
    `\n${well ? 'All as told' : 'Something came out differently'}: two days in ${((performance.now() - started) / 1000).toFixed(1)} s. See it yourself: npm start\n`,
  )
  if (!well) process.exitCode = 1
} finally {
  client.destroy()
  await host.stop()
  await rm(dataDir, { recursive: true, force: true })
}
