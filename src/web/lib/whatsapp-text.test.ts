import { describe, expect, it } from 'vitest'
import { isEmojiOnly, parseWhatsAppText, safeHref, type TextNode } from './whatsapp-text.ts'

/** A short writing of the tree: `b(…)`, `i(…)`, `s(…)`, `a(href)`, `c(…)`. */
function sketch(nodes: TextNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text
      if (node.kind === 'link') return `a(${node.href})`
      if (node.kind === 'code') return `c(${node.text})`
      return `${node.kind[0]}(${sketch(node.children)})`
    })
    .join('')
}

describe('WhatsApp marks', () => {
  it.each([
    ['hola *Regina*', 'hola b(Regina)'],
    ['_una *muy* larga_', 'i(una b(muy) larga)'],
    ['~no~ sí', 's(no) sí'],
    ['2*3*4', '2*3*4'],
    ['* lista', '* lista'],
    ['*sin cerrar', '*sin cerrar'],
    ['*no\ncruza*', '*no\ncruza*'],
    ['un_archivo_largo.pdf', 'un_archivo_largo.pdf'],
    ['```a *b*```', 'c(a *b*)'],
    ['usa `x` aquí', 'usa c(x) aquí'],
    ['mira https://a.example/x_y_z.', 'mira a(https://a.example/x_y_z).'],
    ['www.a.example', 'a(https://www.a.example/)'],
    ['*https://a.example*', 'b(a(https://a.example/))'],
  ])('%j reads %j', (text, expected) => {
    expect(sketch(parseWhatsAppText(text))).toBe(expected)
  })

  it('never makes anything of HTML or of scripts', () => {
    expect(parseWhatsAppText('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'text', text: '<img src=x onerror=alert(1)>' },
    ])
    expect(safeHref('javascript:alert(1)')).toBeNull()
    expect(safeHref('data:text/html,x')).toBeNull()
  })

  it('reads a long hostile text in reasonable time', () => {
    const started = performance.now()
    parseWhatsAppText('*a _b ~c '.repeat(450))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('emoji alone', () => {
  it.each([
    ['😍', true],
    ['👩‍👩‍👧 👍🏽', true],
    ['😍😍😍😍', false],
    ['ok 👍', false],
    ['12', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isEmojiOnly(text)).toBe(expected)
  })
})
