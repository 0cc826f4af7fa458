import type { REASONS } from '#engagement/decision/reasons.ts'

/** A reason for somebody who does not know its code: as the end of a sentence that says what was decided. */
export interface ReasonWords {
  readonly en: string
  readonly ja: string
  /** What to do about it, where there is something to do; may hold Markdown. */
  readonly remedy?: string
}

export const WORDS: { readonly [code in keyof typeof REASONS]: ReasonWords } = {
  // --- Entering and starting over.
  matched: { en: 'everything fitted', ja: '条件がすべて揃った' },
  holdout: {
    en: 'they are in the group that gets nothing, for comparison',
    ja: '比較のために何も送らないグループに入っている',
  },
  'trigger-unmatched': { en: "the event doesn't meet its conditions", ja: '出来事が開始の条件に合わない' },
  'trigger-unknown': {
    en: "something that its conditions ask about isn't known",
    ja: '開始の条件が見る項目のうち、分からないものがある',
    remedy: 'Send the property or trait that the seen values name as missing.',
  },
  'too-old': {
    en: 'the event was too old to act on',
    ja: '出来事が古すぎて、対応する時期を過ぎている',
    remedy: 'Send events as they happen; `max_age` of the trigger says how late is too late.',
  },
  replayed: {
    en: 'it was replayed from the archive, which is recorded but not acted on',
    ja: 'アーカイブから再送されたもので、記録だけして対応はしない',
  },
  'no-reentry': {
    en: "they've been in it before, and it's entered only once",
    ja: '以前に一度通っていて、二度は入らない設定になっている',
  },
  'reentry-too-early': { en: 'they were in it not long ago', ja: '前回からまだ日が浅い' },
  'already-exited': {
    en: 'something that ends it had already happened',
    ja: '終了のきっかけになる出来事が、すでに起きていた',
  },
  'already-exited-unknown': {
    en: "it isn't known whether it should have ended already",
    ja: 'すでに終わっているべきかどうかが分からない',
    remedy: 'Send the property that the exit condition asks about.',
  },
  'only-while-unmatched': {
    en: 'the condition that must hold all along no longer holds',
    ja: '続ける間ずっと満たすべき条件を、満たさなくなった',
  },
  'only-while-unknown': {
    en: "it isn't known whether the condition that must hold all along still holds",
    ja: '続ける間ずっと満たすべき条件を、満たしているか分からない',
    remedy: 'Send the property or trait that the seen values name as missing.',
  },
  'too-many-runs': {
    en: 'so many runs of theirs are under way already',
    ja: 'このお客様について進行中のものが多すぎる',
    remedy: 'Look for a producer that sends the same trigger with ever new keys.',
  },
  'already-running': { en: 'it was already running for them', ja: 'このお客様では、すでに進行中である' },
  'first-message-planned': {
    en: 'the first message was already on its way',
    ja: '最初のメッセージが、すでに送られるところだった',
  },
  'older-than-entry': { en: 'it happened before they entered', ja: '開始より前に起きた出来事である' },
  'long-enough': { en: "it had started over for as long as it's allowed to", ja: '待ち直しの上限に達している' },
  'key-adopted': { en: 'the run now knows which one it is about', ja: 'どれについてのものかが、これで分かった' },
  're-armed': { en: 'it happened again, so the wait started over', ja: 'もう一度起きたので、待ち時間を数え直す' },
  // --- Hearing an event.
  'nothing-to-do': { en: 'it changed nothing for the run that is under way', ja: '進行中のものに変わりはない' },
  'no-live-run': { en: 'there was no run to act on', ja: '対象になる進行中のものがない' },
  'exit-before-entry': { en: 'it happened well before they entered', ja: '開始よりずっと前に起きた出来事である' },
  'exit-unmatched': { en: 'the event was not about this run', ja: 'これに関する出来事ではない' },
  'kept-for-wait': {
    en: 'it came while a message was held or on its way, and is kept for the wait that follows',
    ja: 'メッセージの保留中か送信中に届いたため、次の待機のために取っておく',
  },
  'exit-unknown': {
    en: "it isn't known whether it should end",
    ja: '終わるべきかどうかが分からない',
    remedy:
      'Send the property that the exit condition asks about: marketing ends where it is unknown, a service goes on.',
  },
  // --- Whether a message may go, and when.
  'no-consent': {
    en: 'they never said yes to this topic',
    ja: 'このトピックの配信に同意していない',
    remedy: 'Consent comes with an identify: traits `{ "consent": { "<topic>": "granted" } }`.',
  },
  'consent-denied': { en: 'they said no to this topic', ja: 'このトピックの配信を断っている' },
  'frequency-cap': {
    en: "they've had enough messages from us lately",
    ja: '最近お送りした数が上限に達している',
    remedy: '`caps` in the settings say how many there may be.',
  },
  stale: {
    en: 'it would come too late to be of use',
    ja: '届くころには役に立たなくなっている',
    remedy: '`good_until` of the message says until when it is of use.',
  },
  'no-space': {
    en: "they've had enough service messages, and it would be out of date before another may go out",
    ja: 'ご案内がすでに多く、次に送れるころには役に立たなくなっている',
    remedy: 'Somebody should write to the customer; `spacing` in the settings says how many there may be.',
  },
  replaced: { en: 'a newer message about the same thing says more', ja: '同じ件について、より新しいメッセージがある' },
  'incident-open': { en: "a problem of theirs isn't solved yet", ja: 'お困りごとがまだ解決していない' },
  'quiet-hours': { en: 'it was night for them', ja: '配信を控える時間帯にあたる' },
  spacing: { en: 'another service message went out not long before', ja: '少し前に別のご案内をお送りしたばかりである' },
  merged: { en: 'it was planned for another record of the same customer', ja: '同じお客様の別の記録で予定されていた' },
  allowed: { en: 'everything allowed it', ja: '送信を妨げるものがない' },
  'repeated-after-unknown': {
    en: 'nobody knew whether it went out, and this one may be sent again',
    ja: '届いたか分からず、もう一度送ってよいものである',
  },
  'no-address': {
    en: 'we have no address for the channel',
    ja: 'この手段の宛先が登録されていない',
    remedy: 'An address comes with an identify: traits `{ "email": "..." }`.',
  },
  suppressed: {
    en: 'the address is on the list of those that must not be written to',
    ja: '送ってはならない宛先のリストに載っている',
    remedy: 'Ask the customer for another address: this one bounced or complained.',
  },
  'no-channel-left': { en: 'no channel could reach them', ja: 'どの手段でもお客様に届けられない' },
  'other-way': {
    en: 'things had changed by the time it could go out, and another way was right',
    ja: '送れるころには状況が変わり、別の道筋が正しくなっていた',
  },
  'wait-date-past': { en: 'the date to wait for had passed', ja: '待つはずの日時を過ぎている' },
  'wait-date-unknown': {
    en: "the date to wait for isn't known",
    ja: '待つはずの日時が分からない',
    remedy: 'Send the date that the step waits for.',
  },
  // --- Writing a message.
  'no-template': {
    en: "the message doesn't exist in a language they read",
    ja: 'お客様の言語のメッセージがない',
    remedy: 'Write the message in each locale of the settings.',
  },
  'missing-fact': {
    en: "a fact that the message needs isn't known",
    ja: 'メッセージに必要な項目が分からない',
    remedy: 'Send the field that the message requires, or guard its sentence with `{% if %}`.',
  },
  'template-error': {
    en: "the message couldn't be written: its template failed",
    ja: 'メッセージを作れない。テンプレートでエラーが起きた',
    remedy: 'Play a scenario with the values of this customer and mend the template.',
  },
  'template-limit': {
    en: 'the message took too long to write',
    ja: 'メッセージの作成に時間がかかりすぎた',
    remedy: 'Shorten the loops of the template.',
  },
  'too-large': {
    en: 'it was too large to be kept or sent whole',
    ja: '大きすぎて、そのまま保存や送信ができない',
    remedy: 'Send less: `LIMITS` of the settings and the size of a mail say how much there may be.',
  },
  'empty-subject': {
    en: 'the subject came out empty',
    ja: '件名が空になった',
    remedy: 'Give the subject words that need no fact.',
  },
  'no-unsubscribe': {
    en: "the message couldn't carry a link to unsubscribe",
    ja: '配信停止のリンクを入れられない',
    remedy: 'Check `PUBLIC_URL` and the secret for links.',
  },
  'unsafe-link': {
    en: 'a value from outside would have decided where a link leads',
    ja: 'リンクの行き先が、外から来た値で決まってしまう',
    remedy: 'Build the address from settings and ids, not from a value that a customer can write.',
  },
  'no-short-text': {
    en: 'the message has no text for this channel',
    ja: 'この手段で送る短い文がない',
    remedy: 'Write `sms:` in the front matter of the message.',
  },
  'no-endpoint': {
    en: 'the settings do not name the endpoint',
    ja: '設定に送り先がない',
    remedy: 'Name the endpoint in `endpoints` of the settings.',
  },
  // --- Sending it.
  accepted: { en: 'the provider took it', ja: '配信サービスが受け付けた' },
  'confirmed-by-feedback': {
    en: 'the provider confirmed later that it had gone out',
    ja: '送信されていたことが、あとから確認できた',
  },
  'refused-by-feedback': {
    en: "the provider told us later that it hadn't gone out",
    ja: '送信されていなかったことが、あとから分かった',
  },
  'outcome-unknown': {
    en: 'nobody knows whether it went out',
    ja: '送信できたかどうか分からない',
    remedy: 'Look at the provider: a service message is repeated once by itself, marketing never.',
  },
  'outcome-unknown-for-good': {
    en: "nobody knows whether it went out, so it isn't sent again",
    ja: '送信できたかどうか分からないので、送り直さない',
    remedy: 'Ask the customer, or look at the provider.',
  },
  throttled: { en: 'the provider asked us to wait', ja: '配信サービスから、待つように求められた' },
  'sender-not-verified': {
    en: "the sender isn't confirmed with the provider",
    ja: '送信元が配信サービスで確認されていない',
    remedy: 'Verify the sender with the provider; what waits goes out by itself.',
  },
  'account-suspended': {
    en: 'the provider stopped our account',
    ja: '配信サービスのアカウントが停止されている',
    remedy: 'Talk to the provider; what waits goes out by itself.',
  },
  'sending-paused': {
    en: 'the provider paused our sending',
    ja: '配信サービスで送信が一時停止されている',
    remedy: 'Find out why sending is paused, mend it, and let it go on.',
  },
  'not-permitted': {
    en: "the provider doesn't let us send",
    ja: '配信サービスが送信を許可していない',
    remedy: 'Check credentials and permissions.',
  },
  'not-found-at-provider': {
    en: "the provider doesn't know what our deployment names there",
    ja: '設定にあるものが配信サービス側に見つからない',
    remedy: 'Check the configuration set and the number or sender.',
  },
  'quota-used-up': {
    en: 'our account may not send any more for now',
    ja: 'アカウントの送信枠を使い切っている',
    remedy: 'Wait, or have the quota raised.',
  },
  'message-rejected': {
    en: 'the provider refused the message',
    ja: '配信サービスがメッセージを拒否した',
    remedy: 'Look at the address and the content.',
  },
  'bad-request': {
    en: "the provider couldn't read the message",
    ja: '配信サービスがメッセージを読み取れない',
    remedy: 'Look at the sender, the headers and the address.',
  },
  'not-valid': {
    en: "the provider found something in it that isn't valid",
    ja: '配信サービスが内容に誤りがあると判断した',
    remedy: 'Look at the telephone number and the sender.',
  },
  'channel-not-set-up': {
    en: "the channel isn't set up here",
    ja: 'この手段はまだ設定されていない',
    remedy: 'Set the channel up where the engine is deployed.',
  },
  'wrong-channel': {
    en: 'it came to a provider of another channel: a fault of ours',
    ja: '別の手段の配信サービスに渡された(当方の不具合)',
    remedy: 'Report it: this is a fault of the engine.',
  },
  'bad-url': {
    en: 'the address to call is no address',
    ja: '呼び出し先のアドレスが正しくない',
    remedy: 'Mend the address in the settings.',
  },
  'not-https': {
    en: "the address to call isn't encrypted",
    ja: '呼び出し先が暗号化されていない',
    remedy: 'Write `https://`.',
  },
  'credentials-in-url': {
    en: 'the address to call carries a name or password',
    ja: '呼び出し先のアドレスに認証情報が入っている',
    remedy: 'Take them out; calls are signed.',
  },
  'private-address': {
    en: 'the address to call is inside a private network',
    ja: '呼び出し先が社内ネットワークの中にある',
    remedy: 'Give an address that the internet can reach.',
  },
  'refused-by-endpoint': {
    en: 'the endpoint takes no call',
    ja: '呼び出し先が受け付けない',
    remedy: 'Look at the endpoint.',
  },
  // --- How a run ends.
  completed: { en: 'every step is done', ja: 'すべてのステップが終わった' },
  'call-failed': {
    en: "a call that the later steps depend on didn't arrive",
    ja: '後のステップに必要な呼び出しが届かなかった',
    remedy: 'Write `on_failure:` at the call, and look at the endpoint.',
  },
  'step-missing': {
    en: 'the version it runs on has no such step',
    ja: '使っているバージョンに、そのステップがない',
    remedy: 'Report it: this is a fault of the engine.',
  },
  'too-many-steps': {
    en: 'it went through too many steps at once',
    ja: '一度に進むステップが多すぎる',
    remedy: 'Look for a loop without a wait.',
  },
  'run-gone': { en: 'the run had ended before', ja: 'それより前に終わっていた' },
  exited: { en: 'something that ends it happened', ja: '終了のきっかけになる出来事が起きた' },
  'put-aside': {
    en: "an error of ours kept us from taking it; it's set aside for somebody to look at",
    ja: '当方のエラーで処理できず、確認のために取り分けてある',
    remedy: 'Look into the quarantine: it says what failed.',
  },
  // --- Limits of one customer.
  'too-many-hops': {
    en: 'one event led to too many of our own: workflows start each other in a circle',
    ja: '一つの出来事から連鎖が続きすぎた(ワークフローが互いを始めて循環している)',
    remedy: 'Look for workflows that start each other.',
  },
  'too-many-promises': {
    en: "so many promises to them are open already that this one isn't watched",
    ja: '未完了の約束が多すぎるため、この約束は見守っていない',
    remedy: 'Look for a producer that sends ever new keys.',
  },
  'too-many-incidents': {
    en: "so many incidents of theirs are open already that this one isn't kept by itself",
    ja: '未解決のお困りごとが多すぎるため、個別には記録していない',
    remedy: 'Look for a producer that sends ever new keys.',
  },
  'too-many-traits': { en: 'their profile is full', ja: 'プロフィールに入りきらない', remedy: 'Send fewer traits.' },
  'too-much-to-remember': {
    en: 'so much has ended for them that the oldest endings are forgotten',
    ja: '終わったものが多すぎるため、古いものから忘れていく',
    remedy: 'Look for a producer that sends ever new keys.',
  },
  'value-too-large': {
    en: 'a value was too large to be sent along',
    ja: '値が大きすぎて、一緒に送れない',
    remedy: 'Send less in the properties that the call or event takes.',
  },
}
