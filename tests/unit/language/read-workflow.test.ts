import { describe, expect, it } from 'vitest'
import type { Workflow } from '#engagement/model/workflow.ts'
import { readWorkflow } from '#language/read/read-workflow.ts'
import { catalogueOf } from './small-shop.ts'

const MESSAGE = '---\nsubject: x\nsms: x\n---\nx\n'

const RICH = `name: Cart
description: Keeps the cart.
class: marketing
topic: shopping
trigger:
  event: [Order Completed, Payment Failed]
  where:
    all_of:
      - { field: event.currency, in: [JPY, USD] }
      - { field: event.amount, at_least: { JPY: 7000, USD: 50 }, if_missing: matched }
      - { not: { field: profile.country, equals: FR, if_missing: unmatched } }
      - any_of: [{ field: profile.email, contains: example }, { field: profile.createdAt, older_than: 30d }]
  max_age: 2h
one_per: event.order_id
when_running: restart
reentry: after 7d
only_while: { did: Payment Failed, at_least: 3, within: 1d, since: Payment Succeeded, where: { field: event.order_id, equals: { field: entry.order_id } } }
exit_when:
  - event: Order Completed
    where: { field: event.order_id, equals: { field: entry.order_id } }
goal: { event: Order Completed, within: 30d }
holdout: 10%
steps:
  - wait: { quiet: 1h, at_most: 3h }
  - wait: { for: 1d, at: "18:00" }
  - wait: { for: { field: computed.habit.typical_gap, times: 3 }, at_least: 1d, at_most: 2d }
  - wait: { until: event.promised_at, minus: 1d, at: "10:00" }
  - wait: { until: event.promised_at, minus: 2h, quiet_hours: before, if_past: now }
  - wait:
      for_event: Ticket Opened
      where: { field: event.order_id, equals: { field: entry.order_id } }
      timeout: 2d
      on_event: [{ set: { traits: { tier: asked, ticket: { field: awaited.ticket_id } } } }]
      on_timeout: [{ wait: 1h }, { end: no-answer }]
  - branch:
      - if: { did_not: Ticket Opened, since: entry }
        steps: [{ send: reminder, first_of: [email, sms], good_until: { plus: 1d }, on_sent: [{ set: { traits: { tier: reminded } } }], on_skipped: [{ end: not-reminded }] }]
      - if: { sum: event.total, of: Order Completed, within: 90d, at_least: { JPY: 30000 } }
        steps: [{ emit: { event: Payment Failed, properties: { amount: { field: event.total } } } }]
      - otherwise: [{ webhook: { to: crm, body: { order: { field: event.order_id } } } }]
  - split:
      - { name: short, percent: 60, steps: [] }
      - { name: long, percent: 40, steps: [{ hand_over: { to: support, reason: Look at it, on_success: [{ end: with-a-person }], on_failure: [] } }] }
  - branch:
      - if: { field: event.products, some: { field: item.price, above: 1000 } }
        steps: []
`

const rich = (): Workflow => {
  const found = catalogueOf(
    { file: 'cart/workflow.yaml', to: RICH },
    { file: 'cart/reminder.en.md', to: MESSAGE },
    { file: 'cart/reminder.ja.md', to: MESSAGE },
  ).workflows.find((each) => each.id === 'cart')
  if (found === undefined) throw new Error('no cart')
  return found
}

