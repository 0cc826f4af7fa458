import { describe, expect, it } from 'vitest'
import { compile, type Edit, smallShop } from '../small-shop.ts'

describe('where links lead', () => {
  const message = (body: string): Edit => ({
    file: 'cart/reminder.en.md',
    to: `---\nsubject: Your cart\n---\n${body}\n`,
  })
  const withUrl: Edit = {
    file: 'events/product-added.yaml',
    from: '  price: {',
    to: '  url: { type: url, description: Its page. }\n  price: {',
  }
  const codesOf = (body: string) =>
    compile(smallShop(withUrl, message(body)))
      .problems.filter(({ severity }) => severity === 'error')
      .map(({ code, line, column }) => `${line}:${column} ${code}`)

  it.each([
    '{% if event.url %}[Look]({{ event.url }}){% endif %}',
    '[Look]({{ event.url | default: brand.site_url }})',
    '[Look]({% if event.url %}{{ event.url }}{% else %}https://shop.example/{% endif %})',
    '[Look](https://shop.example/?name={{ event.name | default: "tea" }})',
    '[Look]({{ brand.site_url }}?c={{ event.cart_id | default: "none" }})',
    '{% assign go = event.url | default: brand.site_url %}[Look]({{ go }})',
    '[Write](mailto:help@shop.example?subject={{ event.name | default: "tea" }})',
  ])('lets %s through', (body) => {
    expect(codesOf(body)).toEqual([])
  })

  it.each([
    ['{% if event.name %}[Look]({{ event.name }}){% endif %}', '4:27 not-an-address'],
    [
      '[Look]({% if event.url %}{{ event.url }}{% else %}{{ event.name | default: "x" }}{% endif %})',
      '4:51 not-an-address',
    ],
    [
      '[Look]({% if event.url %}https://shop.example/{% endif %}{{ event.name | default: "x" }})',
      '4:58 not-an-address',
    ],
    ['[Look](https://shop.example{{ event.name | default: "x" }})', '4:28 not-an-address'],
    ['[Look]({{ brand.site_url }}{{ event.name | default: "x" }})', '4:28 not-an-address'],
    ['{% assign go = event.url | default: event.name | default: "x" %}[Look]({{ go }})', '4:72 not-an-address'],
    ['[Look]({{ event.url | default: event.name | default: "x" }})', '4:8 not-an-address'],
    ['[Look](/cart)', '4:8 bad-address'],
    ['[Look]({{ brand.name }})', '4:8 not-an-address'],
    ['[Look]({{ brand.site_url | url_encode }})', '4:8 not-an-address'],
    ['[Look]({{ event.url | default: "tea" }})', '4:8 not-an-address'],
    ['{{ event.name | default: "x" | day }}', '4:4 filter-type'],
    ['{{ brand.name | day }}', '4:4 filter-type'],
    ['{{ "soon" | day }}', '4:4 filter-type'],
  ])('tells that %s may lead anywhere', (body, code) => {
    expect(codesOf(body)).toEqual([code])
  })
})
