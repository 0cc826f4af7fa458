import { describe, expect, it } from 'vitest'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import { createRecordHandler } from '#functions/record/record.ts'
import { takeNotification } from '#functions/record/take-notification.ts'
import { edgeBench, returned, sqsEvent, sqsRecord } from '../../functions/edge-bench.ts'
import { about, bounce, click, complaint, delivery, inSns, recordBench } from './record-bench.ts'

describe('a permanent bounce', () => {
  it('suppresses the address before anything else happens', async () => {
    const { deps, steps, stores, message, events } = await recordBench()
    await takeNotification(bounce('Permanent'), deps)
    expect(steps).toEqual(['suppress', 'save', 'react'])
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toMatchObject({
      reason: 'bounced',
      evidence: 'm1',
    })
    expect(await message()).toMatchObject({ status: 'bounced', outcomes: [{ kind: 'bounced', detail: 'permanent' }] })
    expect(events()).toMatchObject([
      {
        name: 'Email Bounced',
        customerId: 'c1',
        hops: 1,
        properties: { message_id: 'm1', workflow: 'cart-abandonment', step: '2' },
      },
    ])
  })

  it('suppresses the address even when everything after fails', async () => {
    const { deps, stores } = await recordBench()
    const failing = {
      ...deps,
      customers: { ...deps.customers, message: async () => Promise.reject(new TransientError('throttled', 'x')) },
    }
    await expect(takeNotification(bounce('Permanent'), failing)).rejects.toThrow(TransientError)
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toBeDefined()
  })

  it('suppresses the address of a mail that is not ours', async () => {
    const { deps, stores, steps } = await recordBench()
    const foreign = {
      notificationType: 'Bounce',
      mail: { messageId: 'x' },
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'a@example.jp' }] },
    }
    expect(await takeNotification(foreign, deps)).toEqual({ kind: 'unmatched' })
    expect(await stores.suppressions.find('email', 'a@example.jp')).toBeDefined()
    expect(steps).toEqual(['suppress'])
  })
})

describe('a transient bounce', () => {
  it('is written to the message and suppresses nobody', async () => {
    const { deps, stores, message } = await recordBench()
    await takeNotification(bounce('Transient'), deps)
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toBeUndefined()
    expect(await message()).toMatchObject({ status: 'bounced', outcomes: [{ detail: 'transient' }] })
  })
})

describe('a complaint', () => {
  it("suppresses, and is the customer's own denial of marketing", async () => {
    const { deps, stores, events, message } = await recordBench('delivered')
    await takeNotification(complaint('abuse'), deps)
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toMatchObject({ reason: 'complained' })
    expect(await message()).toMatchObject({ status: 'complained' })
    expect(events()).toMatchObject([
      { name: 'Email Marked as Spam', properties: { topic: 'marketing', source: 'complaint' } },
    ])
  })

  it('that says "not spam" suppresses nobody', async () => {
    const { deps, stores, events } = await recordBench('delivered')
    await takeNotification(complaint('not-spam'), deps)
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toBeUndefined()
    expect(events()).toEqual([])
  })
})

describe('what came back about a message', () => {
  it('settles one whose outcome was unknown', async () => {
    const { deps, message } = await recordBench('unknown')
    await takeNotification(about('Send', { send: {} }), deps)
    expect(await message()).toMatchObject({ status: 'sent', providerId: 'ses-1', outcomes: [] })
    await takeNotification(delivery(), deps)
    expect(await message()).toMatchObject({ status: 'delivered', outcomes: [{ kind: 'delivered' }] })
  })

  it('counts once, however often and in whatever envelope it comes', async () => {
    const { deps, message, events } = await recordBench()
    await takeNotification(delivery(), deps)
    await takeNotification(inSns(delivery()), deps)
    await takeNotification({ source: 'aws.ses', 'detail-type': 'Email Delivered', detail: delivery() }, deps)
    expect((await message())?.outcomes).toHaveLength(1)
    expect(new Set(events().map((event) => event.messageId)).size).toBe(1)
  })

  it('never moves back: a bounce stays one when a late delivery is told', async () => {
    const { deps, message } = await recordBench()
    await takeNotification(bounce('Permanent'), deps)
    await takeNotification(delivery(), deps)
    expect(await message()).toMatchObject({ status: 'bounced', outcomes: [{ kind: 'bounced' }, { kind: 'delivered' }] })
  })

  it('is taken at once though the sender has not said yet what became of the message', async () => {
    const { deps, stores, message, events } = await recordBench('claimed')
    await takeNotification(delivery(), deps)
    expect(await message()).toMatchObject({ status: 'delivered', outcomes: [{ kind: 'delivered' }] })
    await takeNotification(complaint('abuse'), deps)
    expect(await message()).toMatchObject({ status: 'complained' })
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toMatchObject({ reason: 'complained' })
    expect(events().at(-1)).toMatchObject({ name: 'Email Marked as Spam' })
  })

  it('comes again when somebody else changed the message meanwhile', async () => {
    const { deps } = await recordBench()
    const raced = { ...deps, customers: { ...deps.customers, saveMessage: async () => false } }
    await expect(takeNotification(delivery(), raced)).rejects.toMatchObject({ code: 'message-changed' })
  })

  it('names the link of a click, and no address', async () => {
    const { deps, events } = await recordBench('delivered')
    await takeNotification(click('https://example.jp/cart'), deps)
    expect(events()).toMatchObject([
      { name: 'Email Link Clicked', properties: { link_url: 'https://example.jp/cart' } },
    ])
    expect(JSON.stringify(events())).not.toContain('hana@example.jp')
  })

  it('has each click of its own counted', async () => {
    const { deps, message } = await recordBench('delivered')
    await takeNotification(click('https://example.jp/cart'), deps)
    await takeNotification(click('https://example.jp/orders'), deps)
    expect((await message())?.outcomes).toHaveLength(2)
  })

  it('keeps a message small, however often scanners click, and still hears a complaint', async () => {
    const { deps, message } = await recordBench('delivered')
    for (let n = 0; n < 130; n += 1) await takeNotification(click(`https://example.jp/${n}`), deps)
    await takeNotification(complaint('abuse'), deps)
    const { outcomes = [], status } = (await message()) ?? {}
    expect([outcomes.length, outcomes.at(-1)?.kind, status]).toEqual([100, 'complained', 'complained'])
  })

  it.each([
    ['Reject', { reject: { reason: 'Bad content' } }, 'refused', 'rejected', 'bad-content'],
    ['Rendering Failure', { failure: { errorMessage: 'x' } }, 'refused', 'failed', 'rendering-failure'],
    ['DeliveryDelay', { deliveryDelay: { delayType: 'MailboxFull' } }, 'sent', 'delayed', 'mailboxfull'],
    ['Open', { open: {} }, 'delivered', 'opened', undefined],
  ])('%s is written as what it is', async (type, part, status, kind, detail) => {
    const { deps, message } = await recordBench()
    await takeNotification(about(type, part), deps)
    expect(await message()).toMatchObject({ status, outcomes: [{ kind, ...(detail === undefined ? {} : { detail }) }] })
  })
})

