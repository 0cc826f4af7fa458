import { type Check, edit, onlyWhile, step } from './check.ts'

const REMINDER = 'cart/reminder.en.md'
export const MESSAGES: readonly Check[] = [
  {
    says: 'a message that shows a list as it is',
    code: 'not-a-text',
    severity: 'error',
    planted: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% if computed.cart.items %}{{ computed.cart.items }}{% endif %}\n',
      },
    ],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% for item in computed.cart.items %}{{ item.name | default: "tea" }}{% endfor %}{% if computed.cart.items %}{{ computed.cart.items | size }}{% endif %}\n',
      },
    ],
  },
  {
    says: 'a message that joins things instead of their names',
    code: 'not-a-text',
    severity: 'error',
    planted: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% if computed.cart.items %}{{ computed.cart.items | join: ", " }}{% endif %}\n',
      },
    ],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% if computed.cart.items %}{{ computed.cart.items | map: "name" | join: ", " }}{% endif %}\n',
      },
    ],
  },
  {
    says: 'a message that shows the time as a number',
    code: 'not-a-text',
    severity: 'error',
    planted: [{ file: REMINDER, to: '---\nsubject: Cart\n---\n{{ now }}\n' }],
    clean: [{ file: REMINDER, to: '---\nsubject: Cart\n---\n{{ now | day }}\n' }],
  },
  {
    says: 'a subject of which nothing may be left',
    code: 'may-be-empty',
    severity: 'error',
    planted: [{ file: REMINDER, to: '---\nsubject: "{% if event.name %}{{ event.name }}{% endif %}"\n---\nHello.\n' }],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: "{% if event.name %}{{ event.name }}{% else %}Your cart{% endif %}"\n---\nHello.\n',
      },
    ],
  },
  {
    says: 'a short text of which nothing may be left',
    code: 'may-be-empty',
    severity: 'error',
    planted: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\nsms: "{% unless event.price %}{% else %}Hello{% endunless %}"\n---\nHello.\n',
      },
    ],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\nsms: "Hello{% if event.name %} {{ event.name }}{% endif %}"\n---\nHello.\n',
      },
    ],
  },
  ...['https://', 'https:///cart', 'https://exa mple.jp/', 'mailto:help', 'http://:80/'].map(
    (address): Check => ({
      says: `a button to \`${address}\``,
      code: 'bad-address',
      severity: 'error',
      planted: [{ file: REMINDER, to: `---\nsubject: Cart\nbutton: { label: Go, url: "${address}" }\n---\nHello.\n` }],
      clean: [
        {
          file: REMINDER,
          to: '---\nsubject: Cart\nbutton: { label: Go, url: "https://例え.jp/cart?a=b#c" }\nsecond_button: { label: Write, url: "mailto:help@shop.example" }\n---\nHello.\n',
        },
      ],
    }),
  ),
  ...['Hi *|FNAME|*,', 'Hi %FIRST_NAME%,', `Hi ${'$'}{name},`, 'Hi {first_name},', 'Hi [[name]],', 'Hi <<name>>,'].map(
    (body): Check => ({
      says: `\`${body}\` as the words of another tool`,
      code: 'foreign-placeholder',
      severity: 'warning',
      planted: [{ file: REMINDER, to: `---\nsubject: Cart\n---\n${body}\n` }],
      clean: [
        {
          file: REMINDER,
          to: '---\nsubject: Cart\n---\n{{ profile.firstName | honorific }}10 % off, 100%, [a](https://shop.example/%E3%81%82%E3%81%84), {% if event.name %}{{event.name}}{% endif %}{%if event.price%}x{%else%}y{%endif%}\n',
        },
      ],
    }),
  ),
  {
    says: 'HTML, which the reader would see as it is written',
    code: 'html-shown',
    severity: 'warning',
    planted: [{ file: REMINDER, to: '---\nsubject: Cart\n---\nYour <b>cart</b> is kept.<br>\n' }],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\nYour **cart** <https://shop.example/> is kept, 1 < 2 and 3 > 2.\n',
      },
    ],
  },
  {
    says: 'a channel that is tried twice',
    code: 'duplicate',
    severity: 'error',
    planted: [step('- send: reminder\n    first_of: [email, email]')],
    clean: [step('- send: reminder')],
  },
  {
    says: 'a text that looks like a field',
    code: 'looks-like-field',
    severity: 'warning',
    planted: [onlyWhile('{ field: entry.cart_id, equals: event.cart_id }')],
    clean: [onlyWhile('{ field: entry.cart_id, equals: { field: event.cart_id } }')],
  },
  {
    says: 'a text that looks like a field among what an event carries',
    code: 'looks-like-field',
    severity: 'warning',
    planted: [step('- set: { traits: { last_cart: event.cart_id } }')],
    clean: [step('- set: { traits: { last_cart: { field: event.cart_id }, season: spring.2026 } }')],
  },
  {
    says: 'a field that is compared with itself',
    code: 'compared-with-itself',
    severity: 'warning',
    planted: [
      edit(
        'exit_when:',
        'exit_when:\n  - event: Payment Failed\n    where: { field: event.order_id, equals: { field: event.order_id } }',
      ),
    ],
    clean: [],
  },
  {
    says: 'a way whose name has a space',
    code: 'invalid',
    severity: 'error',
    planted: [step('- split: [{ name: way B, percent: 50, steps: [] }, { name: A, percent: 50, steps: [] }]')],
    clean: [step('- split: [{ name: B, percent: 50, steps: [] }, { name: A, percent: 50, steps: [] }]')],
  },
]