describe('a workflow reads back', () => {
  it('in English', () => {
    expect(readWorkflow(rich(), 'en').join('\n')).toMatchInlineSnapshot(`
      "Cart: Keeps the cart.
      It is marketing on the topic “shopping”: only with consent, within the caps, outside quiet hours, and never while an incident is open.
      It starts for a customer when “Order Completed” or “Payment Failed” happens, if the currency is JPY or USD and the amount is at least JPY 7,000 / USD 50 (or is not known) and the customer's country is not FR (or is not known) and (the customer's email contains example or the customer's sign-up date is more than 30 days ago); one at a time per order ID.
      An event older than 2 hours does not start it.
      If that happens again before the first message, it starts over.
      It may start again 7 days later at the earliest.
      It starts, and every message goes out, only while “Payment Failed” has happened at least 3 times within the last day and since the last “Payment Succeeded” (counting only those where the order ID is the same as at the start).
      It ends at once when “Order Completed” happens, if the order ID is the same as at the start.
      It has succeeded when “Order Completed” happens within 30 days of the start.
      10% of customers get nothing, so that the difference it makes can be measured.
      1. Wait until it has been quiet for 1 hour: each time it happens again the wait starts over, but no longer than 3 hours after the first.
      2. Wait 1 day, then until it is 18:00 where the customer is.
      3. Wait 3 times the customer's usual gap between visits, but at least 1 day and at most 2 days.
      4. Wait until 1 day before the promised date, at 10:00 where the customer is; if that has already passed, leave out everything up to and including the next message.
      5. Wait until 2 hours before the promised date; if that is in quiet hours, just before they begin; if that has already passed, go on at once.
      6. Wait for “Ticket Opened”, if the order ID is the same as at the start, for 2 days at most.
         When it comes:
            1. Note about the customer: tier = asked and ticket = the ticket ID of what was waited for.
         When it does not come in time:
            1. Wait 1 hour.
            2. End here (no answer).
      7. If “Ticket Opened” has not happened since the start:
            1. Send “reminder” by email, else SMS (the customer's own preference goes first); if it cannot go out within 1 day, leave it out.
               Once it was sent, or may have been:
                  1. Note about the customer: tier = reminded.
               Where it was not sent:
                  1. End here (not reminded).
         Else, if the total of all “Order Completed” within the last 90 days (counting only those where the currency is JPY) adds up to at least 30,000:
            1. Raise “Payment Failed” with amount = the total.
         Otherwise:
            1. Call “crm” with order = the order ID.
      8. Chance decides, the same for a customer every time:
         60% (“short”):
            Go on below.
         40% (“long”):
            1. Hand over to a person at “support”: Look at it.
               Once it has arrived:
                  1. End here (with a person).
               Where it did not arrive, or nobody knows:
                  Go on below.
      9. If for at least one of the products its price is more than 1,000:
            Go on below."
    `)
  })

  it('in Japanese', () => {
    expect(readWorkflow(rich(), 'ja').join('\n')).toMatchInlineSnapshot(`
      "「Cart」:Keeps the cart.
      マーケティングの配信です(トピック「shopping」)。同意のあるお客様だけに、配信数の上限と配信を控える時間帯を守ってお送りし、問題が未解決の間は控えます。
      「Order Completed」または「Payment Failed」が起きると始まります(通貨がJPYまたはUSDである、かつ、金額が7,000円 / 50 USD以上であるか、不明である、かつ、お客様の国がFRではないか、不明である、かつ、〔お客様のメールアドレスにexampleが含まれる、または、お客様の登録日が30日より前である〕場合)。注文番号ごとに一つずつ進みます。
      2時間より前の出来事では始まりません。
      最初のメッセージの前に同じことが起きたら、はじめからやり直します。
      次に始まるのは、早くても7日後です。
      始めるのもメッセージを送るのも、最後の「Payment Succeeded」から、過去1日以内に、「Payment Failed」(注文番号が開始時と同じであるものに限る)が3回以上ある間だけです。
      「Order Completed」が起きたら、その場で終わります(注文番号が開始時と同じである場合)。
      開始から30日以内に「Order Completed」が起きれば、目標達成です。
      効果を測るため、お客様の10%には何もお送りしません。
      1. 1時間何も起きなくなるまで待ちます(同じことが起きるたびに数え直します。ただし最初から3時間まで)。
      2. 1日待ち、その後お客様の現地時間で18時になるまで待ちます。
      3. お客様のふだんの来店間隔の3倍だけ待ちます(短くても1日、長くても2日)。
      4. お約束の日時の1日前、お客様の現地時間で10時まで待ちます。すでに過ぎていれば、次のメッセージまでを飛ばします。
      5. お約束の日時の2時間前まで待ちます。配信を控える時間帯にあたるときは、その直前にします。すでに過ぎていれば、すぐに次へ進みます。
      6. 「Ticket Opened」を待ちます(注文番号が開始時と同じである場合)。長くても2日までです。
         起きたとき:
            1. お客様の情報に記録します:tier=asked、ticket=待っていた出来事の問い合わせ番号。
         時間内に起きなかったとき:
            1. 1時間待ちます。
            2. ここで終わります(no-answer)。
      7. 開始してから、「Ticket Opened」が一度もない場合:
            1. 「reminder」をメール、届かなければSMSで送ります(お客様のご希望の方法を優先)。1日以内に送れなければ、送りません。
               送ったとき、または送れたかもしれないとき:
                  1. お客様の情報に記録します:tier=reminded。
               送らなかったとき:
                  1. ここで終わります(not-reminded)。
         そうではなく、過去90日以内に、「Order Completed」(通貨がJPYであるものに限る)の合計金額の合計が30,000以上である場合:
            1. 「Payment Failed」を発生させます(金額=合計金額)。
         どれにもあてはまらない場合:
            1. 「crm」を呼び出します(order=注文番号)。
      8. 無作為に分けます(同じお客様は、いつも同じ側です):
         60%(「short」):
            そのまま次へ進みます。
         40%(「long」):
            1. 「support」の担当者に引き継ぎます(理由:Look at it)。
               届いたとき:
                  1. ここで終わります(with-a-person)。
               届かなかったとき、または届いたかわからないとき:
                  そのまま次へ進みます。
      9. 商品一覧のうち少なくとも一つについて、その価格が1,000を超える場合:
            そのまま次へ進みます。"
    `)
  })

  it('with its service side: urgent, and a promise renewed', () => {
    const late = catalogueOf({
      file: 'late/workflow.yaml',
      from: 'renews:',
      to: 'urgent: true\n    renews:',
    }).workflows.find((each) => each.id === 'late')
    if (late === undefined) throw new Error('no late')
    expect(readWorkflow(late, 'en').at(-1)).toBe(
      '1. Send “is-late” by email, at any hour; it names a new date, so the promise “delivery” now stands for the date expected now.',
    )
    expect(readWorkflow(late, 'ja').at(-1)).toBe(
      '1. 「is-late」をメールで送ります(時間帯を問わず)。新しい日時をお知らせするので、お約束「delivery」は現在の見込み日時に改まります。',
    )
  })
})