describe('the function', () => {
  it('gives back only the record that must come again and buries what cannot be read', async () => {
    const { deps } = await recordBench()
    const edge = edgeBench()
    const handler = createRecordHandler({ ...deps, ...edge })
    const held = {
      ...deps,
      customers: { ...deps.customers, message: async () => Promise.reject(new TransientError('throttled', 'x')) },
    }
    const answer = await handler(
      sqsEvent(sqsRecord('r1', inSns(delivery())), sqsRecord('r2', { hello: 'world' }), sqsRecord('r3', 'not json')),
    )
    expect(returned(answer)).toEqual([])
    expect(edge.letters.map(({ id, code }) => [id, code]).sort()).toEqual([
      ['r2', 'bad-notification'],
      ['r3', 'bad-json'],
    ])
    const again = await createRecordHandler({ ...held, ...edge })(sqsEvent(sqsRecord('r4', delivery())))
    expect(returned(again)).toEqual(['r4'])
  })

  it('loses neither an open nor a click that come together', async () => {
    const { deps, message } = await recordBench('delivered')
    const open = about('Open', { open: { timestamp: '2026-11-21T09:59:39.000Z' } })
    const records = [
      sqsRecord('r1', open),
      sqsRecord('r2', { no: 'notification' }),
      sqsRecord('r3', click('https://example.jp/cart')),
    ]
    await createRecordHandler({ ...deps, ...edgeBench() })(sqsEvent(...records))
    expect((await message())?.outcomes.map(({ kind }) => kind)).toEqual(['opened', 'clicked'])
  })

  it('names no address in its log', async () => {
    const { deps } = await recordBench()
    const edge = edgeBench()
    await createRecordHandler({ ...deps, ...edge })(
      sqsEvent(sqsRecord('r1', { ...bounce('Permanent'), mail: { messageId: 'x' } })),
    )
    expect(edge.lines).toHaveLength(1)
    expect(edge.lines.join()).not.toContain('hana')
  })

  it('believes only the topic by which SES tells us', async () => {
    const { deps, message, stores } = await recordBench()
    const ours = { ...deps, feedbackTopic: 'arn:aws:sns:ap-northeast-1:111122223333:feedback' }
    const foreign = { ...inSns(bounce('Permanent')), TopicArn: 'arn:aws:sns:ap-northeast-1:999900001111:feedback' }
    for (const said of [foreign, bounce('Permanent'), { source: 'aws.ses', detail: bounce('Permanent') }])
      await expect(takeNotification(said, ours)).rejects.toMatchObject({ code: 'foreign-topic' })
    expect((await message())?.status).toBe('sent')
    expect(await stores.suppressions.find('email', 'hana@example.jp')).toBeUndefined()
    const edge = edgeBench()
    await createRecordHandler({ ...ours, ...edge })(sqsEvent(sqsRecord('r1', foreign)))
    expect(edge.lines.join()).toContain('foreign-topic')
    expect(await takeNotification(inSns(bounce('Permanent')), ours)).toMatchObject({ kind: 'recorded' })
    expect((await message())?.status).toBe('bounced')
  })

  it('refuses what no notification is', async () => {
    const { deps } = await recordBench()
    await expect(takeNotification(42, deps)).rejects.toThrow(PermanentError)
    expect(
      await takeNotification({ Type: 'SubscriptionConfirmation', TopicArn: 'arn', Message: 'x' }, deps),
    ).toMatchObject({
      kind: 'ignored',
    })
  })
})
