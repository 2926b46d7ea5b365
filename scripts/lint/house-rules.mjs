// Rules of this repository that no stock linter has. Loaded by .oxlintrc.json, tested in test/toolchain.

const noClock = {
  create(context) {
    const report = (node) =>
      context.report({
        node,
        message: 'Domain code takes the time as an argument: rules must not read the clock.',
      })
    return {
      NewExpression(node) {
        if (isName(node.callee, 'Date') && node.arguments.length === 0) report(node)
      },
      CallExpression(node) {
        const { callee } = node
        if (isName(callee, 'Date')) report(node)
        if (isMember(callee, 'Date', 'now') || isMember(callee, 'performance', 'now')) report(node)
      },
    }
  },
}

const DATABASE_NAMES = new Set(['db', 'tx', 'database'])

const noRelationalQuery = {
  create: (context) => ({
    MemberExpression(node) {
      const { object, parent } = node
      const isTableAccess = parent.type === 'MemberExpression' && parent.object === node
      if (!isTableAccess || node.computed || node.property.name !== 'query') return
      const owner = object.type === 'MemberExpression' ? object.property : object
      if (owner.type !== 'Identifier' || !DATABASE_NAMES.has(owner.name)) return
      context.report({
        node,
        message: 'Relational queries become LATERAL joins, which MariaDB lacks: write the join.',
      })
    },
  }),
}

const PRODUCT_NAME = 'CRM PRO'

const noUntranslatedText = {
  create: (context) => ({
    JSXText(node) {
      if (node.value.trim() !== PRODUCT_NAME && /\p{L}{2,}/u.test(node.value)) {
        context.report({ node, message: 'People read this: take it from the catalogue (es, en, pt-BR).' })
      }
    },
  }),
}

function isName(node, name) {
  return node.type === 'Identifier' && node.name === name
}

function isMember(node, object, property) {
  return (
    node.type === 'MemberExpression' &&
    !node.computed &&
    isName(node.object, object) &&
    isName(node.property, property)
  )
}

export default {
  meta: { name: 'house' },
  rules: {
    'no-clock': noClock,
    'no-relational-query': noRelationalQuery,
    'no-untranslated-text': noUntranslatedText,
  },
}
