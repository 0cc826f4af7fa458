import { LAYOUT_LOOKS, LAYOUT_SLOTS } from '#engagement/content/layout-slots.ts'

/** Dark looks for clients that ask; the others keep the light ones, legible by themselves. */
const DARK = `
@media (prefers-color-scheme: dark) {
  .b-page, .b-page > div { background: #121212 !important; }
  .b-card, .b-card > table { background: #1e1e1e !important; }
  .b-text div, .b-text p, .b-text li, .b-text h1, .b-text h2, .b-text h3 { color: #eeeeee !important; }
  .b-text p a, .b-text li a, .b-button-second a { color: #9cc7b8 !important; }
  .b-header strong { color: #eeeeee !important; }
  .b-footer div { color: #b5b5b5 !important; }
}`

/** Where a client knows how: Japanese breaks between phrases, and no line begins with a long vowel's mark. */
const LINES = `
.b-text:lang(ja) div, .b-footer:lang(ja) div { line-break: strict; word-break: auto-phrase; overflow-wrap: anywhere; }`

/** The logo where settings have one, else the name; read when the mail is sent, so MJML only carries the Liquid through. */
const HEADER = `{% if brand.logo_url %}<a href="{{ brand.site_url }}"><img src="{{ brand.logo_url }}" alt="{{ brand.name }}" width="140" style="border:0;width:140px;max-width:100%;height:auto" /></a>{% else %}<strong style="font-size:18px;color:${LAYOUT_LOOKS.color}">{{ brand.name }}</strong>{% endif %}`

/** The frame of every mail: logo or name, a card for the message and its buttons, the footer. */
export const LAYOUT_MJML = `
<mjml lang="${LAYOUT_LOOKS.locale}" dir="ltr">
  <mj-head>
    <mj-title>{{ brand.name }}</mj-title>
    <mj-preview>${LAYOUT_SLOTS.preheader}</mj-preview>
    <mj-attributes>
      <mj-all font-family="${LAYOUT_LOOKS.font}" />
      <mj-text font-size="16px" line-height="1.7" color="#1a1a1a" />
    </mj-attributes>
    <mj-style>${LINES}${DARK}</mj-style>
    <mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw>
  </mj-head>
  <mj-body background-color="#f4f4f2" css-class="b-page" width="600px">
    <mj-section padding="24px 0 8px">
      <mj-column>
        <mj-text css-class="b-text b-header" align="center">${HEADER}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section background-color="#ffffff" border-radius="8px" padding="16px 8px" css-class="b-card">
      <mj-column>
        <mj-text css-class="b-text">${LAYOUT_SLOTS.body}
${LAYOUT_SLOTS.buttons}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="16px 8px 32px">
      <mj-column>
        <mj-text css-class="b-footer" font-size="13px" line-height="1.7" color="#5c5c5c">${LAYOUT_SLOTS.footer}</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`
